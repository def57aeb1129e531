import { randomUUID } from "node:crypto";
import { type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Database } from "../database";
import { type Caller } from "../http/caller";
import { toClientRecords } from "./client-record";
import { ClientModel } from "./client.model";

/** Adds somebody who came or called, without a Telegram account. The master who adds them sees them from then on. */
export async function addClient(
  db: Database,
  { name, phone, locale }: BookingSchemas["NewClient"],
  { caller, now }: { caller: Caller; now: Date },
  tx: Transaction,
): Promise<BookingSchemas["ClientRecord"]> {
  const { masterId } = await caller.rights();
  const client = await ClientModel.create(
    {
      id: randomUUID(),
      name,
      phone: phone ?? null,
      locale: locale ?? null,
      addedByMasterId: masterId ?? null,
      createdAt: now,
    },
    { transaction: tx, returning: true },
  );
  const [record] = await toClientRecords(db, [client], tx);
  if (!record) throw new Error("One client makes one record");
  return record;
}
