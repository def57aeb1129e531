import { Op, type WhereOptions } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { localDay, toDate } from "../availability/local-day";
import { toClientRecords } from "../clients/client-record";
import { type Deps } from "../deps";
import { type Caller, maySee, onlyMasterOf } from "../http/caller";
import { type AppointmentStatus } from "./appointment";
import { AppointmentModel } from "./appointment.models";
import { everythingOfMany, findAppointment } from "./find";
import { afterPage, pageEnd } from "./page";
import { toAppointment } from "./representation";

type DeskAppointment = BookingSchemas["DeskAppointment"];

/** Which appointments the business wants to see; what is left out restricts nothing. Dates are the business's own. */
export interface DeskRequest {
  caller: Caller;
  masterId?: string | undefined;
  clientId?: string | undefined;
  status?: AppointmentStatus[] | undefined;
  from?: string | undefined;
  to?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** A page of the business's appointments by their start, with their clients. A master sees their own and no others. */
export async function listDesk(
  deps: Pick<Deps, "db" | "shop" | "clock">,
  request: DeskRequest,
): Promise<{ items: DeskAppointment[]; nextCursor: string | null }> {
  const { timeZone } = (await deps.shop.current()).business;
  const masterId = await masterOf(request);
  const { clientId, status, from, to, cursor } = request;
  const conditions: WhereOptions[] = [{ bookedAt: { [Op.ne]: null } }];
  if (masterId !== undefined) conditions.push({ masterId });
  if (clientId !== undefined) conditions.push({ clientId });
  if (status !== undefined) conditions.push({ status: { [Op.in]: status } });
  if (from !== undefined)
    conditions.push({ startsAt: { [Op.gte]: toDate(localDay(from, timeZone).startsAt) } });
  if (to !== undefined) conditions.push({ startsAt: { [Op.lt]: toDate(localDay(to, timeZone).endsAt) } });
  if (cursor !== undefined) conditions.push(afterPage(cursor, "asc"));
  const found = await AppointmentModel.findAll({
    where: { [Op.and]: conditions },
    include: everythingOfMany,
    order: [
      ["startsAt", "asc"],
      ["id", "asc"],
    ],
    limit: request.limit + 1,
  });
  const page = found.slice(0, request.limit);
  const last = found.length > request.limit ? page.at(-1) : undefined;
  return { items: await toDesk(deps, page), nextCursor: last ? pageEnd(last) : null };
}

/** Whose appointments; undefined for everybody's. Throws `forbidden` for a master who asks for a colleague's. */
async function masterOf({ caller, masterId }: DeskRequest): Promise<string | undefined> {
  if (masterId !== undefined) {
    if (await maySee(caller, masterId)) return masterId;
    throw new Problem("forbidden", { detail: "A master sees the visits of their own." });
  }
  return onlyMasterOf(caller);
}

/** One appointment with its client, for those who deal with it; anybody else's looks like one that does not exist. */
export async function getDesk(
  deps: Pick<Deps, "db" | "shop" | "clock">,
  request: { caller: Caller; appointmentId: string },
): Promise<DeskAppointment> {
  const row = await findAppointment(deps.db, request.appointmentId, request.caller, null);
  const [shown] = (await maySee(request.caller, row.masterId)) ? await toDesk(deps, [row]) : [];
  if (shown) return shown;
  throw new Problem("not-found", { detail: "There is no such appointment." });
}

async function toDesk(
  { db, shop, clock }: Pick<Deps, "db" | "shop" | "clock">,
  page: AppointmentModel[],
): Promise<DeskAppointment[]> {
  const { business } = await shop.current();
  const clients = [...new Map(page.map(({ client }) => [client.id, client])).values()];
  const records = new Map((await toClientRecords(db, clients)).map((record) => [record.id, record]));
  return page.flatMap((row) => {
    const client = records.get(row.clientId);
    if (!client) return [];
    const { cancellationReason, source } = row;
    return { ...toAppointment(row, business, clock.now()), client, cancellationReason, source };
  });
}
