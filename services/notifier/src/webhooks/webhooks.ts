import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { type Registry } from "@okoshko/runtime/metrics";
import { type Pool } from "../database";
import { urlCheck } from "./check-url";
import { startHousekeeping } from "./housekeeping";
import { createWebhookMetrics } from "./metrics";
import { createResolve, type Resolve } from "./resolve";
import { type WebhookRouteDeps } from "./routes";
import { createVault, type SealingKey } from "./sealing";
import { type Sender, startSender } from "./sender";
import { type TargetRules } from "./target";

export interface WebhooksOptions {
  pool: Pool;
  /** The machine's time. */
  clock: Clock;
  registry: Registry;
  logger: Logger;
  random: () => number;
  /** Undefined: webhooks are off. */
  keys: readonly [SealingKey, ...SealingKey[]] | undefined;
  rules: TargetRules;
  retentionDays: number;
  resolve?: Resolve;
  timeoutMs?: number;
  perEndpoint?: number;
  ca?: string;
}

/** This replica's half of the webhooks. */
export interface Webhooks {
  /** For the routes. */
  routeDeps: WebhookRouteDeps;
  /** Events were planned: send them at once. */
  onPlanned(count: number): void;
  stop(): Promise<void>;
}

const timeoutMs = 10_000;
const perEndpoint = 5;

/**
 * Starts to send what is planned for integrators. Without a key nothing is sent, because nothing can be signed; what happens
 * is planned all the same, so a key that went missing for a day loses nothing.
 */
export function startWebhooks(options: WebhooksOptions): Webhooks {
  const { pool, clock, registry, keys, rules, random } = options;
  const logger = options.logger.child({ part: "webhooks" });
  const resolve = options.resolve ?? createResolve();
  const vault = keys && createVault(keys);
  const metrics = createWebhookMetrics(registry, { pool, clock });
  if (!vault) logger.info("webhooks are off: WEBHOOK_ENCRYPTION_KEY is not set");

  const sender: Sender | undefined =
    vault &&
    startSender({
      pool,
      vault,
      clock,
      random,
      metrics,
      logger,
      http: { resolve, rules, timeoutMs: options.timeoutMs ?? timeoutMs, ca: options.ca },
      perEndpoint: options.perEndpoint ?? perEndpoint,
    });
  const housekeeping = startHousekeeping({
    pool,
    clock,
    vault,
    retentionDays: options.retentionDays,
    logger,
  });
  const wake = (): void => sender?.wake();

  return {
    routeDeps: { pool, clock, vault, checkUrl: urlCheck({ resolve, rules }), metrics, logger, wake },
    onPlanned(count) {
      metrics.planned.inc(count);
      if (count > 0) wake();
    },
    async stop() {
      await Promise.all([sender?.stop(), housekeeping.stop()]);
    },
  };
}
