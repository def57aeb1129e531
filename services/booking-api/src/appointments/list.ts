import { Op, type WhereOptions } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { ClientModel } from "../clients/client.model";
import { type Deps } from "../deps";
import { type Caller } from "../http/caller";
import { AppointmentModel } from "./appointment.models";
import { everythingOfMany } from "./find";
import { afterPage, pageEnd } from "./page";
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
  if (request.cursor !== undefined) conditions.push(afterPage(request.cursor, direction));
  if (request.caller.onBehalfOf !== undefined) {
    const client = await ClientModel.findOne({ where: { telegramUserId: request.caller.onBehalfOf } });
    if (!client) return { items: [], nextCursor: null };
    conditions.push({ clientId: client.id });
  }
  const found = await AppointmentModel.findAll({
    where: { [Op.and]: conditions },
    include: everythingOfMany,
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
    nextCursor: last ? pageEnd(last) : null,
  };
}
