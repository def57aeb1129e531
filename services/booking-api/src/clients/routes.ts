import { randomUUID } from "node:crypto";
import { Router } from "express";
import { type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { type Database, rows } from "../database";
import { type Deps } from "../deps";
import { personOf } from "../http/caller";
import { operation } from "../http/operation";
import { inTransaction } from "../transaction";
import { toClientRecords } from "./client-record";
import { ClientModel } from "./client.model";
import { findClient } from "./find";
import { listClients } from "./list";

/** The people who book. */
export function clientRoutes({ db, clock }: Deps): Router {
  const router = Router();

  operation(router, "getMe", async ({ caller }) => ({ status: 200, body: await findMe(personOf(caller)) }));

  operation(router, "putMe", async ({ body, caller }) => {
    const telegramUserId = personOf(caller);
    const now = clock.now();
    await inTransaction(db, { caller, now }, (tx) => remember(db, telegramUserId, body, now, tx));
    return { status: 200, body: await findMe(telegramUserId) };
  });

  operation(router, "listClients", async ({ query }) => {
    const { search, limit = 20, cursor } = query;
    return { status: 200, body: await listClients(db, { search, limit, cursor }) };
  });

  operation(router, "getClient", async ({ path }) => {
    const [record] = await toClientRecords(db, [await findClient(path.clientId)]);
    if (!record) throw new Error("One client makes one record");
    return { status: 200, body: record };
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
  { name, locale, phone }: BookingSchemas["ClientInput"],
  now: Date,
  tx: Transaction,
): Promise<void> {
  const sql = `
    insert into booking.clients (id, telegram_user_id, name, locale, phone, created_at)
    values ($1, $2, $3, $4, $5, $6)
    on conflict on constraint clients_telegram_user_once do update
    set name = excluded.name,
        locale = coalesce(excluded.locale, clients.locale),
        phone = case when $7 then excluded.phone else clients.phone end,
        unreachable_at = null`;
  await rows(
    db,
    sql,
    [randomUUID(), telegramUserId, name, locale ?? null, phone ?? null, now, phone !== undefined],
    tx,
  );
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
