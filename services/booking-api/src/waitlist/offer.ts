import { type Transaction } from "sequelize";
import { findAppointment } from "../appointments/find";
import { freeHolds } from "../appointments/free-expired-holds";
import { insertHold } from "../appointments/insert-hold";
import { toEventAppointment } from "../appointments/representation";
import { toDate } from "../availability/local-day";
import { rows } from "../database";
import { type Deps } from "../deps";
import { append } from "../events/append";
import { type Caller } from "../http/caller";
import { type Match, type Wish } from "./wish";

/**
 * Holds a free time for a wish and says so, or answers false: the time was taken, or the client left, a moment ago. The
 * exclusion constraint decides who has the time, and a unique index that a wish has one offer.
 */
export async function offer(
  deps: Deps,
  { wish, match, caller, now }: { wish: Wish; match: Match; caller: Caller; now: Date },
  tx: Transaction,
): Promise<boolean> {
  const { db } = deps;
  const shop = await deps.shop.exact(tx);
  const { candidate, start, holdExpiresAt } = match;
  const { visit, master } = candidate;
  // First the client, then appointments, then the wish: the order of everybody who answers an offer.
  const client = `select id from booking.clients where id = $1 and erased_at is null for update`;
  if ((await rows(db, client, [wish.clientId], tx)).length === 0) return false;
  const from = toDate(start - visit.bufferBeforeMinutes);
  const to = toDate(start + visit.durationMinutes + visit.bufferAfterMinutes);
  await freeHolds(db, { masterIds: [master.id], from, to, now }, tx);
  const waits = `select id from booking.waitlist_entries where id = $1 and state = 'waiting' for update`;
  if ((await rows(db, waits, [wish.id], tx)).length === 0) return false;

  const { currency } = shop.business;
  const hold = { candidate, clientId: wish.clientId, startsAt: toDate(start), currency, holdExpiresAt, now };
  const appointmentId = await insertHold(db, { ...hold, kind: "waitlist" }, tx);
  if (appointmentId === undefined) return false;
  const sql = `
    with offered as (
      insert into booking.waitlist_offers (appointment_id, entry_id, offered_at) values ($1, $2, $3)
    )
    update booking.waitlist_entries set state = 'offered', updated_at = $3 where id = $2`;
  await rows(db, sql, [appointmentId, wish.id, now], tx);
  const row = await findAppointment(db, appointmentId, caller, tx);
  const data = { appointment: toEventAppointment(row, shop, now), entryId: wish.id };
  await append(db, { type: "waitlist.offered", actor: "system", data }, now, tx);
  return true;
}
