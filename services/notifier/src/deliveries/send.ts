import { setTimeout as sleep } from "node:timers/promises";
import { type BookingClient } from "@okoshko/contracts/booking-client";
import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { inTraceparent } from "@okoshko/runtime/trace-context";
import { coalesce } from "../coalesce";
import { type Pool } from "../database";
import { compose, composeBroadcast } from "../messages/compose";
import { wallTimeOf } from "../messages/when";
import { composeWish } from "../messages/wish";
import { type Metrics } from "../metrics";
import { type Message, type Telegram } from "../telegram";
import { beginSending } from "./begin-sending";
import { type Briefing, readBriefing, readWish } from "./briefing";
import {
  type BroadcastDelivery,
  type Delivery,
  type DeliveryReason,
  isBriefed,
  judge,
  judgeCorrected,
  judgeWish,
  type Verdict,
  type VisitDelivery,
  type WishDelivery,
} from "./delivery";
import { type AppointmentState, lookAt, mostLooks } from "./look-at";
import { type Limit } from "./limit";
import { markSent, markSkipped } from "./mark";
import { type Pace } from "./pace";
import { postpone } from "./postpone";
import { throughQueue } from "./queue";
import { settle, type SettleDeps } from "./settle";

export interface SendDeps {
  pool: Pool;
  telegram: Telegram;
  booking: BookingClient;
  pace: Pace;
  /** In a chat with more to wait for, a delivery waits in the ledger. */
  longestTurnMs: number;
  limit: Pick<Limit, "pause">;
  /** The business's time, which the demo can move: what is due, and when a visit begins. */
  clock: Clock;
  /** The machine's time, which nobody moves: how long a lease holds. */
  leaseClock: Clock;
  random: () => number;
  /** How long a send may take before it counts as abandoned; longer than Telegram's timeout. */
  sendLeaseMs: number;
  metrics: Metrics;
  logger: Logger;
  /** Telegram refuses the token: no more sending. */
  halt: (error: string) => void;
}

/** When booking-api is away: soon again, and for as long as the visit is ahead. */
const recheckPauseMs = 5_000;
/** What a correction waits for is under way. */
const correctionPauseMs = 1_000;

/** What became of a claim: its work is over, or its turn in the chat comes in a while, and is reserved. */
export type Sent = { type: "done" } | { type: "turn"; waitMs: number };

/** Works off one claimed delivery; `hasTurn` when its turn in the chat was reserved and has come. */
export type Sender = (delivery: Delivery, hasTurn: boolean) => Promise<Sent>;

/**
 * What sending asks of others. Deliveries are worked off side by side, and what several of them ask for at the same moment is
 * asked in one statement or call: one by one, 300 messages a second were the limit of two cores.
 */
function askTogether({ pool, booking, pace, clock, leaseClock, sendLeaseMs }: SendDeps) {
  const options = { max: 200, parallel: 2 };
  return {
    turn: coalesce(pace, options),
    look: coalesce((ids: string[]) => lookAt(booking, ids), { ...options, max: mostLooks }),
    begin: coalesce((deliveries: Delivery[]) => {
      const leaseUntil = new Date(leaseClock.now().getTime() + sendLeaseMs);
      return beginSending(pool, deliveries, { leaseUntil, now: clock.now() });
    }, options),
    markSent: coalesce(
      (sent: { id: string; claim: number; messageId: number }[]) => markSent(pool, sent, clock.now()),
      options,
    ),
  };
}

type Work = SendDeps & Pick<SettleDeps, "markSent"> & { together: ReturnType<typeof askTogether> };

/**
 * Makes what works off one claimed delivery. Before its message leaves, the ledger is asked whether the claim still holds, so that
 * one may come late or not at all; see begin-sending.ts for the point of no return.
 */
export function createSender(deps: SendDeps): Sender {
  const together = askTogether(deps);
  const work: Work = { ...deps, together, markSent: together.markSent };
  return (delivery, hasTurn) =>
    inTraceparent(
      delivery.traceparent,
      `send ${delivery.kind}`,
      () => send(work, delivery, hasTurn),
      throughQueue("process"),
    );
}

async function send(deps: Work, delivery: Delivery, hasTurn: boolean): Promise<Sent> {
  const { telegramUserId } = delivery.recipient;
  if (telegramUserId === null) return skip(deps, delivery, "recipient_forgotten");
  const first = firstVerdict(delivery, deps.clock.now());
  if (first.type !== "send") return hold(deps, delivery, first);

  // The turn comes before the last look at the appointment: nothing may wait between that look and the send.
  const waitMs = hasTurn ? 0 : await deps.together.turn(telegramUserId);
  if (waitMs > 0) return { type: "turn", waitMs };
  if (waitMs < 0) return later(deps, delivery, deps.longestTurnMs, "chat_busy");

  const look = await lastLook(deps, delivery);
  if (look === "away") return later(deps, delivery, recheckPauseMs, "booking_api_away");
  if (look.verdict.type !== "send") return hold(deps, delivery, look.verdict);

  const message = composeOrFail(deps, delivery, look);
  if (!message) {
    await persist(deps, delivery, () =>
      settle(deps, delivery, { type: "refused", error: "The message could not be composed." }),
    );
    return done;
  }
  if (!(await deps.together.begin(delivery))) return done;

  const outcome = await timed(deps, () => deps.telegram.send(telegramUserId, message));
  await persist(deps, delivery, () => settle(deps, delivery, outcome));
  return done;
}

const done: Sent = { type: "done" };

