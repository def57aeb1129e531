import { type Transaction } from "sequelize";
import { findAppointment } from "../appointments/find";
import { toEventAppointment } from "../appointments/representation";
import { wallClock } from "../availability/local-day";
import { counted, type Database, rows } from "../database";
import { type Deps } from "../deps";
import { append } from "../events/append";
import { type Caller, systemCaller } from "../http/caller";
import { inTransaction } from "../transaction";
import { matchOnce } from "./match-once";
import { passOver } from "./wish-fault";

// Small enough for a transaction of a few milliseconds, so that nobody who books waits for one.
const batch = 50;
// Transactions of one sweep. What is left is done by the next one, a second later or in another replica.
const longestSweep = 200;

// Nudges may be lost, and holds run out without one.
const recheckMs = 1_000;

/** Sweeps, and then waits for something to have happened. */
export async function watchWaitlist(deps: Deps): Promise<void> {
  try {
    await sweepWaitlist(deps);
  } finally {
    await deps.nudges.wait(recheckMs, deps.nudges.ended);
  }
}

/**
 * Brings the waitlist up to date with what happened: says of holds that ran out that they did, ends wishes whose days are over,
 * tells of offers that ended, and offers free times to who waits. All of it is found in the database and done in small
 * transactions, so it may be called at any time, in any number of replicas, and may die at any line.
 */
export async function sweepWaitlist(deps: Deps): Promise<void> {
  const caller = systemCaller("sweepWaitlist");
  let told = false;
  for (let turn = 0; turn < longestSweep; turn += 1) {
    const now = deps.clock.now();
    const todo = await lookAround(deps, now);
    if (!Object.values(todo).includes(true)) break;
    const run = <T>(work: (tx: Transaction) => Promise<T>) => inTransaction(deps.db, { caller, now }, work);
    if (todo.ranOut) await run((tx) => expireHolds(deps.db, now, tx));
    if (todo.over) await run((tx) => endPastWishes(deps, now, tx));
    if (todo.untold) told = (await run((tx) => tellOfEnds(deps, caller, now, tx))) || told;
    if (!todo.matching) continue;
    const matched = run((tx) => matchOnce(deps, caller, now, tx));
    const outcome = await matched.catch((error: unknown) => passOver(deps, error, { caller, now }));
    if (outcome === "offered") told = true;
    // Somebody else is at it, and nothing but that is left to do.
    if (outcome === "busy") break;
  }
  if (told) deps.nudges.send();
}

/** What there is to do: one statement that costs next to nothing, for that is what most calls end with. */
async function lookAround(
  { reads, shop }: Deps,
  now: Date,
): Promise<Record<"ranOut" | "over" | "untold" | "matching", boolean>> {
  const text = `
    select
      exists (select from booking.appointments where status = 'held' and hold_expires_at <= $1) as "ranOut",
      (select min(to_date)::text from booking.waitlist_entries where state = 'waiting') as "firstEnd",
      exists (
        select from booking.waitlist_offers where outcome in ('refused', 'ran_out') and told_at is null
      ) as untold,
      exists (select from booking.freed_times) or exists (
        select
        from booking.waitlist_entries e
        join booking.clients c on c.id = e.client_id
        where e.state = 'waiting' and c.unreachable_at is null and (e.faulty_until is null or e.faulty_until <= $1)
          and e.seen_revision is distinct from (select revision from booking.rules_revision)
      ) as matching`;
  const [found] = await reads.query<{
    ranOut: boolean;
    firstEnd: string | null;
    untold: boolean;
    matching: boolean;
  }>({ name: "waitlist-to-do", text, values: [now] });
  if (!found) throw new Error("A statement without a condition found nothing");
  const { firstEnd, ...todo } = found;
  // A business that is not set up yet has no calendar, and nobody waits for it.
  if (firstEnd === null) return { ...todo, over: false };
  const { timeZone } = (await shop.current()).business;
  return { ...todo, over: firstEnd < wallClock(now, timeZone).date };
}

/**
 * Whoever reads or writes judges a hold by the clock and not by its row; the row follows here, so that what it kept from others
 * is noted as freed even when nobody comes to book it.
 */
async function expireHolds(db: Database, now: Date, tx: Transaction): Promise<void> {
  const sql = `
    with ended as (
      select id
      from booking.appointments
      where status = 'held' and hold_expires_at <= $1
      order by hold_expires_at
      limit ${batch}
      for update skip locked
    )
    update booking.appointments a
    set status = 'expired', hold_expires_at = null, hold_kind = null, version = version + 1, updated_at = $1
    from ended
    where a.id = ended.id
    returning a.id`;
  const { length } = await rows(db, sql, [now], tx);
  counted(db, tx, ({ holdsEnded }) => holdsEnded.inc({ how: "expired" }, length));
}

async function endPastWishes({ db, shop }: Deps, now: Date, tx: Transaction): Promise<void> {
  const { timeZone } = (await shop.current()).business;
  const sql = `
    with past as (
      select id
      from booking.waitlist_entries
      where state = 'waiting' and to_date < $1::date
      order by id
      limit ${batch}
      for update skip locked
    )
    update booking.waitlist_entries e
    set state = 'ended', updated_at = $2
    from past
    where e.id = past.id`;
  await rows(db, sql, [wallClock(now, timeZone).date, now], tx);
}

/**
 * The trigger that ends an offer cannot write the event, which carries all that a message needs; it leaves the offer untold.
 * Answers whether there was one.
 */
async function tellOfEnds({ db, shop }: Deps, caller: Caller, now: Date, tx: Transaction): Promise<boolean> {
  const sql = `
    with ended as (
      select appointment_id
      from booking.waitlist_offers
      where outcome in ('refused', 'ran_out') and told_at is null
      order by ended_at
      limit ${batch}
      for update skip locked
    )
    update booking.waitlist_offers o
    set told_at = $1
    from ended
    where o.appointment_id = ended.appointment_id
    returning o.appointment_id as "appointmentId", o.entry_id as "entryId", o.outcome as how, o.ended_at as "endedAt"`;
  type Ended = { appointmentId: string; entryId: string; how: "refused" | "ran_out"; endedAt: Date };
  const ended = await rows<Ended>(db, sql, [now], tx);
  const rules = await shop.current();
  for (const { appointmentId, entryId, how, endedAt } of ended) {
    const row = await findAppointment(db, appointmentId, caller, tx);
    const data = { appointment: toEventAppointment(row, rules, now), entryId, how };
    const actor = how === "ran_out" ? "system" : (row.cancelledBy ?? "system");
    // What reached the client between the end and this moment is out of date as well.
    await append(db, { type: "waitlist.offer_ended", actor, data }, endedAt, tx);
  }
  return ended.length > 0;
}
