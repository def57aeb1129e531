import { setTimeout as sleep } from "node:timers/promises";
import { again } from "./again";
import { withClient } from "./stores";
import { type World } from "./world";

/** What has not come to its end yet; empty when all has. */
interface Unsettled {
  updates: number;
  events: number;
  deliveries: number;
  holds: number;
}

const unsettledSql = `
  select
    (select count(*) from booking.events
     where (txid, position) > (
       select coalesce(split_part(max(cursor), '-', 1), '0')::xid8, coalesce(split_part(max(cursor), '-', 2), '0')::bigint
       from notifier.feed_cursors
     ))::int as events,
    (select count(*) from notifier.deliveries where status in ('planned', 'queued', 'sending') and due_at <= $1)::int as deliveries,
    (select count(*) from booking.appointments where status = 'held' and hold_expires_at <= $1)::int as holds`;

/** Longer than a hold and an offer of the waitlist are kept. */
const pastHoldsMs = 15 * 60_000;
const pauseMs = 250;

/**
 * Waits, at most `ms`, until nothing is under way any more. In between the clock goes past the end of all holds, and past the
 * pauses of what Telegram had refused, so that nothing is left that only time would bring to its end.
 */
export async function settle(
  world: World,
  { ms, isClockMoved }: { ms: number; isClockMoved: boolean },
  say: (what: string) => void,
): Promise<string> {
  const began = performance.now();
  const until = began + ms;
  const { driver } = world;
  await again(() => driver.faults.clear());
  await again(() => driver.delivery.change({ copies: 1, delayMs: 0, reorder: false, paused: false }));
  await world.fleet.allUp(Math.min(60_000, ms));
  const first = await calm(world, Math.min(until, performance.now() + ms / 2));
  if (first !== undefined) say(`not yet at rest: ${JSON.stringify(first)}`);
  if (isClockMoved) await world.advance(pastHoldsMs);
  const left = await calm(world, until);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  return left === undefined
    ? `settled after ${seconds} s`
    : `not settled after ${seconds} s: ${JSON.stringify(left)}`;
}

/** Twice in a row nothing under way: what ends may begin something else. */
async function calm(world: World, until: number): Promise<Unsettled | undefined> {
  let quiet = 0;
  for (;;) {
    const left = await again(() => look(world));
    quiet = Object.values(left).every((count) => count === 0) ? quiet + 1 : 0;
    if (quiet === 4) return undefined;
    if (performance.now() > until) return left;
    await sleep(pauseMs);
  }
}

async function look({ driver, stores, now }: World): Promise<Unsettled> {
  // Telegram's own patience of up to two minutes between attempts is not what is tested.
  await driver.delivery.retryNow();
  const [pending, delivering] = await Promise.all([
    driver.updates({ status: "pending", limit: 1000 }),
    driver.updates({ status: "delivering", limit: 1000 }),
  ]);
  const rows = await withClient(stores.databaseUrl, async (client) =>
    client.query<Omit<Unsettled, "updates">>(unsettledSql, [now()]),
  );
  const counts = rows.rows[0] ?? { events: 0, deliveries: 0, holds: 0 };
  return { updates: pending.length + delivering.length, ...counts };
}
