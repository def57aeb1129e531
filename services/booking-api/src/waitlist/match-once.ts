import { type Transaction } from "sequelize";
import { loadBusy } from "../availability/busy";
import { addDays, type EpochMinute, wallClock } from "../availability/local-day";
import { instantsAround, type Offer, offersOf } from "../availability/offers";
import { type Plan, planOf } from "../availability/plan";
import { type Database, rows } from "../database";
import { type Deps } from "../deps";
import { type Caller } from "../http/caller";
import { type Shop } from "../shop/shop";
import { offer } from "./offer";
import { type Match, matchOf, type Wish } from "./wish";
import { blaming } from "./wish-fault";

// Any number that no other advisory lock of this database uses.
const turn = 7_602;
const freedAtOnce = 100;
const wishesAtOnce = 20;
/** So far a visit's buffers can reach beyond its day: the contract's longest buffer. */
const longestBufferMinutes = 240;
/** Days of a wish that are looked at with one query. */
const daysAtOnce = 31;

/**
 * One step: offers one free time to the first who waits for it, or finds that there is nothing to offer for some freed times or
 * wishes and strikes them off. Throws a WishFault when it is one wish by which it fails. `busy`: another replica is at it. `again`: somebody was faster, look once more.
 *
 * One at a time in the whole system, not one per freed time: who is first is only known to who sees all wishes, and two that
 * skip each other's locked wishes would offer the second one a time before the first. A step takes some 5 ms, and 50 ms where
 * a thousand wait for the same day. The lock ends with the transaction, whatever becomes of the process.
 */
export async function matchOnce(
  deps: Deps,
  caller: Caller,
  now: Date,
  tx: Transaction,
): Promise<"offered" | "again" | "nothing" | "busy"> {
  const { db } = deps;
  const [lock] = await rows<{ mine: boolean }>(
    db,
    `select pg_try_advisory_xact_lock($1, 0) as mine`,
    [turn],
    tx,
  );
  if (!lock?.mine) return "busy";
  const board = createBoard(db, await deps.shop.exact(tx), now, tx);

  const offerTo = async (found: { wish: Wish; match: Match }) =>
    blaming(found.wish, async () =>
      (await offer(deps, { ...found, caller, now }, tx)) ? "offered" : "again",
    );

  const freed = await readFreed(db, tx);
  for (const date of datesOf(freed, board.timeZone)) {
    const found = await firstOn(board, date);
    if (found) return offerTo(found);
  }
  await strikeOff(db, freed, tx);
  if (freed.length > 0) return "again";

  const unseen = await readWishes(board, { unseen: true, limit: wishesAtOnce });
  for (const wish of unseen) {
    const date = await blaming(wish, () => firstDateFor(board, wish));
    if (date === undefined) continue;
    // An older wish may want the same time.
    const found = await firstOn(board, date);
    if (found) return offerTo(found);
  }
  await markSeen(board, unseen);
  return unseen.length > 0 ? "again" : "nothing";
}

/** What is looked at in one step: wishes of one plan share its free times. */
interface Board {
  db: Database;
  shop: Shop;
  timeZone: string;
  today: string;
  now: Date;
  tx: Transaction;
  planFor(wish: Wish): Plan | undefined;
  offersFor(wish: Wish, from: string, to: string): Promise<ReadonlyMap<string, readonly Offer[]>>;
}

function createBoard(db: Database, shop: Shop, now: Date, tx: Transaction): Board {
  const { timeZone } = shop.business;
  const plans = new Map<string, Plan | undefined>();
  const offers = new Map<string, ReadonlyMap<string, readonly Offer[]>>();
  const keyOf = (wish: Wish) => `${wish.masterId ?? "any"} ${wish.serviceIds.join(" ")}`;
  const planFor = (wish: Wish) => {
    const key = keyOf(wish);
    if (!plans.has(key)) plans.set(key, possiblePlan(shop, wish, now));
    return plans.get(key);
  };
  return {
    db,
    shop,
    timeZone,
    today: wallClock(now, timeZone).date,
    now,
    tx,
    planFor,
    offersFor: async (wish, from, to) => {
      const plan = planFor(wish);
      const key = `${from} ${to} ${keyOf(wish)}`;
      const known = offers.get(key);
      if (known || !plan) return known ?? new Map();
      const masterIds = plan.candidates.map(({ master }) => master.id);
      const busy = await loadBusy(db, { masterIds, ...instantsAround(plan, from, to), now }, tx);
      const found = new Map(datesBetween(from, to).map((date) => [date, offersOf(plan, date, busy)]));
      offers.set(key, found);
      return found;
    },
  };
}

