import { randomUUID } from "node:crypto";
import request from "supertest";
import { aVisit, confirmed } from "../../test/events";
import { aReceiver, type Receiver, status } from "../../test/webhook-receiver";
import { aWebhookWorld, adminToken, type Schemas, type WebhookWorld, soon } from "../../test/webhook-world";

jest.setTimeout(90_000);

let world: WebhookWorld;
const receivers: Receiver[] = [];
async function aReceiverHere(): Promise<Receiver> {
  const made = await aReceiver();
  receivers.push(made);
  return made;
}
const there = "http://127.0.0.1:9/hook";

beforeAll(async () => {
  world = await aWebhookWorld({ resolve: () => Promise.resolve(["127.0.0.1"]) });
});
afterAll(async () => {
  for (const receiver of receivers) await receiver.close();
  await world.close();
});

const create = (body: object, key: string = randomUUID()) =>
  world.call("post", "/v1/webhook-endpoints").set("idempotency-key", key).send(body);
type Made = Schemas["WebhookEndpoint"] & { secret: string };
const pointers = (body: unknown): string[] =>
  (body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);

describe("an endpoint", () => {
  it("is made with a secret that is shown once, and kept so that a copy of the database does not show it", async () => {
    const { body } = await create({
      url: there,
      description: "Касса",
      eventTypes: ["appointment.completed"],
    });
    const { secret, ...endpoint } = body as Made;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(endpoint).toEqual({
      id: expect.any(String),
      url: there,
      description: "Касса",
      eventTypes: ["appointment.completed"],
      state: "active",
      pauseReason: null,
      pausedAt: null,
      failingSince: null,
      restingUntil: null,
      lastDeliveredAt: null,
      waiting: 0,
      previousSecretValidUntil: null,
      createdAt: world.clock.now().toISOString(),
      updatedAt: world.clock.now().toISOString(),
    });
    expect(await world.see(endpoint.id)).toEqual(endpoint);
    const list = await world.call("get", "/v1/webhook-endpoints").expect(200);
    expect((list.body as { items: object[] }).items).toContainEqual(endpoint);
    const { rows } = await world.pool.query<{ all: string }>(
      "select string_agg(s::text, '') as all from notifier.webhook_secrets s",
    );
    expect(rows[0]!.all).not.toContain("whsec");
    expect(rows[0]!.all).not.toContain(secret.slice("whsec_".length));
  });

  it("is made once by a repeated request, which gets the same answer", async () => {
    const key = randomUUID();
    const input = { url: there, eventTypes: ["*"] };
    const [first, second] = await Promise.all([
      create(input, key).expect(201),
      create(input, key).expect(201),
    ]);
    expect(second.body).toEqual(first.body);
    const other = await create({ ...input, description: "another" }, key).expect(422);
    expect(other.body).toMatchObject({ type: "https://okoshko.dev/problems/idempotency-key-reused" });
    // What has been rotated is not shown to who has only the old request.
    const { id } = first.body as Made;
    await world.call("post", `/v1/webhook-endpoints/${id}/rotate-secret`).send({}).expect(200);
    await create(input, key).expect(422);
  });

  it("is changed in what is given, and in nothing else", async () => {
    const { body } = await create({ url: there, description: "one", eventTypes: ["client.erased"] });
    const { secret: _secret, ...before } = body as Made;
    world.clock.advance(1_000);
    const path = `/v1/webhook-endpoints/${before.id}`;
    const changed = await world
      .call("patch", path)
      .send({ eventTypes: ["*"], description: "" })
      .expect(200);
    expect(changed.body).toEqual({
      ...before,
      eventTypes: ["*"],
      description: "",
      updatedAt: world.clock.now().toISOString(),
    });
  });

  it("can't be the fifty-first", async () => {
    const crowded = await aWebhookWorld();
    await crowded.pool.query(
      `insert into notifier.webhook_endpoints (url, event_types, created_at, updated_at)
       select 'https://hooks.example.com/', '{client.erased}', now(), now() from generate_series(1, 49)`,
    );
    const answers = await Promise.all(
      [1, 2, 3].map((nth) =>
        crowded
          .call("post", "/v1/webhook-endpoints")
          .set("idempotency-key", `crowded-${nth}`)
          .send({ url: there, eventTypes: ["*"] }),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409]);
    await crowded.close();
  });

  it("has no more than six valid secrets", async () => {
    const { body } = await create({ url: there, eventTypes: ["*"] });
    const path = `/v1/webhook-endpoints/${(body as Made).id}/rotate-secret`;
    for (let nth = 0; nth < 5; nth += 1) await world.call("post", path).send({}).expect(200);
    const refused = await world.call("post", path).send({}).expect(409);
    expect(refused.body).toMatchObject({ type: "https://okoshko.dev/problems/limit-reached" });
    // The refusal changed nothing, and an end of all the old ones makes room.
    expect(await world.see((body as Made).id)).toMatchObject({
      previousSecretValidUntil: expect.any(String),
    });
    await world.call("post", path).send({ previousValidHours: 0 }).expect(200);
  });

  it("keeps to itself: two rotations at once leave one newest secret", async () => {
    const { body } = await create({ url: there, eventTypes: ["*"] });
    const path = `/v1/webhook-endpoints/${(body as Made).id}/rotate-secret`;
    await Promise.all([1, 2, 3].map(() => world.call("post", path).send({}).expect(200)));
    const { rows } = await world.pool.query<{ newest: number }>(
      `select count(*) filter (where valid_until is null)::integer as newest
       from notifier.webhook_secrets where endpoint_id = $1`,
      [(body as Made).id],
    );
    expect(rows).toEqual([{ newest: 1 }]);
  });
});

