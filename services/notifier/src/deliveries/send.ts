import { setTimeout as sleep } from "node:timers/promises";
import { type BookingClient, type BookingSchemas } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { isProblem } from "@okoshko/contracts/problem-error";
import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { inTraceparent } from "@okoshko/runtime/trace-context";
import { type Pool } from "../database";
import { compose } from "../messages/compose";
import { type Metrics } from "../metrics";
import { type Message, type Telegram } from "../telegram";
import { beginSending } from "./begin-sending";
import { type Delivery, type DeliveryReason, reasonToSkip } from "./delivery";
import { findClaimed } from "./find-claimed";
import { markSkipped } from "./mark";
import { type Pace } from "./pace";
import { postpone } from "./postpone";
import { type AfterJob, type SendJob, type SendQueue } from "./queue";
import { settle } from "./settle";

export interface SendDeps {
  pool: Pool;
  telegram: Telegram;
  booking: BookingClient;
  pace: Pace;
  queue: Pick<SendQueue, "pause">;
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

/** In a chat with more to wait for than this, a delivery gives its place in the queue back. */
const longestTurnMs = 15_000;
/** When booking-api is away: soon again, and for as long as the visit is ahead. */
const recheckPauseMs = 5_000;

/**
 * Works off one job. At each step the ledger is asked first whether this job still has the right to it, so that a job may
 * come twice, late, or not at all; see begin-sending.ts for the point of no return.
 */
export async function sendDelivery(deps: SendDeps, job: SendJob): Promise<AfterJob> {
  const delivery = await findClaimed(deps.pool, job.deliveryId, job.claim);
  if (!delivery) return { type: "done" };
  return inTraceparent(delivery.traceparent, `send ${delivery.kind}`, () => work(deps, delivery, job));
}

async function work(deps: SendDeps, delivery: Delivery, job: SendJob): Promise<AfterJob> {
  const { telegramUserId } = delivery.recipient;
  if (telegramUserId === null) return skip(deps, delivery, "recipient_forgotten");
  if (delivery.visitStartsAt <= deps.clock.now()) return skip(deps, delivery, "appointment_over");

  // The turn comes before the last look at the appointment: nothing may wait between that look and the send.
  const turn = job.hasTurn ? 0 : await deps.pace.reserve(telegramUserId, longestTurnMs);
  if (turn > 0) return { type: "later", waitMs: turn };
  if (turn < 0) return later(deps, delivery, longestTurnMs, "chat_busy");

  const look = await lookAt(deps, delivery);
  if (look === "away") return later(deps, delivery, recheckPauseMs, "booking_api_away");
  const reason = reasonToSkip(delivery, look.appointment);
  if (reason) return skip(deps, delivery, reason);

  const now = deps.clock.now();
  const message = composeOrFail(deps, delivery, look.appointment);
  const leaseUntil = new Date(deps.leaseClock.now().getTime() + deps.sendLeaseMs);
  if (!message) {
    await persist(deps, delivery, () =>
      settle(deps, delivery, { type: "refused", error: "The message could not be composed." }),
    );
    return { type: "done" };
  }
  if (!(await beginSending(deps.pool, { ...delivery, leaseUntil, now }))) return { type: "done" };

  const outcome = await timed(deps, () => deps.telegram.send(telegramUserId, message));
  await persist(deps, delivery, () => settle(deps, delivery, outcome));
  return { type: "done" };
}

async function skip(deps: SendDeps, delivery: Delivery, reason: DeliveryReason): Promise<AfterJob> {
  await markSkipped(deps.pool, delivery, { reason, now: deps.clock.now() });
  deps.metrics.count(delivery.kind, "skipped", reason);
  return { type: "done" };
}

async function later(deps: SendDeps, delivery: Delivery, pauseMs: number, cause: string): Promise<AfterJob> {
  const now = deps.clock.now();
  const notBefore = new Date(now.getTime() + pauseMs * (1 + deps.random() / 2));
  await postpone(deps.pool, delivery, { notBefore, failed: false, now });
  deps.metrics.postponed.inc({ cause });
  return { type: "done" };
}

/** The appointment as it is at this moment. */
async function lookAt(
  deps: SendDeps,
  delivery: Delivery,
): Promise<{ appointment: BookingSchemas["Appointment"] | undefined } | "away"> {
  const path = { appointmentId: delivery.appointmentId };
  try {
    return {
      appointment: await unwrap(deps.booking.GET("/v1/appointments/{appointmentId}", { params: { path } })),
    };
  } catch (error) {
    if (isProblem(error, "not-found")) return { appointment: undefined };
    deps.logger.warn(
      { err: error, delivery: delivery.id },
      "the appointment can't be looked at; the delivery waits",
    );
    return "away";
  }
}

/** A message that can't be composed is a fault of ours, which a new release may heal: it is tried again like a refusal. */
function composeOrFail(
  deps: SendDeps,
  delivery: Delivery,
  appointment: BookingSchemas["Appointment"] | undefined,
): Message | undefined {
  try {
    return compose(delivery, appointment, deps.clock.now());
  } catch (error) {
    deps.logger.error(
      { err: error, delivery: delivery.id, kind: delivery.kind },
      "a message can't be composed",
    );
    return undefined;
  }
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
