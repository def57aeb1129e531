import { type Transaction } from "sequelize";
import { Problem } from "@okoshko/runtime/problem";
import { type Database, rows } from "../database";
import { type Deps } from "../deps";
import { type Caller, maySee } from "../http/caller";
import { inTransaction } from "../transaction";
import { findEntry } from "./find";

/**
 * Ends a wish, and lets go what is held for it. Ending one that has ended, or that was fulfilled, does nothing. The client may,
 * and those who run the business, and the master whom it names; another master sees the wish and hears `forbidden`.
 */
export async function leave(deps: Deps, command: { caller: Caller; entryId: string }): Promise<void> {
  const { db, nudges } = deps;
  const { entry, isOwn } = await findEntry(deps, command.entryId, command.caller);
  if (!isOwn && !(await maySee(command.caller, entry.masterId ?? ""))) {
    throw new Problem("forbidden", { detail: "This wish is not for you alone." });
  }
  const now = deps.clock.now();
  await inTransaction(db, { caller: command.caller, now }, async (tx) => {
    await rows(db, `select id from booking.clients where id = $1 for update`, [entry.clientId], tx);
    await endWishes(db, { id: entry.id, releasedBy: isOwn ? "client" : "staff", now }, tx);
  });
  nudges.send();
}

/**
 * Ends one wish or all wishes of a client, whose row the caller has locked. First the holds, then the wishes: everybody who
 * answers an offer locks in this order.
 */
export async function endWishes(
  db: Database,
  which: { id?: string; clientId?: string; releasedBy: "client" | "staff"; now: Date },
  tx: Transaction,
): Promise<void> {
  const bind = [which.id ?? null, which.clientId ?? null, which.now];
  const release = `
    update booking.appointments
    set status = 'cancelled', cancelled_by = $4, hold_expires_at = null, hold_kind = null,
        version = version + 1, updated_at = $3
    where status = 'held' and id in (
      select o.appointment_id
      from booking.waitlist_offers o
      join booking.waitlist_entries e on e.id = o.entry_id
      where o.outcome is null and (e.id = $1::uuid or e.client_id = $2::uuid)
    )`;
  await rows(db, release, [...bind, which.releasedBy], tx);
  const end = `
    update booking.waitlist_entries
    set state = 'left', updated_at = $3
    where (id = $1::uuid or client_id = $2::uuid) and state in ('waiting', 'offered')`;
  await rows(db, end, bind, tx);
}
