import { type Transaction } from "sequelize";
import { Problem } from "@okoshko/runtime/problem";
import { ClientModel } from "../clients/client.model";
import { type Database, rows } from "../database";

/** One booking of a client at a time, so that limits hold when they tap twice. */
export async function lockClient(
  db: Database,
  telegramUserId: number,
  tx: Transaction,
): Promise<ClientModel> {
  await rows(
    db,
    `select id from booking.clients where telegram_user_id = $1 for update`,
    [telegramUserId],
    tx,
  );
  const client = await ClientModel.findOne({ where: { telegramUserId }, transaction: tx });
  if (!client)
    throw new Problem("not-found", { detail: "This client is not known yet: PUT /v1/clients/me first." });
  return client;
}

/** The same by the client's id, for who books for them; who was forgotten is not there any more. */
export async function lockClientById(db: Database, id: string, tx: Transaction): Promise<ClientModel> {
  await rows(db, `select id from booking.clients where id = $1 for update`, [id], tx);
  const client = await ClientModel.findByPk(id, { transaction: tx });
  if (!client || client.erasedAt !== null)
    throw new Problem("not-found", { detail: "There is no such client." });
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
  throw new Problem("limit-reached", {
    detail: `A client may have ${limit} bookings at a time. Cancel one to make room.`,
  });
}

/**
 * Throws `limit-reached` for a client who had as many times held within the last hour as one may, whatever became of them.
 * Only with the client locked.
 */
export async function refuseTooManyHolds(
  db: Database,
  clientId: string,
  limit: number,
  now: Date,
  tx: Transaction,
): Promise<void> {
  const sql = `
    select count(*)::int as count
    from booking.appointments
    where client_id = $1 and held_by = 'client' and created_at > $2`;
  const hourAgo = new Date(now.getTime() - 3_600_000);
  const [held] = await rows<{ count: number }>(db, sql, [clientId, hourAgo], tx);
  if ((held?.count ?? 0) < limit) return;
  throw new Problem("limit-reached", {
    detail: `A client may have ${limit} times held within an hour. Try again later.`,
  });
}
