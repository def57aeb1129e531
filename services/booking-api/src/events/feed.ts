import { type BookingSchemas, type DomainEvent } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { type Database, rows } from "../database";
import { type Nudges } from "./nudges";

type FeedEvent = BookingSchemas["FeedEvent"];

interface Row {
  position: string;
  txid: string;
  id: string;
  type: DomainEvent["type"];
  actor: DomainEvent["actor"];
  actorTelegramUserId: string | null;
  data: DomainEvent["data"];
  occurredAt: Date;
  traceparent: string | null;
}

// Nudges may be lost, and an older transaction may hide an event for a moment after its own nudge.
const recheckMs = 1_000;

/** Events after the cursor, waiting up to `waitSeconds` for the first. */
export async function readFeed(
  deps: { db: Database; nudges: Nudges },
  request: { after: string | undefined; limit: number; waitSeconds: number; signal: AbortSignal },
): Promise<{ items: FeedEvent[]; cursor: string | null }> {
  const until = performance.now() + request.waitSeconds * 1_000;
  for (;;) {
    const items = await page(deps.db, request);
    const cursor = items.at(-1)?.cursor ?? request.after ?? null;
    const leftMs = until - performance.now();
    const isGone = request.signal.aborted || deps.nudges.ended.aborted;
    if (items.length > 0 || leftMs <= 0 || isGone) return { items, cursor };
    await deps.nudges.wait(Math.min(recheckMs, leftMs), request.signal);
  }
}

/**
 * One page. Positions are given at insert and become visible at commit, so a slow transaction could fill in a smaller
 * position after a larger one was read. Hence the order by (txid, position) and the bound: below the oldest transaction
 * still running nothing can be added any more. A slow transaction delays events, it never hides them.
 */
async function page(
  db: Database,
  request: { after: string | undefined; limit: number },
): Promise<FeedEvent[]> {
  const { txid, position } = fromCursor(request.after ?? "0-0");
  // Without the table's name, `order by txid` would mean the text of the select list, and "1000" comes before "999".
  const sql = `
    select position::text, txid::text, id, type, actor, actor_telegram_user_id::text as "actorTelegramUserId", data,
           occurred_at as "occurredAt", traceparent
    from booking.events
    where (txid, position) > ($1::xid8, $2::bigint)
      and txid < booking.settled_below()
    order by events.txid, events.position
    limit $3`;
  return (await rows<Row>(db, sql, [txid, position, request.limit], null)).map(toFeedEvent);
}

function fromCursor(cursor: string): { txid: string; position: string } {
  const [txid = 0n, position = 0n] = cursor.split("-").map(BigInt);
  if (txid >= 2n ** 64n || position >= 2n ** 63n) {
    throw new Problem("invalid-request", {
      detail: "Take `after` from `cursor` of the page before.",
      errors: [{ pointer: "query/after", detail: "is not a cursor of this feed" }],
    });
  }
  // As numbers, not as they were spelled: Postgres reads an xid8 with a leading zero as octal.
  return { txid: String(txid), position: String(position) };
}

function toFeedEvent(row: Row): FeedEvent {
  const { id, type, actor, data } = row;
  const actorTelegramUserId = row.actorTelegramUserId === null ? null : Number(row.actorTelegramUserId);
  return {
    cursor: `${row.txid}-${row.position}`,
    ...(row.traceparent ? { traceparent: row.traceparent } : {}),
    // The row was written from a DomainEvent, so its type and data belong together.
    event: {
      id,
      type,
      actor,
      actorTelegramUserId,
      data,
      occurredAt: row.occurredAt.toISOString(),
    } as DomainEvent,
  };
}
