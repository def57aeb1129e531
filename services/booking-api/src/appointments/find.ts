import { type Transaction } from "sequelize";
import { Problem } from "@okoshko/runtime/problem";
import { type Database, rows } from "../database";
import { MasterModel } from "../catalog/catalog.models";
import { ClientModel } from "../clients/client.model";
import { type Caller } from "../http/caller";
import { AppointmentModel, AppointmentServiceModel } from "./appointment.models";

const everything = [MasterModel, ClientModel, AppointmentServiceModel];

/**
 * An appointment that the caller may know of, with its master, client and services. Somebody else's looks exactly like one
 * that does not exist (`not-found`).
 */
export async function findAppointment(
  id: string,
  caller: Caller,
  tx: Transaction | null,
): Promise<AppointmentModel> {
  const row = await AppointmentModel.findByPk(id, { include: everything, transaction: tx });
  const isTheirs =
    caller.onBehalfOf === undefined || Number(row?.client.telegramUserId) === caller.onBehalfOf;
  if (!row || !isTheirs) throw new Problem("not-found", { detail: "There is no such appointment." });
  return row;
}

/** The same with the row locked, so that what is decided on it stays true until commit. */
export async function lockAppointment(
  db: Database,
  id: string,
  caller: Caller,
  tx: Transaction,
): Promise<AppointmentModel> {
  await rows(db, `select id from booking.appointments where id = $1 for update`, [id], tx);
  return findAppointment(id, caller, tx);
}

/** Throws `version-mismatch` when the caller decided on something older than what is there. */
export function expectVersion(row: AppointmentModel, expected: number | undefined): void {
  if (expected === undefined || expected === row.version) return;
  throw new Problem("version-mismatch", {
    detail: `Version ${expected} was expected, it is ${row.version} now. Read it again and decide anew.`,
  });
}