describe("where requests may go is checked when an endpoint is made or changed", () => {
  let strict: WebhookWorld;
  let addresses: string[] = [];
  beforeAll(async () => {
    strict = await aWebhookWorld({
      rules: { allowLoopback: false },
      resolve: () =>
        addresses.length > 0 ? Promise.resolve(addresses) : Promise.reject(new Error("ENOTFOUND")),
    });
  });
  afterAll(() => strict.close());
  const attempt = (url: string) =>
    strict
      .call("post", "/v1/webhook-endpoints")
      .set("idempotency-key", randomUUID())
      .send({ url, eventTypes: ["*"] });

  it.each([
    ["https://hooks.example.com/", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"], 201],
    ["https://hooks.example.com/", ["93.184.215.14", "10.0.0.1"], 400],
    ["https://hooks.example.com/", ["127.0.0.1"], 400],
    ["https://hooks.example.com/", ["169.254.169.254"], 400],
    ["https://hooks.example.com/", [], 400],
    ["https://localhost/", ["93.184.215.14"], 400],
    ["http://hooks.example.com/", ["93.184.215.14"], 400],
    ["https://hooks.example.com:25/", ["93.184.215.14"], 400],
    ["not an address", ["93.184.215.14"], 400],
  ])("%s at %j gets %d", async (url, at, expected) => {
    addresses = at;
    const answer = await attempt(url);
    expect(answer.status).toBe(expected);
    if (expected === 400) expect(pointers(answer.body)).toEqual(["/url"]);
    // Whoever tries addresses learns nothing of what is behind a name.
    expect(JSON.stringify(answer.body)).not.toMatch(/10\.0|169\.254|127\.0|ENOTFOUND/);
  });

  it("and a change to such an address changes nothing", async () => {
    addresses = ["93.184.215.14"];
    const { id } = (await attempt("https://hooks.example.com/")).body as Made;
    addresses = ["192.168.0.1"];
    const change = { url: "https://other.example.com/", description: "changed" };
    await strict.call("patch", `/v1/webhook-endpoints/${id}`).send(change).expect(400);
    expect(await strict.see(id)).toMatchObject({ url: "https://hooks.example.com/", description: "" });
  });
});

describe("the log", () => {
  it("is read page by page and by status, type, event and time", async () => {
    const receiver = await aReceiverHere();
    const { id } = await world.endpoint({ url: receiver.url });
    const events = Array.from({ length: 5 }, () => confirmed(aVisit()));
    await world.happen(...events);
    await soon(async () => expect((await world.see(id)).waiting).toBe(0));
    const path = `/v1/webhook-endpoints/${id}/deliveries`;
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: { body: { items: Schemas["WebhookDelivery"][]; nextCursor: string | null } } = await world
        .call("get", `${path}?limit=2${cursor && `&cursor=${cursor}`}`)
        .expect(200);
      seen.push(...page.body.items.map(({ eventId }) => eventId));
      cursor = page.body.nextCursor;
    }
    expect(seen).toEqual(events.map((event) => event.id).reverse());

    const count = async (query: string): Promise<number> => (await world.log(id, `?${query}`)).length;
    expect(await count("status=delivered")).toBe(5);
    expect(await count("status=failed")).toBe(0);
    expect(await count("eventType=appointment.confirmed")).toBe(5);
    expect(await count("eventType=appointment.cancelled")).toBe(0);
    expect(await count(`eventId=${events[2]!.id}`)).toBe(1);
    const now = encodeURIComponent(world.clock.now().toISOString());
    expect(await count(`from=${now}`)).toBe(5);
    expect(await count(`to=${now}`)).toBe(0);
    const [from, to] = ["2026-11-24T00:00:00+02:00", "2027-01-01T00:00:00Z"].map(encodeURIComponent);
    expect(await count(`from=${from}&to=${to}`)).toBe(5);
  });

  it("shows of an attempt what helps its receiver's people, and no secret", async () => {
    const receiver = await aReceiverHere();
    receiver.answers(status(401, {}, '{"error":"no","token":"abcdefgh12345678"}'));
    const { id, secret } = await world.endpoint({ url: `${receiver.url}?key=of-the-receiver` });
    const event = confirmed(aVisit());
    await world.happen(event);
    const details = await soon(async () => {
      const [delivery] = await world.log(id);
      expect(delivery).toMatchObject({ attempts: 1, status: "waiting" });
      return world.details(delivery!.id);
    });
    expect(details.event).toEqual(event);
    expect(details.attemptLog).toEqual([
      {
        number: 1,
        startedAt: world.clock.now().toISOString(),
        durationMs: expect.any(Number),
        outcome: "refused",
        statusCode: 401,
        error: "The receiver answered 401.",
        responseExcerpt: expect.stringContaining('"error":"no"'),
      },
    ]);
    expect(JSON.stringify(details)).not.toContain(secret);
  });
});

