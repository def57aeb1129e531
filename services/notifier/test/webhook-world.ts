import request from "supertest";
import { type DomainEvent } from "@okoshko/contracts/booking-client";
import { type NotifierSchemas } from "@okoshko/contracts/notifier-client";
import { createMetrics } from "@okoshko/runtime/metrics";
import { eventually } from "@okoshko/testkit/eventually";
import { type FixedClock, fixedClock } from "@okoshko/testkit/fixed-clock";
import { createApp } from "../src/app";
import { inTransaction, type Pool } from "../src/database";
import { createWebhookMetrics } from "../src/webhooks/metrics";
import { planWebhooks } from "../src/webhooks/plan";
import { type WebhookRouteDeps } from "../src/webhooks/routes";
import { parseKeys } from "../src/webhooks/sealing";
import { startWebhooks, type Webhooks, type WebhooksOptions } from "../src/webhooks/webhooks";
import { aDatabase, silent, someOperations } from "./notifier-world";

export type Schemas = NotifierSchemas;
export const adminToken = "the-token-of-an-admin";
export const aKey = "0123456789abcdef".repeat(4);

/** As `eventually`, for a machine that does much else at the same time. */
export function soon<T>(check: () => T | Promise<T>): Promise<T> {
  return eventually(check, { timeoutMs: 40_000 });
}

let nextKey = 0;

/** For tests of other things: the routes are there, nothing is ever sent. */
export function idleWebhooks(pool: Pool): WebhookRouteDeps {
  const clock = fixedClock("2026-11-24T08:00:00Z");
  return {
    pool,
    clock,
    vault: undefined,
    checkUrl: () => Promise.resolve(),
    metrics: createWebhookMetrics(createMetrics("notifier").registry, { pool, clock }),
    logger: silent,
    wake: () => undefined,
  };
}

/** Webhooks on a real Postgres, with a clock that the test holds, sending to receivers on this machine. */
export async function aWebhookWorld(overrides: Partial<WebhooksOptions> = {}) {
  const database = await aDatabase();
  const clock: FixedClock = fixedClock("2026-11-24T08:00:00Z");
  const replicas: Webhooks[] = [];

  const start = (more: Partial<WebhooksOptions> = {}) => {
    const { registry } = createMetrics("notifier");
    const webhooks = startWebhooks({
      pool: database.pool,
      clock,
      registry,
      logger: silent,
      random: () => 1,
      keys: parseKeys(aKey),
      rules: { allowLoopback: true },
      retentionDays: 30,
      ...overrides,
      ...more,
    });
    replicas.push(webhooks);
    const app = createApp({
      operations: someOperations({ pool: database.pool }),
      webhooks: webhooks.routeDeps,
      tokens: new Map([
        ["admin", adminToken],
        ["bot", "the-token-of-a-bot"],
      ]),
      validateResponses: true,
      registry,
      logger: silent,
    });
    return { webhooks, app, registry };
  };
  const { app, webhooks, registry } = start();

  const call = (method: "get" | "post" | "patch" | "delete", path: string, on = app) =>
    request(on)[method](path).set("authorization", `Bearer ${adminToken}`);

  const world = {
    ...database,
    clock,
    app,
    webhooks,
    registry,
    /** Another process with the same database. */
    start,
    call,
    async endpoint(input: Partial<Schemas["WebhookEndpointInput"]> & { url: string }) {
      const { body } = await call("post", "/v1/webhook-endpoints")
        .set("idempotency-key", `endpoint-${(nextKey += 1)}`)
        .send({ eventTypes: ["*"], ...input })
        .expect(201);
      return body as Schemas["WebhookEndpoint"] & { secret: string };
    },
    async see(endpointId: string) {
      const { body } = await call("get", `/v1/webhook-endpoints/${endpointId}`).expect(200);
      return body as Schemas["WebhookEndpoint"];
    },
    async log(endpointId: string, query = "") {
      const { body } = await call("get", `/v1/webhook-endpoints/${endpointId}/deliveries${query}`).expect(
        200,
      );
      return (body as { items: Schemas["WebhookDelivery"][] }).items;
    },
    async details(deliveryId: string) {
      const { body } = await call("get", `/v1/webhook-deliveries/${deliveryId}`).expect(200);
      return body as Schemas["WebhookDeliveryDetails"];
    },
    /** The notifier reads these events from the feed. */
    async happen(...events: DomainEvent[]): Promise<void> {
      const count = await inTransaction(database.pool, (tx) =>
        planWebhooks(
          tx,
          events.map((event) => ({ event })),
          webhooks.routeDeps.clock.now(),
        ),
      );
      webhooks.onPlanned(count);
    },
    /** Time goes on, and whoever slept until then looks again. */
    pass(ms: number): void {
      clock.advance(ms);
      for (const replica of replicas) replica.routeDeps.wake();
    },
    async metric(name: string): Promise<string[]> {
      return (await registry.metrics()).split("\n").filter((line) => line.startsWith(name));
    },
    async close(): Promise<void> {
      await Promise.all(replicas.map((replica) => replica.stop()));
      await database.drop();
    },
  };
  return world;
}

export type WebhookWorld = Awaited<ReturnType<typeof aWebhookWorld>>;
