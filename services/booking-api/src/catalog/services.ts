import { randomUUID } from "node:crypto";
import { Router } from "express";
import { type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { loadBusiness } from "../business/business";
import { type Deps } from "../deps";
import { type Database, rows } from "../database";
import { type Editable, edit, show } from "../http/edit";
import { operation } from "../http/operation";
import { createRule } from "../shop/change-rules";
import { ServiceModel } from "./catalog.models";

/** What can be done to a client of this business. */
export function serviceRoutes(deps: Deps): Router {
  const router = Router();

  operation(router, "listServices", async ({ query }) => {
    const { currency } = await loadBusiness(null);
    const services = await ServiceModel.findAll({
      where: query.includeInactive ? {} : { active: true },
      order: [
        ["position", "asc"],
        ["id", "asc"],
      ],
    });
    return { status: 200, body: { items: services.map((row) => toService(row, currency)) } };
  });

  operation(router, "createService", async ({ body, caller, idempotencyKey }) => {
    const { currency } = await loadBusiness(null);
    const fields = { ...defaults, ...body, id: randomUUID() };
    const created = await createRule(deps, { caller, key: idempotencyKey, body }, async (tx) =>
      toService(await ServiceModel.create(fields, { transaction: tx }), currency),
    );
    return { status: 201, body: created };
  });

  operation(router, "getService", async ({ path }) => {
    return show(theService(deps.db, path.serviceId), "service");
  });

  operation(router, "updateService", async ({ path, body, ...request }) => {
    return edit(deps, request, theService(deps.db, path.serviceId), async (tx) =>
      (await findService(path.serviceId, tx)).update(body, { transaction: tx }),
    );
  });

  return router;
}

const defaults = {
  description: null,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  reminderLeadsMinutes: null,
  active: true,
  position: 0,
};

/** The service, or `not-found`. */
export async function findService(id: string, tx: Transaction | null = null): Promise<ServiceModel> {
  const row = await ServiceModel.findByPk(id, { transaction: tx });
  if (!row) throw new Problem("not-found", { detail: "There is no such service." });
  return row;
}

function theService(db: Database, id: string): Editable<BookingSchemas["Service"]> {
  return {
    lock: async (tx) => {
      await rows(db, `select id from booking.services where id = $1 for no key update`, [id], tx);
    },
    read: async (tx) => toService(await findService(id, tx), (await loadBusiness(tx)).currency),
  };
}

function toService(row: ServiceModel, currency: string): BookingSchemas["Service"] {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    durationMinutes: row.durationMinutes,
    priceMinor: row.priceMinor,
    currency,
    bufferBeforeMinutes: row.bufferBeforeMinutes,
    bufferAfterMinutes: row.bufferAfterMinutes,
    requiresApproval: row.requiresApproval,
    reminderLeadsMinutes: row.reminderLeadsMinutes,
    active: row.active,
    position: row.position,
  };
}
