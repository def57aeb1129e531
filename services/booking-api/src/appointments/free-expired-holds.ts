import { type Transaction } from "sequelize";
import { counted, type Database, rows } from "../database";

/** Holds that may go: those of one client, and those that ran out on these masters in this time. */
export interface HoldsToFree {
  masterIds: string[];
  from: Date;
  to: Date;
  now: Date;
  clientId?: string;
  /** Whose choice makes way for a new one: staff who book for a client leave alone what the client is choosing. */
  heldBy?: "client" | "staff";
  /** The appointment that is being written stays. */
  exceptId?: string;
}

/**
 * Makes room before a write: a hold that ran out still counts for the constraint, which cannot know the time. One statement
 * locks all rows in the order of their ids, so two writers that free the same holds wait for each other in one direction
 * and never in a circle.
 */
export async function freeHolds(db: Database, holds: HoldsToFree, tx: Transaction): Promise<void> {
  const sql = `
    with freed as (
      select id, (client_id = $5::uuid) is true as own
      from booking.appointments
      where status = 'held' and ($6::uuid is null or id <> $6::uuid)
        and (
          (client_id = $5::uuid and hold_kind = 'choice' and held_by = $7::text)
          or (master_id = any($1::uuid[]) and occupied && tstzrange($2, $3) and hold_expires_at <= $4)
        )
      order by id
      for update
    )
    update booking.appointments a
    set status = case when freed.own and a.hold_expires_at > $4 then 'cancelled' else 'expired' end,
        cancelled_by = case when freed.own and a.hold_expires_at > $4 then $7::text end,
        hold_expires_at = null, hold_kind = null, version = version + 1, updated_at = $4
    from freed
    where a.id = freed.id and a.status = 'held'
    returning a.status`;
  const bind = [
    holds.masterIds,
    holds.from,
    holds.to,
    holds.now,
    holds.clientId ?? null,
    holds.exceptId ?? null,
    holds.heldBy ?? "client",
  ];
  const ended = await rows<{ status: "cancelled" | "expired" }>(db, sql, bind, tx);
  for (const { status } of ended)
    counted(db, tx, ({ holdsEnded }) =>
      holdsEnded.inc({ how: status === "expired" ? "expired" : "released" }),
    );
}