describe("without a key", () => {
  it("webhooks are off and say so, events are kept for later, and what exists can be seen and removed", async () => {
    const off = await aWebhookWorld();
    const made = await off.endpoint({ url: there });
    const { app, webhooks } = off.start({ keys: undefined });
    const answer = await off
      .call("post", "/v1/webhook-endpoints", app)
      .set("idempotency-key", randomUUID())
      .send({ url: there, eventTypes: ["*"] })
      .expect(503);
    expect(answer.body).toMatchObject({
      type: "https://okoshko.dev/problems/unavailable",
      detail:
        "Webhooks are off here: WEBHOOK_ENCRYPTION_KEY is not set, and secrets are not kept without it.",
    });
    await off.call("post", `/v1/webhook-endpoints/${made.id}/rotate-secret`, app).send({}).expect(503);
    await off.call("post", `/v1/webhook-endpoints/${made.id}/test`, app).expect(503);
    await off.call("get", "/v1/webhook-endpoints", app).expect(200);
    await off.call("delete", `/v1/webhook-endpoints/${made.id}`, app).expect(204);
    await webhooks.stop();
    await off.close();
  });
});

describe("what bad input gets", () => {
  it.each([
    [{}, "/url"],
    [{ url: there }, "/eventTypes"],
    [{ url: there, eventTypes: [] }, "/eventTypes"],
    [{ url: there, eventTypes: ["appointment.lost"] }, "/eventTypes/0"],
    [{ url: there, eventTypes: ["*", "*"] }, "/eventTypes"],
    [{ url: 5, eventTypes: ["*"] }, "/url"],
    [{ url: `https://${"a".repeat(2_050)}.com/`, eventTypes: ["*"] }, "/url"],
    [{ url: there, eventTypes: ["*"], description: "\u0000" }, "/description"],
    [{ url: there, eventTypes: ["*"], description: "x".repeat(501) }, "/description"],
    [{ url: there, eventTypes: ["*"], secret: "whsec_mine" }, "/secret"],
  ])("%j is an invalid request", async (body, pointer) => {
    const answer = await create(body).expect(400);
    expect(pointers(answer.body)).toContain(pointer);
  });

  it("a request that makes something needs a key of its own", async () => {
    const answer = await world
      .call("post", "/v1/webhook-endpoints")
      .send({ url: there, eventTypes: ["*"] })
      .expect(400);
    expect(pointers(answer.body)).toEqual(["header/idempotency-key"]);
  });

  it.each([
    ["get", `/v1/webhook-endpoints/${randomUUID()}`, undefined, 404],
    ["patch", `/v1/webhook-endpoints/${randomUUID()}`, { description: "x" }, 404],
    ["patch", `/v1/webhook-endpoints/${randomUUID()}`, {}, 400],
    ["delete", `/v1/webhook-endpoints/${randomUUID()}`, undefined, 404],
    ["post", `/v1/webhook-endpoints/${randomUUID()}/rotate-secret`, {}, 404],
    ["post", `/v1/webhook-endpoints/${randomUUID()}/rotate-secret`, { previousValidHours: 169 }, 400],
    ["post", `/v1/webhook-endpoints/${randomUUID()}/pause`, undefined, 404],
    ["post", `/v1/webhook-endpoints/${randomUUID()}/resume`, {}, 404],
    ["post", `/v1/webhook-endpoints/${randomUUID()}/resume`, { held: "drop" }, 400],
    ["post", `/v1/webhook-endpoints/${randomUUID()}/test`, undefined, 404],
    [
      "post",
      `/v1/webhook-endpoints/${randomUUID()}/replay`,
      { from: "2026-11-24T08:00:00Z", to: "2026-11-24T09:00:00Z" },
      404,
    ],
    ["post", `/v1/webhook-endpoints/${randomUUID()}/replay`, { from: "yesterday", to: "today" }, 400],
    [
      "post",
      `/v1/webhook-endpoints/${randomUUID()}/replay`,
      { from: "2016-12-31T23:59:60Z", to: "2026-11-24T09:00:00Z" },
      400,
    ],
    ["get", `/v1/webhook-endpoints/${randomUUID()}/deliveries`, undefined, 404],
    ["get", `/v1/webhook-endpoints/${randomUUID()}/deliveries?status=lost`, undefined, 400],
    ["get", `/v1/webhook-endpoints/${randomUUID()}/deliveries?from=yesterday`, undefined, 400],
    ["get", `/v1/webhook-deliveries/${randomUUID()}`, undefined, 404],
    ["get", "/v1/webhook-deliveries/1", undefined, 400],
    ["post", `/v1/webhook-deliveries/${randomUUID()}/replay`, undefined, 404],
  ] as const)("%s %s with %j is a problem with status %d", async (method, path, body, expected) => {
    const call = world.call(method, path);
    const answer = await (body === undefined ? call : call.send(body));
    expect([answer.status, answer.type]).toEqual([expected, "application/problem+json"]);
  });

  it("a cursor that is none of ours is an invalid request", async () => {
    const { body } = await create({ url: there, eventTypes: ["*"] });
    const path = `/v1/webhook-endpoints/${(body as Made).id}/deliveries?cursor=`;
    for (const cursor of ["nonsense", Buffer.from("w1 or 1=1").toString("base64url")]) {
      const answer = await world.call("get", path + cursor).expect(400);
      expect(pointers(answer.body)).toEqual(["query/cursor"]);
    }
  });
});

