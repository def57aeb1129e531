import { randomUUID } from "node:crypto";
import request from "supertest";
import { createMetrics } from "@okoshko/runtime/metrics";
import { aVisit, confirmed } from "../../test/events";
import { aDatabase, silent, someOperations } from "../../test/notifier-world";
import { idleWebhooks } from "../../test/webhook-world";
import { createApp } from "../app";
import { inTransaction } from "../database";
import { insertPlanned } from "./insert-planned";
import { planEvent } from "./plan";

let database: Awaited<ReturnType<typeof aDatabase>>;
let app: ReturnType<typeof createApp>;
const token = "a-token-that-is-known";
const first = aVisit();
const second = aVisit({ startsAt: "2026-11-25T13:00:00.000Z" });

beforeAll(async () => {
  database = await aDatabase();
  app = createApp({
    operations: someOperations({ pool: database.pool }),
    webhooks: idleWebhooks(database.pool),
    tokens: new Map([
      ["admin", token],
      ["bot", "another-token-that-is-known"],
    ]),
    validateResponses: true,
    registry: createMetrics("notifier").registry,
    logger: silent,
  });
  await inTransaction(database.pool, (tx) =>
    insertPlanned(
      tx,
      [first, second].flatMap((visit) => planEvent(confirmed(visit, { actor: "client" })).deliveries),
      new Date("2026-11-20T09:00:00Z"),
    ),
  );
});
afterAll(() => database.drop());

const get = (path: string) => request(app).get(path).set("authorization", `Bearer ${token}`);
interface Page {
  items: { id: string; kind: string; dueAt: string }[];
  nextCursor: string | null;
}
const kinds = async (query: string) => {
  const answer = await get(`/v1/deliveries?${query}`).expect(200);
  return (answer.body as Page).items.map(({ kind }) => kind);
};

describe("the ledger", () => {
  it("shows all deliveries, the latest due first", async () => {
    const { body } = (await get("/v1/deliveries").expect(200)) as { body: Page };
    const dues = body.items.map(({ dueAt }) => dueAt);
    expect(dues).toEqual([...dues].sort().reverse());
    expect(body.items).toHaveLength(8);
    expect(body.nextCursor).toBeNull();
    expect(body.items[0]).toEqual({
      id: expect.any(String),
      kind: "reminder",
      status: "planned",
      reason: null,
      priority: "reminder",
      recipient: { telegramUserId: second.client.telegramUserId, role: "client", locale: "ru" },
      appointmentId: second.id,
      appointmentVersion: 1,
      leadMinutes: 120,
      broadcastId: null,
      waitlistEntryId: null,
      dueAt: "2026-11-25T11:00:00.000Z",
      attempts: 0,
      repeatOf: null,
      corrects: null,
      sentAt: null,
      telegramMessageId: null,
      createdAt: "2026-11-20T09:00:00.000Z",
      updatedAt: "2026-11-20T09:00:00.000Z",
    });
  });

  it("is read page by page without a gap or a repetition, also among deliveries due together", async () => {
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const next: { body: Page } = await get(`/v1/deliveries?limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...next.body.items.map(({ id }) => id));
      cursor = next.body.nextCursor;
    }
    expect(seen).toHaveLength(8);
    expect(new Set(seen).size).toBe(8);
  });

  it("is filtered by visit, person, status and kind, alone and together", async () => {
    expect(await kinds(`appointmentId=${first.id}`)).toHaveLength(4);
    expect(await kinds(`telegramUserId=${first.master.telegramUserId}`)).toEqual(["confirmation_master"]);
    expect(await kinds("status=skipped")).toEqual(["confirmation", "confirmation"]);
    expect(await kinds("kind=reminder")).toHaveLength(4);
    expect(await kinds(`appointmentId=${second.id}&kind=reminder&status=planned`)).toEqual([
      "reminder",
      "reminder",
    ]);
    expect(await kinds(`appointmentId=${randomUUID()}`)).toEqual([]);
  });

  it("shows one delivery", async () => {
    const { body } = (await get("/v1/deliveries?limit=1")) as { body: Page };
    const answer = await get(`/v1/deliveries/${body.items[0]?.id}`).expect(200);
    expect(answer.body).toEqual(body.items[0]);
  });
});

describe("what bad input gets", () => {
  it.each([
    ["appointmentId=1", "query/appointmentId"],
    ["telegramUserId=0", "query/telegramUserId"],
    ["telegramUserId=9007199254740992", "query/telegramUserId"],
    ["telegramUserId=x", "query/telegramUserId"],
    ["status=lost", "query/status"],
    ["kind=love_letter", "query/kind"],
    ["limit=0", "query/limit"],
    ["limit=201", "query/limit"],
    ["limit=ten", "query/limit"],
    ["cursor=", "query/cursor"],
    ["cursor=nonsense", "query/cursor"],
    [`cursor=${Buffer.from("1_' or 1=1").toString("base64url")}`, "query/cursor"],
    ["kind=reminder&kind=change", "query/kind"],
    ["unknown=1", "query/unknown"],
  ])("%s is an invalid request that names %s", async (query, pointer) => {
    const { body, type } = await get(`/v1/deliveries?${query}`).expect(400);
    expect(type).toBe("application/problem+json");
    expect(body).toMatchObject({ type: "https://okoshko.dev/problems/invalid-request", status: 400 });
    expect((body as { errors: { pointer: string }[] }).errors.map((error) => error.pointer)).toContain(
      pointer,
    );
  });

  it.each([
    ["GET", "/v1/deliveries/1", 400],
    ["GET", `/v1/deliveries/${randomUUID()}`, 404],
    ["GET", "/v1/nothing", 404],
    ["GET", "/v1/deliveries/%E0%A4%A", 400],
    ["POST", "/v1/deliveries", 405],
    ["DELETE", `/v1/deliveries/${randomUUID()}`, 405],
  ])("%s %s is a problem with status %d", async (method, path, status) => {
    const call = method === "GET" ? get(path) : request(app)[method === "POST" ? "post" : "delete"](path);
    const answer = await call.set("authorization", `Bearer ${token}`);
    expect([answer.status, answer.type]).toEqual([status, "application/problem+json"]);
  });

  it.each([
    ["no token", undefined],
    ["a wrong token", "Bearer a-token-that-is-not-known"],
    ["a part of a token", `Bearer ${token.slice(0, -1)}`],
    ["another scheme", `Basic ${token}`],
    ["an empty token", "Bearer "],
  ])("%s is unauthorized", async (_, authorization) => {
    for (const path of ["/v1/deliveries", `/v1/deliveries/${randomUUID()}`]) {
      const call = request(app).get(path);
      const answer = await (authorization === undefined ? call : call.set("authorization", authorization));
      expect([answer.status, answer.type]).toEqual([401, "application/problem+json"]);
    }
  });
});