/** What can be said without asking booking-api. */
function firstVerdict(delivery: Delivery, now: Date): Verdict {
  if ("waitlistEntryId" in delivery) return { type: "send" };
  if (delivery.kind === "broadcast")
    return delivery.isStopped ? { type: "skip", reason: "broadcast_stopped" } : { type: "send" };
  if (delivery.visitStartsAt <= now) return { type: "skip", reason: "appointment_over" };
  return delivery.correctedStatus === null ? { type: "send" } : judgeCorrected(delivery.correctedStatus);
}

function hold(deps: Work, delivery: Delivery, verdict: Exclude<Verdict, { type: "send" }>): Promise<Sent> {
  return verdict.type === "skip"
    ? skip(deps, delivery, verdict.reason)
    : later(deps, delivery, correctionPauseMs, "correction_early");
}

async function skip(deps: SendDeps, delivery: Delivery, reason: DeliveryReason): Promise<Sent> {
  await markSkipped(deps.pool, delivery, { reason, now: deps.clock.now() });
  deps.metrics.count(delivery.kind, "skipped", reason);
  return done;
}

async function later(deps: SendDeps, delivery: Delivery, pauseMs: number, cause: string): Promise<Sent> {
  const now = deps.clock.now();
  const notBefore = new Date(now.getTime() + pauseMs * (1 + deps.random() / 2));
  await postpone(deps.pool, delivery, { notBefore, failed: false, now });
  deps.metrics.postponed.inc({ cause });
  return done;
}

/** What is found right before sending: whether the delivery still makes sense, and what it says. */
interface Look {
  verdict: Verdict;
  compose: (now: Date) => Message;
}

async function lastLook(deps: Work, delivery: Delivery): Promise<Look | "away"> {
  try {
    switch (delivery.kind) {
      case "broadcast":
        return lookAtBroadcast(delivery);
      case "waitlist_joined_master":
      case "waitlist_joined_staff":
        return await lookAtWish(deps, delivery);
      default:
        return await lookAtVisit(deps, delivery);
    }
  } catch (error) {
    deps.logger.warn(
      { err: error, delivery: delivery.id },
      "what a delivery is about can't be looked at; it waits",
    );
    return "away";
  }
}

function lookAtBroadcast({ text, recipient }: BroadcastDelivery): Look {
  return { verdict: { type: "send" }, compose: () => composeBroadcast(text, recipient.locale) };
}

async function lookAtWish({ booking }: Work, { waitlistEntryId, recipient }: WishDelivery): Promise<Look> {
  const wish = await readWish(booking, waitlistEntryId);
  return {
    verdict: judgeWish(wish),
    compose: () => {
      if (!wish) throw new Error("There is no such wish");
      return composeWish(wish, recipient.locale);
    },
  };
}

async function lookAtVisit(deps: Work, delivery: VisitDelivery): Promise<Look> {
  const [appointment, briefing] = await Promise.all([
    deps.together.look(delivery.appointmentId),
    briefed(deps, delivery),
  ]);
  return {
    verdict: judge(delivery, appointment),
    compose: (now) => compose(asOfNow(delivery, appointment), appointment, now, briefing),
  };
}

/** What a master has to know beside it, to decide or to ring somebody up. The message is worth sending without, too. */
async function briefed(deps: Work, delivery: VisitDelivery): Promise<Briefing | undefined> {
  if (!isBriefed(delivery.kind)) return undefined;
  try {
    return await readBriefing(deps.booking, delivery.appointmentId);
  } catch (error) {
    deps.logger.warn({ err: error, delivery: delivery.id }, "what stands around a visit can't be looked up");
    return undefined;
  }
}

/** A message that can't be composed is a fault of ours, which a new release may heal: it is tried again like a refusal. */
function composeOrFail(deps: SendDeps, delivery: Delivery, look: Look): Message | undefined {
  try {
    return look.compose(deps.clock.now());
  } catch (error) {
    deps.logger.error(
      { err: error, delivery: delivery.id, kind: delivery.kind },
      "a message can't be composed",
    );
    return undefined;
  }
}

/** A reminder is planned days before it is sent; what the client has chosen since then counts. */
function asOfNow(delivery: VisitDelivery, appointment: AppointmentState | undefined): VisitDelivery {
  if (!appointment) return delivery;
  const { recipient, facts } = delivery;
  if (recipient.role === "client")
    return { ...delivery, recipient: { ...recipient, locale: appointment.clientLocale ?? recipient.locale } };
  // It is planned from what did not reach the client, which may have been about another time.
  if (delivery.kind !== "client_unreachable_master") return delivery;
  return { ...delivery, facts: { ...facts, ...wallTimeOf(appointment.startsAt, facts.timeZone) } };
}

async function timed<T extends { type: string }>(deps: SendDeps, send: () => Promise<T>): Promise<T> {
  const end = deps.metrics.sends.startTimer();
  const outcome = await send();
  end({ outcome: outcome.type });
  return outcome;
}

/** What Telegram said must reach the ledger: a database that is away for some seconds would make it uncertain for good. */
async function persist(deps: SendDeps, delivery: Delivery, write: () => Promise<void>): Promise<void> {
  const pausesMs = [100, 500, 1_000, 2_000, 4_000];
  for (;;) {
    try {
      return await write();
    } catch (error) {
      const pauseMs = pausesMs.shift();
      if (pauseMs === undefined) throw error;
      deps.logger.warn({ err: error, delivery: delivery.id }, "an outcome can't be recorded yet");
      await sleep(pauseMs);
    }
  }
}
