import { randomUUID } from "node:crypto";
import { type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { lockClient } from "../appointments/limit";
import { wallClock } from "../availability/local-day";
import { planOf } from "../availability/plan";
import { type Database, rows } from "../database";
import { type Deps } from "../deps";
import { type Caller, personOf } from "../http/caller";
import { append } from "../events/append";
import { once } from "../http/idempotency";
import { type Shop } from "../shop/shop";
import { readEntries } from "./entries";
import { joinedEvent } from "./joined-event";
import { type DayPart, openWishesPerClient, toDayParts } from "./wish";

type WaitlistEntry = BookingSchemas["WaitlistEntry"];

/** The person for whom the caller acts wishes for a time. */
export interface JoinCommand {
  caller: Caller;
  idempotencyKey: string;
  serviceIds: string[];
  masterId: string | null;
  from: string;
  to: string;
  dayParts: DayPart[] | undefined;
}

/**
 * Takes down a wish. A matching time that is free already is offered by the sweeper at once. The same open wish again is the
 * same entry. Throws `limit-reached`, `not-found` for a client, service or master that is not there, `slot-not-offered` when
 * nobody does all the services, `invalid-request` for dates that cannot be booked.
 */
export async function join(deps: Deps, command: JoinCommand): Promise<WaitlistEntry> {
  const { db, nudges } = deps;
  const now = deps.clock.now();
  const { caller, idempotencyKey, ...body } = command;
  const telegramUserId = personOf(caller);
  const shop = await deps.shop.exact(null);
  const entry = await once(db, { caller, key: idempotencyKey, body, now }, async (tx) => {
    refuseImpossible(shop, command, now);
    const client = await lockClient(db, telegramUserId, tx);
    const wish = { ...command, clientId: client.id, dayParts: toDayParts(command.dayParts) };
    const same = await findSame(db, wish, now, shop, tx);
    if (same) return same;
    await refuseTooManyWishes(db, client.id, tx);
    const joined = await insert(db, wish, now, shop, tx);
    await append(db, await joinedEvent(db, joined, telegramUserId, tx), now, tx);
    return joined;
  });
  nudges.send();
  return entry;
}

/** Dates are looked at here and not in the contract, because they depend on the business's calendar. */
function refuseImpossible(shop: Shop, { from, to, serviceIds, masterId }: JoinCommand, now: Date): void {
  const { candidates, opening } = planOf(shop, { serviceIds, masterId }, now);
  const refuse = (pointer: string, detail: string) => {
    throw new Problem("invalid-request", {
      detail: "Wish for days that can be booked.",
      errors: [{ pointer, detail }],
    });
  };
  if (to < from) refuse("/to", "is before `from`");
  if (from < wallClock(now, shop.business.timeZone).date) refuse("/from", "is in the past");
  if (to > opening.lastDate) refuse("/to", `is after ${opening.lastDate}, the last day that can be booked`);
  if (candidates.length === 0) {
    throw new Problem("slot-not-offered", {
      detail:
        masterId === null ? "Nobody does all these services." : "This master does not do all these services.",
    });
  }
}

type NewWish = Omit<JoinCommand, "dayParts"> & { clientId: string; dayParts: DayPart[] };

async function findSame(
  db: Database,
  wish: NewWish,
  now: Date,
  shop: Shop,
  tx: Transaction,
): Promise<WaitlistEntry | undefined> {
  const sql = `
    select id
    from booking.waitlist_entries
    where client_id = $1 and state in ('waiting', 'offered') and service_ids = $2::uuid[]
      and master_id is not distinct from $3::uuid and from_date = $4 and to_date = $5 and day_parts = $6::text[]`;
  const bind = [wish.clientId, wish.serviceIds, wish.masterId, wish.from, wish.to, wish.dayParts];
  const [same] = await rows<{ id: string }>(db, sql, bind, tx);
  return same && read(db, same.id, now, shop, tx);
}

async function refuseTooManyWishes(db: Database, clientId: string, tx: Transaction): Promise<void> {
  const sql = `
    select count(*)::int as count
    from booking.waitlist_entries
    where client_id = $1 and state in ('waiting', 'offered')`;
  const [open] = await rows<{ count: number }>(db, sql, [clientId], tx);
  if ((open?.count ?? 0) < openWishesPerClient) return;
  throw new Problem("limit-reached", {
    detail: `A client may have ${openWishesPerClient} wishes at a time. Give one up to make room.`,
  });
}

async function insert(
  db: Database,
  wish: NewWish,
  now: Date,
  shop: Shop,
  tx: Transaction,
): Promise<WaitlistEntry> {
  const id = randomUUID();
  const sql = `
    insert into booking.waitlist_entries (
      id, client_id, service_ids, master_id, from_date, to_date, day_parts, queued_at, created_at, updated_at
    )
    values ($1, $2, $3::uuid[], $4, $5, $6, $7::text[], $8, $8, $8)`;
  const bind = [id, wish.clientId, wish.serviceIds, wish.masterId, wish.from, wish.to, wish.dayParts, now];
  await rows(db, sql, bind, tx);
  return read(db, id, now, shop, tx);
}

async function read(
  db: Database,
  id: string,
  now: Date,
  { business }: Shop,
  tx: Transaction,
): Promise<WaitlistEntry> {
  const [entry] = await readEntries(db, { id }, { now, timeZone: business.timeZone }, tx);
  if (!entry) throw new Error("A wish vanished from its own transaction");
  return entry;
}
