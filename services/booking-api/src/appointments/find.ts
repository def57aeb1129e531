import { type Transaction } from "sequelize";
import { Problem } from "@okoshko/runtime/problem";
import { type Database, rows } from "../database";
import { MasterModel } from "../catalog/catalog.models";
import { ClientModel } from "../clients/client.model";
import { actorOf, type Caller, maySee } from "../http/caller";
import { AppointmentModel, AppointmentServiceModel } from "./appointment.models";
import { loadAppointment } from "./load";

/** For a list: the services in a second statement, because a join would multiply the rows that are counted. */
export const everythingOfMany = [
  MasterModel,
  ClientModel,
  { model: AppointmentServiceModel, separate: true },
  {
    model: AppointmentModel,
    as: "proposal",
    where: { status: "held" },
    required: false,
    include: [MasterModel],
  },
];

/**
 * An appointment that the caller may know of, with its master, client, services and proposal. Somebody else's looks exactly
 * like one that does not exist (`not-found`).
 */
export async function findAppointment(
  db: Database,
  id: string,
  caller: Caller,
  tx: Transaction | null,
): Promise<AppointmentModel> {
  const row = await loadAppointment(db, id, tx);
  if (!row || !(await mayKnowOf(caller, row)))
    throw new Problem("not-found", { detail: "There is no such appointment." });
  return row;
}

/** The client, the master, those who run the business, and the notifier, which checks what it is about to send. */
async function mayKnowOf(caller: Caller, row: AppointmentModel): Promise<boolean> {
  if (caller.name === "notifier" || actorOf(caller, row.client) === "client") return true;
  return maySee(caller, row.masterId);
}

/** The same with the row locked, so that what is decided on it stays true until commit. */
export async function lockAppointment(
  db: Database,
  id: string,
  caller: Caller,
  tx: Transaction,
): Promise<AppointmentModel> {
  await rows(db, `select id from booking.appointments where id = $1 for update`, [id], tx);
  return findAppointment(db, id, caller, tx);
}

/** Throws `forbidden` unless the caller deals with this appointment as the business, be they its client or not. */
export async function requireStaff(caller: Caller, row: { masterId: string }): Promise<void> {
  if (await maySee(caller, row.masterId)) return;
  throw new Problem("forbidden", { detail: "The business decides that, not the client." });
}

/** Throws `forbidden` unless the caller is the client of this appointment. */
export function requireClient(caller: Caller, row: AppointmentModel): void {
  if (actorOf(caller, row.client) === "client") return;
  throw new Problem("forbidden", { detail: "Only the client can answer that." });
}

/** Throws `version-mismatch` when the caller decided on something older than what is there. */
export function expectVersion(row: AppointmentModel, expected: number | undefined): void {
  if (expected === undefined || expected === row.version) return;
  throw new Problem("version-mismatch", {
    detail: `Version ${expected} was expected, it is ${row.version} now. Read it again and decide anew.`,
  });
}