describe("who may", () => {
  const operations = [
    ["get", "/v1/webhook-endpoints", undefined],
    ["post", "/v1/webhook-endpoints", { url: there, eventTypes: ["*"] }],
    ["get", `/v1/webhook-endpoints/${randomUUID()}`, undefined],
    ["patch", `/v1/webhook-endpoints/${randomUUID()}`, { description: "x" }],
    ["delete", `/v1/webhook-endpoints/${randomUUID()}`, undefined],
    ["post", `/v1/webhook-endpoints/${randomUUID()}/rotate-secret`, {}],
    ["post", `/v1/webhook-endpoints/${randomUUID()}/pause`, undefined],
    ["post", `/v1/webhook-endpoints/${randomUUID()}/resume`, {}],
    ["post", `/v1/webhook-endpoints/${randomUUID()}/test`, undefined],
    ["post", `/v1/webhook-endpoints/${randomUUID()}/replay`, {}],
    ["get", `/v1/webhook-endpoints/${randomUUID()}/deliveries`, undefined],
    ["get", `/v1/webhook-deliveries/${randomUUID()}`, undefined],
    ["post", `/v1/webhook-deliveries/${randomUUID()}/replay`, undefined],
  ] as const;

  it.each([
    ["nobody without a token", undefined, 401],
    ["nobody with a wrong token", "Bearer a-token-that-is-not-known", 401],
    ["nobody with half a token", `Bearer ${adminToken.slice(0, -1)}`, 401],
    ["not the bot", "Bearer the-token-of-a-bot", 403],
  ])("%s", async (_who, authorization, expected) => {
    for (const [method, path, body] of operations) {
      const call = request(world.app)[method](path).set("idempotency-key", randomUUID());
      if (authorization !== undefined) void call.set("authorization", authorization);
      const answer = await (body === undefined ? call : call.send(body));
      expect([method, path, answer.status]).toEqual([method, path, expected]);
    }
  });
});
