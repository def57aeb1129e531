import { randomUUID } from "node:crypto";
import { Router } from "express";
import { type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { type Deps } from "../deps";
import { type Database, rows } from "../database";
import { type Caller } from "../http/caller";
import { type Editable, edit, show } from "../http/edit";
import { operation } from "../http/operation";
import { createRule } from "../shop/change-rules";
import { violatedConstraint } from "../transaction";
import { MasterModel, OfferingModel } from "./catalog.models";

/** The people who do the services. */
export function masterRoutes(deps: Deps): Router {
  const router = Router();

  operation(router, "listMasters", async ({ query }) => {
    const [masters, offerings] = await Promise.all([
      MasterModel.findAll({
        where: query.includeInactive ? {} : { active: true },
        order: [
          ["position", "asc"],
          ["id", "asc"],
        ],
      }),
      OfferingModel.findAll({ order: ["serviceId"] }),
    ]);
    const items = masters
      .map((row) => toMaster(row, offerings))
      .filter(({ serviceIds }) => (query.serviceIds ?? []).every((id) => serviceIds.includes(id)));
    return { status: 200, body: { items } };
  });

  operation(router, "createMaster", async ({ body, caller, idempotencyKey }) => {
    refuseRightsByKey(caller, body);
    const fields = { ...defaults, ...body, id: randomUUID() };
    const created = await createRule(deps, { caller, key: idempotencyKey, body }, async (tx) =>
      toMaster(await MasterModel.create(fields, { transaction: tx }), []),
    ).catch(refuseTakenTelegramUser);
    return { status: 201, body: created };
  });

  operation(router, "getMaster", async ({ path }) => {
    return show(theMaster(deps.db, path.masterId), "master");
  });

  operation(router, "updateMaster", async ({ path, body, ...request }) => {
    refuseRightsByKey(request.caller, body);
    return edit(deps, request, theMaster(deps.db, path.masterId), async (tx) =>
      (await findMaster(path.masterId, tx)).update(body, { transaction: tx }),
    ).catch(refuseTakenTelegramUser);
  });

  return router;
}

const defaults = { about: null, telegramUserId: null, locale: "ru", active: true, position: 0 };

/** The master, or `not-found`. */
export async function findMaster(id: string, tx: Transaction | null = null): Promise<MasterModel> {
  const row = await MasterModel.findByPk(id, { transaction: tx });
  if (!row) throw new Problem("not-found", { detail: "There is no such master." });
  return row;
}

/**
 * Makes whoever edits the master, what they do or when they work, wait for each other, or throws `not-found`. Bookings go on
 * meanwhile: they only ask that the master stays.
 */
export async function lockMaster(db: Database, id: string, tx: Transaction): Promise<void> {
  const sql = `select id from booking.masters where id = $1 for no key update`;
  if ((await rows(db, sql, [id], tx)).length === 0) {
    throw new Problem("not-found", { detail: "There is no such master." });
  }
}

function theMaster(db: Database, id: string): Editable<BookingSchemas["Master"]> {
  return {
    lock: (tx) => lockMaster(db, id, tx),
    read: async (tx) =>
      toMaster(
        await findMaster(id, tx),
        await OfferingModel.findAll({ where: { masterId: id }, order: ["serviceId"], transaction: tx }),
      ),
  };
}

/** Whoever's account a master has, may see that master's clients: no scope of a key is meant to give that. */
function refuseRightsByKey(caller: Caller, { telegramUserId }: { telegramUserId?: number | null }): void {
  if (caller.kind !== "key" || telegramUserId === undefined) return;
  throw new Problem("forbidden", { detail: "A key cannot say whose account a master has." });
}

function refuseTakenTelegramUser(error: unknown): never {
  if (violatedConstraint(error) !== "masters_telegram_user_once") throw error;
  throw new Problem("already-exists", { detail: "Another master has this Telegram account.", cause: error });
}

function toMaster(row: MasterModel, offerings: OfferingModel[]): BookingSchemas["Master"] {
  return {
    id: row.id,
    name: row.name,
    about: row.about,
    locale: row.locale,
    telegramUserId: row.telegramUserId === null ? null : Number(row.telegramUserId),
    active: row.active,
    position: row.position,
    serviceIds: offerings.filter(({ masterId }) => masterId === row.id).map(({ serviceId }) => serviceId),
  };
}
