import { type Transaction } from "sequelize";
import { Problem } from "@okoshko/runtime/problem";
import { type Database, rows } from "../database";

/** A client whose row is locked until commit. */
export interface LockedClient {
  id: string;
}

/** One booking of a client at a time, so that limits hold when they tap twice. */
export async function lockClient(
  db: Database,
  telegramUserId: number,
  tx: Transaction,
): Promise<LockedClient> {
  const sql = `select id from booking.clients where telegram_user_id = $1 for update`;
  const [client] = await rows<LockedClient>(db, sql, [telegramUserId], tx);
  if (!client)
    throw new Problem("not-found", { detail: "This client is not known yet: PUT /v1/clients/me first." });
  return client;
}

/** The same by the client's id, for who books for them; who was forgotten is not there any more. */
export async function lockClientById(db: Database, id: string, tx: Transaction): Promise<LockedClient> {
  const sql = `select id from booking.clients where id = $1 and erased_at is null for update`;
  const [client] = await rows<LockedClient>(db, sql, [id], tx);
  if (!client) throw new Problem("not-found", { detail: "There is no such client." });
  return client;
}

/** Throws `limit-reached` for a client with as many bookings as one may have. Only with the client locked. */
export async function refuseTooMany(
  db: Database,
  clientId: string,
  limit: number,
  now: Date,
  tx: Transaction,
): Promise<void> {
  const sql = `
    select count(*)::int as count
    from booking.appointments
    where client_id = $1 and status in ('pending', 'confirmed') and ends_at > $2`;
  const [active] = await rows<{ count: number }>(db, sql, [clientId, now], tx);
  if ((active?.count ?? 0) < limit) return;
  throw tooMany(limit);
}

/**
 * Throws `limit-reached` for a client who may have no more times held: they have as many bookings as one may have, or had too
 * many times held within the last hour, whatever became of them. Only with the client locked.
 */
export async function refuseMoreHolds(
  db: Database,
  clientId: string,
  business: { maxActiveAppointmentsPerClient: number; maxHoldsPerHour: number },
  now: Date,
  tx: Transaction,
): Promise<void> {
  const sql = `
    select count(*) filter (where status in ('pending', 'confirmed') and ends_at > $2)::int as active,
           count(*) filter (where held_by = 'client' and created_at > $3)::int as held
    from booking.appointments
    where client_id = $1 and (ends_at > $2 or created_at > $3)`;
  const hourAgo = new Date(now.getTime() - 3_600_000);
  const [found] = await rows<{ active: number; held: number }>(db, sql, [clientId, now, hourAgo], tx);
  if ((found?.active ?? 0) >= business.maxActiveAppointmentsPerClient)
    throw tooMany(business.maxActiveAppointmentsPerClient);
  if ((found?.held ?? 0) < business.maxHoldsPerHour) return;
  throw new Problem("limit-reached", {
    detail: `A client may have ${business.maxHoldsPerHour} times held within an hour. Try again later.`,
  });
}

function tooMany(limit: number): Problem {
  return new Problem("limit-reached", {
    detail: `A client may have ${limit} bookings at a time. Cancel one to make room.`,
  });
}