/** A wish outlives its master and services; while they are not to be had, nothing matches it. */
function possiblePlan(shop: Shop, wish: Wish, now: Date): Plan | undefined {
  const isActive = (thing: { active: boolean } | undefined) => thing?.active === true;
  if (!wish.serviceIds.every((id) => isActive(shop.services.get(id)))) return undefined;
  if (wish.masterId !== null && !isActive(shop.masters.get(wish.masterId))) return undefined;
  return planOf(shop, { serviceIds: [...wish.serviceIds], masterId: wish.masterId }, now);
}

interface Freed {
  id: string;
  from: Date;
  to: Date;
}

async function readFreed(db: Database, tx: Transaction): Promise<Freed[]> {
  const sql = `
    select id, lower(during) as "from", upper(during) as "to"
    from booking.freed_times
    order by id
    limit ${freedAtOnce}`;
  return rows<Freed>(db, sql, [], tx);
}

/** The days on which a visit may start that could not before; earliest first. */
function datesOf(freed: readonly Freed[], timeZone: string): string[] {
  const dates = new Set<string>();
  for (const { from, to } of freed) {
    const reach = longestBufferMinutes * 60_000;
    const first = wallClock(new Date(from.getTime() - reach), timeZone).date;
    const last = wallClock(new Date(to.getTime() + reach), timeZone).date;
    for (const date of datesBetween(first, last)) dates.add(date);
  }
  return [...dates].sort();
}

async function strikeOff(db: Database, freed: readonly Freed[], tx: Transaction): Promise<void> {
  if (freed.length === 0) return;
  const sql = `delete from booking.freed_times where id = any($1::bigint[])`;
  await rows(db, sql, [freed.map(({ id }) => id)], tx);
}

/** The first in the queue whom a free time of that day suits. */
async function firstOn(board: Board, date: string): Promise<{ wish: Wish; match: Match } | undefined> {
  if (date < board.today) return undefined;
  for (const wish of await readWishes(board, { date })) {
    const match = await blaming(wish, async () => {
      const offers = (await board.offersFor(wish, date, date)).get(date) ?? [];
      return matchOf(wish, date, offers, board.shop.business, board.now);
    });
    if (match) return { wish, match };
  }
  return undefined;
}

/** The first day of a wish with a free time that suits it. */
async function firstDateFor(board: Board, wish: Wish): Promise<string | undefined> {
  const last = [wish.to, board.planFor(wish)?.opening.lastDate ?? ""].sort()[0] ?? "";
  for (let from = wish.from < board.today ? board.today : wish.from; from <= last;) {
    const to = [last, addDays(from, daysAtOnce - 1)].sort()[0] ?? last;
    for (const [date, offers] of await board.offersFor(wish, from, to)) {
      if (matchOf(wish, date, offers, board.shop.business, board.now)) return date;
    }
    from = addDays(to, 1);
  }
  return undefined;
}

interface WishRow extends Omit<Wish, "offeredStarts"> {
  offeredStarts: EpochMinute[];
}

/** Wishes that wait, in the order in which they are served, of clients who can hear of an offer. */
async function readWishes(
  { db, shop, now, tx }: Board,
  which: { date?: string; unseen?: boolean; limit?: number },
): Promise<Wish[]> {
  const sql = `
    select e.id, e.client_id as "clientId", e.service_ids as "serviceIds", e.master_id as "masterId",
      e.from_date::text as "from", e.to_date::text as "to", e.day_parts as "dayParts",
      array(
        select (extract(epoch from a.starts_at) / 60)::int
        from booking.waitlist_offers o
        join booking.appointments a on a.id = o.appointment_id
        where o.entry_id = e.id
      ) as "offeredStarts"
    from booking.waitlist_entries e
    join booking.clients c on c.id = e.client_id
    where e.state = 'waiting' and c.unreachable_at is null
      and (e.faulty_until is null or e.faulty_until <= $4)
      and ($1::date is null or $1 between e.from_date and e.to_date)
      and ($2::bigint is null or e.seen_revision is distinct from $2)
    order by e.queued_at, e.id
    limit $3`;
  const bind = [which.date ?? null, which.unseen ? shop.revision : null, which.limit ?? null, now];
  const found = await rows<WishRow>(db, sql, bind, tx);
  return found.map((row) => ({ ...row, offeredStarts: new Set(row.offeredStarts) }));
}

async function markSeen({ db, shop, tx }: Board, wishes: readonly Wish[]): Promise<void> {
  if (wishes.length === 0) return;
  const sql = `
    update booking.waitlist_entries
    set seen_revision = $2
    where id = any($1::uuid[]) and state = 'waiting'`;
  await rows(db, sql, [wishes.map(({ id }) => id), shop.revision], tx);
}

function datesBetween(from: string, to: string): string[] {
  const dates: string[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) dates.push(date);
  return dates;
}
