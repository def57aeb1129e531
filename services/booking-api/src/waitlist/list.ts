import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { type Deps } from "../deps";
import { type Caller, personOf } from "../http/caller";
import { type EntriesQuery, readEntries, type WaitlistState } from "./entries";
import { deskOf, ownClientId } from "./find";

/** Whose wishes, in which states, and how many at a time. */
export interface WaitlistRequest {
  caller: Caller;
  scope: "own" | "desk";
  states: readonly WaitlistState[] | undefined;
  limit: number;
  cursor: string | undefined;
}

/** A page of the wishes of the person, or of those that the caller sees as staff; `forbidden` for who is not. */
export async function listEntries(
  { db, shop, clock }: Deps,
  request: WaitlistRequest,
): Promise<{ items: BookingSchemas["WaitlistEntry"][]; nextCursor: string | null }> {
  const whose = await whoseOf(request);
  if (!whose) return { items: [], nextCursor: null };
  const { timeZone } = (await shop.current()).business;
  const found = await readEntries(
    db,
    {
      ...whose,
      ...(request.states ? { states: request.states } : {}),
      ...(request.cursor === undefined ? {} : { after: fromCursor(request.cursor) }),
      limit: request.limit + 1,
    },
    { now: clock.now(), timeZone },
    null,
  );
  const items = found.slice(0, request.limit);
  const last = found.length > request.limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? `${Date.parse(last.createdAt)}_${last.id}` : null };
}

async function whoseOf({ caller, scope }: WaitlistRequest): Promise<EntriesQuery | undefined> {
  if (scope === "own") {
    personOf(caller);
    const clientId = await ownClientId(caller);
    return clientId === undefined ? undefined : { clientId };
  }
  const desk = await deskOf(caller);
  if (!desk) throw new Problem("forbidden", { detail: "Only staff see the wishes of others." });
  return desk;
}

function fromCursor(cursor: string): { createdAt: Date; id: string } {
  // Fourteen digits of milliseconds reach the year 5138, and SQL wants years of four digits.
  const [, time, id] = /^(\d{1,14})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor) ?? [];
  if (time !== undefined && id !== undefined) return { createdAt: new Date(Number(time)), id };
  throw new Problem("invalid-request", {
    detail: "Take the cursor from `nextCursor` of the page before.",
    errors: [{ pointer: "query/cursor", detail: "is not a cursor of this list" }],
  });
}
