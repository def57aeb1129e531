import { type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { loadBusy } from "../availability/busy";
import { planForWriting } from "../availability/find-offers";
import { type LocalDay, toMinute } from "../availability/local-day";
import { leastLoadedFirst } from "../availability/offers";
import { type Candidate, type Plan, type VisitRequest } from "../availability/plan";
import { type Busy } from "../availability/slots";
import { type Database } from "../database";
import { type Deps } from "../deps";
import { type Caller } from "../http/caller";
import { once } from "../http/idempotency";
import { type Shop } from "../shop/shop";
import { findAppointment } from "./find";
import { freeHolds } from "./free-expired-holds";
import { insertHold } from "./insert-hold";
import { lockClient, lockClientById, refuseMoreHolds } from "./limit";
import { toAppointment } from "./representation";
import { slotTaken } from "./slot-taken";
import { type Whom, whomFor } from "./whom";

type Appointment = BookingSchemas["Appointment"];

/** Somebody wants to keep a time while they decide: for themselves, or for a client whom they name. */
export interface HoldCommand {
  caller: Caller;
  idempotencyKey: string;
  serviceIds: string[];
  masterId: string | null;
  startsAt: string;
  clientId?: string | undefined;
  /** What brought the client here. */
  source?: string | undefined;
}

/**
 * Keeps a time for a few minutes. The database decides who is first; the loser gets `slot-taken` with the nearest times.
 * Throws `slot-not-offered` for a time outside the rules, `limit-reached` for too many bookings or holds of a client,
 * `not-found` for an unknown service, master or client, `forbidden` for a master who books for another.
 */
export async function hold(deps: Deps, command: HoldCommand): Promise<Appointment> {
  const { db } = deps;
  const now = deps.clock.now();
  const startsAt = new Date(command.startsAt);
  const { caller, idempotencyKey, ...body } = command;
  const whom = await whomFor(caller, command);
  const { serviceIds } = command;
  const masterId = command.masterId ?? whom.masterId;
  const atDesk = whom.by === "staff";
  const shop = await deps.shop.exact(null);
  const [target, refusal] = targetOf(shop, { serviceIds, masterId, startsAt }, now, atDesk);

  const held = await once(db, { caller, key: idempotencyKey, body, now }, async (tx) => {
    if (!target) throw refusal;
    return writeHold(db, target.plan, target.day, { ...command, startsAt, whom, now }, tx);
  }).catch((error: unknown) => {
    if (error !== taken) throw error;
    return undefined;
  });
  if (held) return held;
  if (!target) throw refusal;
  const request = { serviceIds, masterId, wanted: startsAt, timeZone: target.plan.business.timeZone };
  throw await slotTaken(deps, "slot-taken", request, {
    now,
    choosingTelegramUserId: atDesk ? undefined : caller.onBehalfOf,
    atDesk,
  });
}

type Target = { plan: Plan; day: LocalDay };

/**
 * Who could take the visit, or the problem that says why nobody can. It waits for the key: a repetition gets its first
 * answer, though by now the time may have passed.
 */
function targetOf(
  shop: Shop,
  request: VisitRequest & { startsAt: Date },
  now: Date,
  atDesk: boolean,
): [Target, undefined] | [undefined, Problem] {
  try {
    return [planForWriting(shop, request, now, atDesk), undefined];
  } catch (error) {
    if (error instanceof Problem) return [undefined, error];
    throw error;
  }
}

/** Rolls the transaction back before the alternatives are looked for. */
const taken = new Error("the time is taken");

async function writeHold(
  db: Database,
  plan: Plan,
  day: LocalDay,
  command: { caller: Caller; startsAt: Date; whom: Whom; source?: string | undefined; now: Date },
  tx: Transaction,
): Promise<Appointment> {
  const { now, startsAt, whom } = command;
  const { business } = plan;
  const client = await ("clientId" in whom
    ? lockClientById(db, whom.clientId, tx)
    : lockClient(db, whom.telegramUserId, tx));
  if (whom.by === "client") {
    await refuseMoreHolds(db, client.id, business, now, tx);
  }
  const own = { clientId: client.id, heldBy: whom.by };
  const masterIds = plan.candidates.map(({ master }) => master.id);
  await freeHolds(db, { masterIds, ...occupiedBy(plan.candidates, startsAt), now, ...own }, tx);
  // Who is least loaded is no question where there is one.
  const busy =
    masterIds.length > 1
      ? await loadBusy(db, { masterIds, from: day.startsAt, to: day.endsAt, now }, tx)
      : new Map<string, Busy[]>();
  const holdExpiresAt = new Date(now.getTime() + business.holdMinutes * 60_000);
  const { currency } = business;
  // "Any master" goes to the least loaded, and on to the next when somebody else was faster there.
  for (const candidate of leastLoadedFirst(plan.candidates, day, busy)) {
    const id = await insertHold(
      db,
      { candidate, ...own, startsAt, currency, holdExpiresAt, kind: "choice", source: command.source, now },
      tx,
    );
    if (id !== undefined)
      return toAppointment(await findAppointment(db, id, command.caller, tx), business, now);
  }
  throw taken;
}

function occupiedBy(candidates: Candidate[], startsAt: Date): { from: Date; to: Date } {
  const start = toMinute(startsAt);
  const before = Math.max(...candidates.map(({ visit }) => visit.bufferBeforeMinutes));
  const after = Math.max(...candidates.map(({ visit }) => visit.durationMinutes + visit.bufferAfterMinutes));
  return { from: new Date((start - before) * 60_000), to: new Date((start + after) * 60_000) };
}
