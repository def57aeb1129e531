import { randomUUID } from "node:crypto";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { lockMaster } from "../catalog/masters";
import { rows } from "../database";
import { type Deps } from "../deps";
import { type Caller } from "../http/caller";
import { createRule } from "../shop/change-rules";
import { type TimeOffRow, toTimeOff } from "./time-off";

/** A master will be away. */
export interface TakeCommand {
  caller: Caller;
  idempotencyKey: string;
  masterId: string;
  startsAt: string;
  endsAt: string;
  note: string | null;
}

const longestMs = 400 * 24 * 3_600_000;

/**
 * Takes a master out for a while and names what is booked in it, which stays. Writers of visits wait for the commit, or are
 * waited for: what is not named here was not booked. A time that is held for somebody who is choosing stays theirs. Throws
 * `invalid-request`, `not-found`.
 */
export async function takeTimeOff(
  deps: Pick<Deps, "db" | "shop" | "clock">,
  { caller, idempotencyKey, masterId, ...body }: TakeCommand,
): Promise<BookingSchemas["TimeOff"] & { appointments: string[] }> {
  const { db } = deps;
  const [from, to] = [new Date(body.startsAt), new Date(body.endsAt)];
  refuseLength(from, to);
  const request = { caller, key: idempotencyKey, body: { masterId, ...body } };
  return createRule(deps, request, async (tx) => {
    await lockMaster(db, masterId, tx);
    const insert = `
      insert into booking.time_off (id, master_id, during, note, created_at)
      values ($1, $2, tstzrange($3, $4), $5, $6)
      returning id, master_id as "masterId", lower(during) as "startsAt", upper(during) as "endsAt", note,
                created_at as "createdAt"`;
    const bind = [randomUUID(), masterId, from, to, body.note?.trim() || null, deps.clock.now()];
    const [row] = await rows<TimeOffRow>(db, insert, bind, tx);
    if (!row) throw new Error("What was just inserted is not there");
    // A statement of its own: it sees what the writers committed for whom the insert had to wait.
    const booked = `
      select id
      from booking.appointments
      where master_id = $1 and status in ('pending', 'confirmed') and occupied && tstzrange($2, $3)
        and tstzrange(starts_at, ends_at) && tstzrange($2, $3)
      order by starts_at, id`;
    const found = await rows<{ id: string }>(db, booked, [masterId, from, to], tx);
    return { ...toTimeOff(row), appointments: found.map(({ id }) => id) };
  });
}

function refuseLength(from: Date, to: Date): void {
  if (to > from && to.getTime() - from.getTime() <= longestMs) return;
  throw new Problem("invalid-request", {
    detail: "`endsAt` must be after `startsAt`, and at most 400 days later.",
    errors: [{ pointer: "/endsAt", detail: to > from ? "is too late" : "is not after `startsAt`" }],
  });
}
