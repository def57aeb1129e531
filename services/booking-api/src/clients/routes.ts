import { randomUUID } from "node:crypto";
import { Router } from "express";
import { type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { type Database, rows } from "../database";
import { type Deps } from "../deps";
import { onlyMasterOf, personOf } from "../http/caller";
import { once } from "../http/idempotency";
import { operation } from "../http/operation";
import { inTransaction, violatedConstraint } from "../transaction";
import { addClient } from "./add";
import { listAudience } from "./audience";
import { toClientRecords } from "./client-record";
import { ClientModel } from "./client.model";
import { findClient, isClientOf, noSuchClient } from "./find";
import { listClients } from "./list";

/** The people who book. */
export function clientRoutes(deps: Deps): Router {
  const { db, clock } = deps;
  const router = Router();

  operation(router, "getMe", async ({ caller }) => ({ status: 200, body: await findMe(personOf(caller)) }));

  operation(router, "putMe", async ({ body, caller }) => {
    const telegramUserId = personOf(caller);
    const now = clock.now();
    await inTransaction(db, { caller, now }, (tx) => remember(db, telegramUserId, body, now, tx)).catch(
      refuseUnknownMaster,
    );
    return { status: 200, body: await findMe(telegramUserId) };
  });

  operation(router, "listClients", async ({ query, caller }) => {
    const { search, limit = 20, cursor } = query;
    const masterId = await onlyMasterOf(caller);
    return { status: 200, body: await listClients(db, { masterId, search, limit, cursor }) };
  });

  operation(router, "createClient", async ({ body, caller, idempotencyKey }) => {
    const now = clock.now();
    const request = { caller, key: idempotencyKey, body, now };
    return { status: 201, body: await once(db, request, (tx) => addClient(db, body, { caller, now }, tx)) };
  });

  operation(router, "getClient", async ({ path, caller }) => {
    const client = await findClient(path.clientId);
    const masterId = await onlyMasterOf(caller);
    if (masterId !== undefined && !(await isClientOf(db, client.id, masterId))) throw noSuchClient();
    const [record] = await toClientRecords(db, [client]);
    if (!record) throw new Error("One client makes one record");
    return { status: 200, body: record };
  });

  operation(router, "listAudience", async ({ query }) => {
    const { limit = 100, ...who } = query;
    return { status: 200, body: await listAudience(deps, { ...who, limit }) };
  });

  operation(router, "putReachability", async ({ path, body, caller }) => {
    const now = clock.now();
    const unreachableAt = body.reachable ? null : now;
    const { telegramUserId } = path;
    await inTransaction(db, { caller, now }, (transaction) =>
      ClientModel.update({ unreachableAt }, { where: { telegramUserId }, transaction }),
    );
    return { status: 204 };
  });

  return router;
}

/** One statement, so that two first messages at once make one client. What is left out stays as it is. */
async function remember(
  db: Database,
  telegramUserId: number,
  input: BookingSchemas["ClientInput"],
  now: Date,
  tx: Transaction,
): Promise<void> {
  const sql = `
    insert into booking.clients (
      id, telegram_user_id, name, locale, phone, created_at,
      favourite_master_id, reminder_leads_minutes, accepts_broadcasts
    )
    values ($1, $2, $3, coalesce($4, $13), $5, $6, $8, $10, coalesce($12, true))
    on conflict on constraint clients_telegram_user_once do update
    set name = excluded.name,
        locale = coalesce($4, clients.locale, $13),
        phone = case when $7 then excluded.phone else clients.phone end,
        favourite_master_id = case when $9 then excluded.favourite_master_id else clients.favourite_master_id end,
        reminder_leads_minutes =
          case when $11 then excluded.reminder_leads_minutes else clients.reminder_leads_minutes end,
        accepts_broadcasts = coalesce($12, clients.accepts_broadcasts),
        unreachable_at = null`;
  const { phone, favouriteMasterId, reminderLeadsMinutes } = input;
  const bind = [
    randomUUID(),
    telegramUserId,
    input.name,
    input.locale ?? null,
    phone ?? null,
    now,
    phone !== undefined,
    favouriteMasterId ?? null,
    favouriteMasterId !== undefined,
    reminderLeadsMinutes ?? null,
    reminderLeadsMinutes !== undefined,
    input.acceptsBroadcasts ?? null,
    input.firstLocale ?? null,
  ];
  await rows(db, sql, bind, tx);
}

function refuseUnknownMaster(error: unknown): never {
  if (violatedConstraint(error) !== "clients_favourite_master_id_fkey") throw error;
  throw new Problem("not-found", { detail: "There is no such master.", cause: error });
}

async function findMe(telegramUserId: number): Promise<BookingSchemas["Client"]> {
  const row = await ClientModel.findOne({ where: { telegramUserId } });
  if (!row)
    throw new Problem("not-found", { detail: "This client is not known yet: PUT /v1/clients/me first." });
  return {
    id: row.id,
    telegramUserId,
    name: row.name,
    locale: row.locale,
    phone: row.phone,
    reachable: row.unreachableAt === null,
    favouriteMasterId: row.favouriteMasterId,
    reminderLeadsMinutes: row.reminderLeadsMinutes,
    acceptsBroadcasts: row.acceptsBroadcasts,
  };
}
