import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { inTransaction, type Pool } from "../database";
import { type Metrics } from "../metrics";
import { noteUnreachable } from "../recipients/reports";
import { type SendOutcome } from "../telegram-errors";
import { backoffMs, maxFailures } from "./backoff";
import { type Delivery } from "./delivery";
import { giveUpAsUnknown } from "./give-up-as-unknown";
import { type Limit } from "./limit";
import { markFailed } from "./mark";
import { moveChat } from "./move-chat";
import { postpone } from "./postpone";
import { skipRecipient } from "./skip-recipient";
import { tellMasters } from "./tell-master";

export interface SettleDeps {
  pool: Pool;
  limit: Pick<Limit, "pause">;
  clock: Clock;
  random: () => number;
  metrics: Metrics;
  logger: Logger;
  halt: (error: string) => void;
  /** Records that Telegram has a message; false when it counts as unknown already. */
  markSent: (sent: { id: string; claim: number; messageId: number }) => Promise<boolean>;
}

type Outcome<Type extends SendOutcome["type"]> = SendOutcome & { type: Type };

/** Writes to the ledger what became of a send, and does what follows from it. Doing it twice has the effect of once. */
export async function settle(deps: SettleDeps, delivery: Delivery, outcome: SendOutcome): Promise<void> {
  switch (outcome.type) {
    case "sent":
      return sent(deps, delivery, outcome);
    case "flood":
      return flood(deps, delivery, outcome);
    case "unreachable":
      return unreachable(deps, delivery, outcome);
    case "moved":
      return moved(deps, delivery, outcome);
    case "rejected":
      return rejected(deps, delivery, outcome);
    case "halted":
      return halted(deps, delivery, outcome);
    case "refused":
      return refused(deps, delivery, outcome);
    case "uncertain":
      return giveUpAsUnknown(deps, delivery, outcome.error);
  }
}

async function sent(deps: SettleDeps, delivery: Delivery, { messageId }: Outcome<"sent">): Promise<void> {
  const sentAt = deps.clock.now();
  if (!(await deps.markSent({ id: delivery.id, claim: delivery.claim, messageId }))) {
    deps.logger.warn(
      { delivery: delivery.id, messageId },
      "a message was sent, but counts as unknown already",
    );
    return;
  }
  deps.metrics.count(delivery.kind, "sent");
  deps.metrics.lateness.observe(
    { kind: delivery.kind },
    Math.max(0, sentAt.getTime() - delivery.dueAt.getTime()) / 1_000,
  );
}

/** Telegram forgives too many messages, and bans for not listening: all sending stands still for as long as it says. */
async function flood(deps: SettleDeps, delivery: Delivery, outcome: Outcome<"flood">): Promise<void> {
  const pauseMs = outcome.retryAfterSeconds * 1_000;
  deps.metrics.floods.inc();
  deps.logger.warn({ retryAfterSeconds: outcome.retryAfterSeconds }, "Telegram asks for a pause");
  await deps.limit.pause(pauseMs).catch((error: unknown) => {
    deps.logger.warn({ err: error }, "the pause could not be kept in Redis");
  });
  const now = deps.clock.now();
  const notBefore = new Date(now.getTime() + pauseMs + deps.random() * 1_000);
  await postpone(deps.pool, delivery, { notBefore, failed: false, error: outcome.error, now });
  deps.metrics.postponed.inc({ cause: "flood" });
}

async function unreachable(
  deps: SettleDeps,
  delivery: Delivery,
  { error }: Outcome<"unreachable">,
): Promise<void> {
  const now = deps.clock.now();
  const { telegramUserId } = delivery.recipient;
  const { skipped, told } = await inTransaction(deps.pool, async (tx) => {
    await markFailed(tx, delivery, { reason: "recipient_unreachable", error, now });
    // Who was forgotten before they were loaded has no address left; such a delivery is never begun.
    if (telegramUserId === null) return { skipped: [], told: 0 };
    await noteUnreachable(tx, telegramUserId, now);
    const waiting = await skipRecipient(tx, telegramUserId, now);
    const undelivered = [delivery.id, ...waiting.map(({ id }) => id)];
    return { skipped: waiting, told: await tellMasters(tx, undelivered, now) };
  });
  deps.logger.info({ delivery: delivery.id, skipped: skipped.length, error }, "a person can't be reached");
  deps.metrics.count(delivery.kind, "failed", "recipient_unreachable");
  if (told > 0) deps.metrics.planned.inc({ kind: "client_unreachable_master" }, told);
  for (const { kind } of skipped) deps.metrics.count(kind, "skipped", "recipient_unreachable");
}

/** The same message once more, and all later ones, to the chat's new id. Should that move as well, it is followed again. */
async function moved(deps: SettleDeps, delivery: Delivery, outcome: Outcome<"moved">): Promise<void> {
  const { telegramUserId: from } = delivery.recipient;
  const now = deps.clock.now();
  if (from !== null) {
    const deliveries = await moveChat(deps.pool, { from, to: outcome.chatId, now });
    deps.logger.warn({ from, to: outcome.chatId, deliveries }, "a chat has another id now");
  }
  await postpone(deps.pool, delivery, { notBefore: now, failed: true, error: outcome.error, now });
  deps.metrics.postponed.inc({ cause: "chat_moved" });
}

async function rejected(deps: SettleDeps, delivery: Delivery, { error }: Outcome<"rejected">): Promise<void> {
  await markFailed(deps.pool, delivery, {
    reason: "rejected_by_telegram",
    error,
    now: deps.clock.now(),
  });
  deps.logger.error(
    { delivery: delivery.id, kind: delivery.kind, error, alert: "rejected_by_telegram" },
    "Telegram rejects a message of ours; this is a bug",
  );
  deps.metrics.count(delivery.kind, "failed", "rejected_by_telegram");
}

/** Not this message's fault: it waits for a process with a good token. */
async function halted(deps: SettleDeps, delivery: Delivery, { error }: Outcome<"halted">): Promise<void> {
  deps.halt(error);
  const now = deps.clock.now();
  const notBefore = new Date(now.getTime() + backoffMs(1, deps.random));
  await postpone(deps.pool, delivery, { notBefore, failed: false, error, now });
  deps.metrics.postponed.inc({ cause: "halted" });
}

async function refused(deps: SettleDeps, delivery: Delivery, { error }: Outcome<"refused">): Promise<void> {
  const now = deps.clock.now();
  const failures = delivery.failures + 1;
  if (failures >= maxFailures) {
    await markFailed(deps.pool, delivery, { reason: "attempts_exhausted", error, now });
    deps.logger.error({ delivery: delivery.id, failures, error }, "a delivery is given up");
    deps.metrics.count(delivery.kind, "failed", "attempts_exhausted");
    return;
  }
  const notBefore = new Date(now.getTime() + backoffMs(failures, deps.random));
  await postpone(deps.pool, delivery, { notBefore, failed: true, error, now });
  deps.metrics.postponed.inc({ cause: "refused" });
}
