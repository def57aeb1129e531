import { aVisit, cancelled, confirmed } from "../../test/events";
import { aWebhookWorld, aKey, type WebhookWorld } from "../../test/webhook-world";
import { inTransaction } from "../database";
import { claimWebhooks, requeueInterrupted } from "./claim";
import { tidy } from "./housekeeping";
import { planWebhooks } from "./plan";
import { createVault, parseKeys } from "./sealing";
import { resealSecrets, validSecrets } from "./secrets";
import { settle } from "./settle";

// Nothing is sent here: what is looked at is what stands in the database at each step.
let world: WebhookWorld;
const nowhere = { url: "http://127.0.0.1:9/" };
const dayMs = 24 * 3_600_000;

beforeEach(async () => {
  world = await aWebhookWorld();
  await world.webhooks.stop();
});
afterEach(() => world.close());

const plan = (...events: Parameters<WebhookWorld["happen"]>) =>
  inTransaction(world.pool, (tx) =>
    planWebhooks(
      tx,
      events.map((event) => ({ event })),
      world.clock.now(),
    ),
  );
const claim = (perEndpoint = 5) => {
  const now = world.clock.now();
  return claimWebhooks(world.pool, {
    now,
    leaseUntil: new Date(now.getTime() + 30_000),
    givesUpAt: new Date(now.getTime() + dayMs),
    perEndpoint,
  });
};
const count = async (table: string): Promise<number> => {
  const { rows } = await world.pool.query<{ n: number }>(
    `select count(*)::integer as n from notifier.webhook_${table}`,
  );
  return rows[0]!.n;
};
const result = (outcome: "delivered" | "refused") => ({ outcome, durationMs: 5, now: world.clock.now() });

describe("planning", () => {
  it("adds nothing when an event comes twice", async () => {
    await world.endpoint(nowhere);
    const event = confirmed(aVisit());
    expect([await plan(event), await plan(event), await plan(event, event)]).toEqual([1, 0, 0]);
    expect(await count("deliveries")).toBe(1);
  });

  it("is undone with the transaction that it is part of", async () => {
    await world.endpoint(nowhere);
    const dies = inTransaction(world.pool, async (tx) => {
      await planWebhooks(tx, [{ event: confirmed(aVisit()) }], world.clock.now());
      throw new Error("killed");
    });
    await expect(dies).rejects.toThrow("killed");
    expect([await count("deliveries"), await count("events")]).toEqual([0, 0]);
  });

  it("keeps no event that nobody wants", async () => {
    await world.endpoint({ ...nowhere, eventTypes: ["appointment.cancelled"] });
    const visit = aVisit();
    expect(await plan(confirmed(visit), cancelled(visit))).toBe(1);
    expect(await count("events")).toBe(1);
  });
});

describe("a claim", () => {
  it("is made by one of many replicas, and never beyond what one endpoint may have at once", async () => {
    await world.endpoint(nowhere);
    await world.endpoint(nowhere);
    await plan(...Array.from({ length: 20 }, () => confirmed(aVisit())));
    const claims = (await Promise.all(Array.from({ length: 8 }, () => claim(3)))).flat();
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
    const again = await claim(3);
    expect([...claims, ...again]).toHaveLength(6);
  });

  it("that was lost is known as such, and who held it can record nothing any more", async () => {
    const { id } = await world.endpoint(nowhere);
    await plan(confirmed(aVisit()));
    const [lost] = await claim();
    world.clock.advance(29_999);
    expect(await requeueInterrupted(world.pool, world.clock.now())).toBe(0);
    world.clock.advance(1);
    expect(await requeueInterrupted(world.pool, world.clock.now())).toBe(1);
    expect(await settle(world.pool, lost!, result("delivered"), () => 0)).toBeUndefined();

    const [second] = await claim();
    expect(second).toMatchObject({ id: lost!.id, claim: 2 });
    expect(await settle(world.pool, lost!, result("refused"), () => 0)).toBeUndefined();
    expect(await settle(world.pool, second!, result("delivered"), () => 0)).toEqual({ status: "delivered" });
    const [delivery] = await world.log(id);
    expect((await world.details(delivery!.id)).attemptLog.map(({ outcome }) => outcome)).toEqual([
      "interrupted",
      "delivered",
    ]);
  });

  it("of an endpoint that was removed meanwhile records nothing", async () => {
    const { id } = await world.endpoint(nowhere);
    await plan(confirmed(aVisit()));
    const [claimed] = await claim();
    await world.call("delete", `/v1/webhook-endpoints/${id}`).expect(204);
    expect(await settle(world.pool, claimed!, result("delivered"), () => 0)).toBeUndefined();
  });
});

