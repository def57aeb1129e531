import { type Transaction } from "sequelize";
import { type Database, rows } from "../database";
import { type AppointmentModel } from "./appointment.models";

/** A time that was proposed for a request, as its row stands. */
export interface ProposalRow {
  id: string;
  masterId: string;
  startsAt: Date;
  endsAt: Date;
  /** All the time that the visit would take, buffers included. */
  from: Date;
  to: Date;
  /** `held` and `expired` can still be accepted; the others were answered, replaced or taken back. */
  status: "held" | "expired" | "cancelled";
  holdExpiresAt: Date | null;
}

/** The latest proposal for a request. What it says stays true while the request is locked, but for its running out. */
export async function findProposal(
  db: Database,
  requestId: string,
  tx: Transaction | null,
): Promise<ProposalRow | undefined> {
  const sql = `
    select id, master_id as "masterId", starts_at as "startsAt", ends_at as "endsAt",
           lower(proposed) as "from", upper(proposed) as "to", status, hold_expires_at as "holdExpiresAt"
    from booking.appointments
    where proposal_of = $1
    order by array_position(array['held', 'expired'], status) nulls last, created_at desc
    limit 1`;
  return (await rows<ProposalRow>(db, sql, [requestId], tx))[0];
}

/**
 * Lets the time go that is held for a request, and makes sure that one that ran out is not taken later. Only with the request
 * locked, of which `row` is the memory.
 */
export async function endProposal(
  db: Database,
  row: AppointmentModel,
  by: "client" | "staff",
  now: Date,
  tx: Transaction,
): Promise<void> {
  if (row.status !== "pending") return;
  const sql = `
    update booking.appointments
    set status = 'cancelled', cancelled_by = $2, hold_expires_at = null, hold_kind = null,
        version = version + 1, updated_at = $3
    where proposal_of = $1 and status in ('held', 'expired')`;
  await rows(db, sql, [row.id, by, now], tx);
  row.proposal = null;
}
