import { setTimeout as sleep } from "node:timers/promises";
import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { inTraceparent } from "@okoshko/runtime/trace-context";
import { type Pool } from "../database";
import { type Claimed } from "./claim";
import { type WebhookMetrics } from "./metrics";
import { post, type PostDeps, type Result } from "./post";
import { type Vault } from "./sealing";
import { validSecrets } from "./secrets";
import { settle } from "./settle";
import { sign } from "./signature";

export interface DeliverDeps {
  pool: Pool;
  vault: Vault;
  http: PostDeps;
  clock: Clock;
  random: () => number;
  metrics: WebhookMetrics;
  logger: Logger;
}

/** One attempt at one delivery, from the last look at its endpoint to the record of what became of it. */
export async function deliver(deps: DeliverDeps, delivery: Claimed): Promise<void> {
  await inTraceparent(delivery.traceparent, `webhook ${delivery.eventType}`, async () => {
    const startedAt = performance.now();
    const result = await attempt(deps, delivery);
    // The endpoint was removed, and its log with it.
    if (result === undefined) return;
    const durationMs = Math.round(performance.now() - startedAt);
    deps.metrics.attempts.observe({ outcome: result.outcome }, durationMs / 1_000);
    await record(deps, delivery, { ...result, durationMs, now: deps.clock.now() });
  });
}

const urlSql = `select url from notifier.webhook_endpoints where id = $1`;

async function attempt(deps: DeliverDeps, delivery: Claimed): Promise<Result | undefined> {
  const { pool, vault, clock, logger } = deps;
  const { rows } = await pool.query<{ url: string }>(urlSql, [delivery.endpointId]);
  const [endpoint] = rows;
  if (!endpoint) return undefined;
  const now = clock.now();
  const secrets = await openSecrets();
  if (!secrets)
    return { outcome: "not_sent", error: "The secret can't be opened with this installation's key." };
  const { eventId: id, body } = delivery;
  return post(deps.http, { url: endpoint.url, body, headers: { ...sign({ id, body, now }, secrets) } });

  async function openSecrets(): Promise<string[] | undefined> {
    try {
      return await validSecrets(pool, vault, delivery.endpointId, now);
    } catch (error) {
      logger.error({ err: error, endpoint: delivery.endpointId }, "a webhook can't be signed");
      return undefined;
    }
  }
}

/** The receiver may have it, so a database that is away for some seconds must not cost it a repetition. */
async function record(
  deps: DeliverDeps,
  delivery: Claimed,
  result: Result & { durationMs: number; now: Date },
): Promise<void> {
  const { logger, metrics } = deps;
  const pausesMs = [100, 500, 1_000, 2_000];
  for (;;) {
    try {
      const settled = await settle(deps.pool, delivery, result, deps.random);
      if (!settled) {
        logger.warn({ delivery: delivery.id }, "an attempt at a webhook ended after its lease");
        return;
      }
      if (settled.status !== "waiting") metrics.ended.inc({ outcome: settled.status });
      if (settled.paused) {
        metrics.pauses.inc({ reason: settled.paused });
        logger.warn(
          { endpoint: delivery.endpointId, reason: settled.paused, alert: "webhook_paused" },
          "a webhook endpoint is paused",
        );
      }
      return;
    } catch (error) {
      const pauseMs = pausesMs.shift();
      if (pauseMs === undefined) throw error;
      logger.warn({ err: error, delivery: delivery.id }, "the outcome of a webhook can't be recorded yet");
      await sleep(pauseMs);
    }
  }
}
