import { type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Database, rows } from "../database";
import { type ClientModel } from "./client.model";

type ClientRecord = BookingSchemas["ClientRecord"];

/** How often a client did not come, and how often they did. */
export interface Attendance {
  noShows: number;
  visits: number;
}

/** The attendance of each of these clients, in one statement that an index answers alone. */
export async function loadAttendance(
  db: Database,
  clientIds: readonly string[],
  tx: Transaction | null,
): Promise<Map<string, Attendance>> {
  const found = new Map(clientIds.map((id) => [id, { noShows: 0, visits: 0 }]));
  if (found.size === 0) return found;
  const sql = `
    select client_id as "clientId",
           count(*) filter (where status = 'no_show')::int as "noShows",
           count(*) filter (where status = 'completed')::int as visits
    from booking.appointments
    where client_id = any($1::uuid[]) and status in ('completed', 'no_show')
    group by client_id`;
  const counted = await rows<Attendance & { clientId: string }>(db, sql, [[...found.keys()]], tx);
  for (const { clientId, noShows, visits } of counted) found.set(clientId, { noShows, visits });
  return found;
}

/** Clients as the business sees them, in the same order. */
export async function toClientRecords(
  db: Database,
  clients: readonly ClientModel[],
  tx: Transaction | null = null,
): Promise<ClientRecord[]> {
  const attendance = await loadAttendance(
    db,
    clients.map(({ id }) => id),
    tx,
  );
  return clients.map((client) => ({
    id: client.id,
    telegramUserId: client.telegramUserId === null ? null : Number(client.telegramUserId),
    name: client.name,
    locale: client.locale,
    phone: client.phone,
    reachable: client.unreachableAt === null && client.telegramUserId !== null,
    ...(attendance.get(client.id) ?? { noShows: 0, visits: 0 }),
    createdAt: client.createdAt.toISOString(),
    erasedAt: client.erasedAt?.toISOString() ?? null,
    favouriteMasterId: client.favouriteMasterId,
    reminderLeadsMinutes: client.reminderLeadsMinutes,
    acceptsBroadcasts: client.acceptsBroadcasts,
  }));
}
