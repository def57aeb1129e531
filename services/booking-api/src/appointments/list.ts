import { Op, type WhereOptions } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { MasterModel } from "../catalog/catalog.models";
import { ClientModel } from "../clients/client.model";
import { type Deps } from "../deps";
import { type Caller } from "../http/caller";
import { AppointmentModel, AppointmentServiceModel } from "./appointment.models";
import { toAppointment } from "./representation";

/** Which appointments, and how many at a time. */
export interface ListRequest {
  caller: Caller;
  when: "upcoming" | "past";
  limit: number;
  cursor: string | undefined;
}

/** A page of the bookings that the caller may see. Holds are nobody's booking yet and are not listed. */
export async function list(
  { clock, shop }: Deps,
  request: ListRequest,
): Promise<{ items: BookingSchemas["Appointment"][]; nextCursor: string | null }> {
  const now = clock.now();
  const { business } = await shop.current();
  const direction = request.when === "upcoming" ? "asc" : "desc";
  const alive = { status: { [Op.in]: ["pending", "confirmed"] }, endsAt: { [Op.gt]: now } };
  const conditions: WhereOptions[] = [
    { bookedAt: { [Op.ne]: null } },
    request.when === "upcoming" ? alive : { [Op.not]: alive },
  ];
  if (request.cursor !== undefined) conditions.push(afterCursor(request.cursor, direction));
  if (request.caller.onBehalfOf !== undefined) {
    const client = await ClientModel.findOne({ where: { telegramUserId: request.caller.onBehalfOf } });
    if (!client) return { items: [], nextCursor: null };
    conditions.push({ clientId: client.id });
  }
  const found = await AppointmentModel.findAll({
    where: { [Op.and]: conditions },
    include: [MasterModel, ClientModel, { model: AppointmentServiceModel, separate: true }],
    order: [
      ["startsAt", direction],
      ["id", direction],
    ],
    limit: request.limit + 1,
  });
  const page = found.slice(0, request.limit);
  const last = found.length > request.limit ? page.at(-1) : undefined;
  return {
    items: page.map((row) => toAppointment(row, business, now)),
    nextCursor: last ? `${last.startsAt.getTime()}_${last.id}` : null,
  };
}

function afterCursor(cursor: string, direction: "asc" | "desc"): WhereOptions {
  // Fourteen digits of milliseconds reach the year 5138, and SQL wants years of four digits.
  const [, time, id] = /^(\d{1,14})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor) ?? [];
  if (time === undefined || id === undefined) {
    throw new Problem("invalid-request", {
      detail: "Take the cursor from `nextCursor` of the page before.",
      errors: [{ pointer: "query/cursor", detail: "is not a cursor of this list" }],
    });
  }
  const beyond = direction === "asc" ? Op.gt : Op.lt;
  const startsAt = new Date(Number(time));
  return { [Op.or]: [{ startsAt: { [beyond]: startsAt } }, { startsAt, id: { [beyond]: id } }] };
}