describe("an endpoint whose every attempt fails", () => {
  it("is paused after a day of it, and not before", async () => {
    const { id } = await world.endpoint(nowhere);
    await plan(...Array.from({ length: 12 }, () => confirmed(aVisit())));
    for (const claimed of await claim(11)) await settle(world.pool, claimed, result("refused"), () => 0);
    expect(await world.see(id)).toMatchObject({ state: "active", failingSince: "2026-11-24T08:00:00.000Z" });
    world.clock.advance(dayMs - 1);
    const [before] = await claim(1);
    expect(await settle(world.pool, before!, result("refused"), () => 0)).toMatchObject({
      status: "waiting",
    });
    world.clock.advance(1);
    const [last] = await claim(1);
    expect(await settle(world.pool, last!, result("refused"), () => 0)).toMatchObject({ paused: "failing" });
    expect(await world.see(id)).toMatchObject({ state: "paused", pauseReason: "failing" });
    expect(await claim()).toEqual([]);
  });
});

describe("what is kept", () => {
  it("goes after thirty days, also what waited that long, and nothing younger", async () => {
    const { id } = await world.endpoint(nowhere);
    await plan(confirmed(aVisit()), confirmed(aVisit()));
    const [claimed] = await claim(1);
    await settle(world.pool, claimed!, result("delivered"), () => 0);
    world.clock.advance(dayMs);
    await plan(confirmed(aVisit()));
    world.clock.advance(29 * dayMs);
    await tidy({ ...world, retentionDays: 30 });
    expect([await count("deliveries"), await count("events")]).toEqual([3, 3]);
    world.clock.advance(1);
    await tidy({ ...world, retentionDays: 30 });
    expect([await count("deliveries"), await count("events"), await count("attempts")]).toEqual([1, 1, 0]);
    expect(await world.log(id)).toHaveLength(1);
  });

  it("has no secret that is no longer valid", async () => {
    const { id } = await world.endpoint(nowhere);
    await world.call("post", `/v1/webhook-endpoints/${id}/rotate-secret`).send({}).expect(200);
    await tidy({ ...world, retentionDays: 30 });
    expect(await count("secrets")).toBe(2);
    world.clock.advance(dayMs);
    await tidy({ ...world, retentionDays: 30 });
    expect(await count("secrets")).toBe(1);
  });

  it("is sealed anew when the key is replaced, and then does without the old one", async () => {
    const { id, secret } = await world.endpoint(nowhere);
    const newer = "fedcba9876543210".repeat(4);
    const both = createVault(parseKeys(`${newer},${aKey}`)!);
    const alone = createVault(parseKeys(newer)!);
    const now = world.clock.now();
    expect(await resealSecrets(world.pool, alone)).toEqual({ resealed: 0, unreadable: 1 });
    await expect(validSecrets(world.pool, alone, id, now)).rejects.toThrow("None of the keys");
    expect(await resealSecrets(world.pool, both)).toEqual({ resealed: 1, unreadable: 0 });
    expect(await resealSecrets(world.pool, both)).toEqual({ resealed: 0, unreadable: 0 });
    expect(await validSecrets(world.pool, alone, id, now)).toEqual([secret]);
  });
});
