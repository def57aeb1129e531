import { type Transaction } from "sequelize";
import { type Database, rows } from "../database";
import { type AppointmentModel } from "./appointment.models";
import { refuseAway } from "../time-off/is-away";
import { freeHolds } from "./free-expired-holds";

/** Where an appointment goes. */
export interface Move {
  status: "pending" | "confirmed";
  masterId: string;
  startsAt: Date;
  endsAt: Date;
  /** All the time that it takes, buffers included. */
  from: Date;
  to: Date;
  /** What the client is choosing makes way, because their free times were shown to them without it. */
  byClient: boolean;
  /** The time is held for this very move: what the master took off since does not count. */
  isPromised: boolean;
}

/**
 * One UPDATE under the constraint, which throws when the time is taken, or when the master took it off (`isTimeGone`). Only with the masters of both times locked. The price
 * stays as agreed.
 */
export async function moveRow(
  db: Database,
  row: AppointmentModel,
  move: Move,
  now: Date,
  tx: Transaction,
): Promise<void> {
  const { masterId, from, to } = move;
  const holdsOf = move.byClient ? { clientId: row.clientId } : {};
  await freeHolds(db, { masterIds: [masterId], from, to, now, exceptId: row.id, ...holdsOf }, tx);
  if (!move.isPromised) await refuseAway(db, { masterId, from, to }, tx);
  const sql = `
    update booking.appointments
    set status = $2, master_id = $3, starts_at = $4, ends_at = $5, occupied = tstzrange($6, $7),
        attendance = 'unanswered', version = version + 1, updated_at = $8
    where id = $1`;
  await rows(db, sql, [row.id, move.status, masterId, move.startsAt, move.endsAt, from, to, now], tx);
}
