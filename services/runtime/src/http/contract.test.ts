import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import request from "supertest";
import { capturedLogger, tablesApp, tablesSpec } from "../../test/tables-app";
import { contract, readContract } from "./contract";

const id = "0b4f6d3a-8c0e-4b6e-9d2a-3c1f5a7e9b10";
const booking = { startsAt: "2026-03-29T03:30:00+03:00", guests: 2 };

function post(body: object) {
  const seen: unknown[] = [];
  const app = tablesApp((router) => {
    router.post("/v1/tables", (req, res) => {
      seen.push(req.body);
      res.status(201).json(req.body);
    });
  });
  const sent = request(app)
    .post("/v1/tables")
    .set({ Authorization: "Bearer good", "Idempotency-Key": "12345678" })
    .send(body);
  return { sent, seen };
}

describe("a request", () => {
  it("reaches its route with date-times still as the strings that were sent", async () => {
    const { sent, seen } = post({ ...booking, day: "2026-02-28", note: null });
    await sent.expect(201);
    expect(seen).toEqual([{ ...booking, day: "2026-02-28", note: null }]);
  });

  it.each([
    ["a date that is not in the calendar", { day: "2026-02-31" }, "/day"],
    ["a date-time on a day that is not in the calendar", { startsAt: "2026-02-31T10:00:00Z" }, "/startsAt"],
    ["a date-time with a 25th hour", { startsAt: "2026-03-01T25:00:00Z" }, "/startsAt"],
    ["a date-time without an offset", { startsAt: "2026-03-01T10:00:00" }, "/startsAt"],
    ["words for a date-time", { startsAt: "tomorrow at three" }, "/startsAt"],
    ["a number for a date-time", { startsAt: 1774746000 }, "/startsAt"],
    ["a number as text", { guests: "2" }, "/guests"],
    ["a fraction for an integer", { guests: 1.5 }, "/guests"],
    ["too many guests", { guests: 13 }, "/guests"],
    ["null where it is not allowed", { guests: null }, "/guests"],
    ["an unknown field", { discount: 100 }, "/discount"],
    ["a bad item of a list", { tags: ["ok", "too long"] }, "/tags/1"],
  ])("is refused for %s, and the fault is pointed at", async (_, change, pointer) => {
    const { sent, seen } = post({ ...booking, ...change });
    const { body } = await sent.expect(400);
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
    expect(seen).toEqual([]);
  });

  it("is told all of its faults at once", async () => {
    const app = tablesApp(() => undefined);
    const { body } = await request(app)
      .post("/v1/tables")
      .set("Authorization", "Bearer good")
      .send({ startsAt: "soon", guests: 99 })
      .expect(400);
    expect(body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      "/guests",
      "/startsAt",
      "header/idempotency-key",
    ]);
  });

  it("is told at most twenty faults", async () => {
    const { sent } = post({ ...booking, tags: Array.from({ length: 500 }, () => "too long") });
    const { body } = await sent.expect(400);
    expect(body.errors).toHaveLength(20);
  });

  it.each([
    ["day=2026-02-31", "query/day"],
    ["seats=two&day=2026-03-01", "query/seats"],
    ["seats=2", "query/day"],
    ["day=2026-03-01&ids=abc", "query/ids/0"],
    ["day=2026-03-01&seat=2", "query/seat"],
    ["day=", "query/day"],
    ["day=2026-03-01&__proto__[x]=1", "query/__proto__"],
    ["day=2026-03-01&seats=1e400", "query/seats"],
    [`day=2026-03-01&ids[]=${id}`, "query/ids"],
    ["day=2026-03-01&ids[a][b]=x", "query/ids"],
    ["day=2026-03-01&ids%5B0%5D=x", "query/ids"],
  ])("with the query %s is refused", async (query, pointer) => {
    const { body } = await request(tablesApp(() => undefined))
      .get(`/v1/tables?${query}`)
      .set("Authorization", "Bearer good")
      .expect(400);
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  it("gets its query parsed: numbers, lists and defaults", async () => {
    let query: unknown;
    const app = tablesApp((router) => {
      router.get("/v1/tables", (req, res) => {
        query = { ...req.query };
        res.json({ items: [] });
      });
    });
    await request(app)
      .get(`/v1/tables?day=2026-03-01&ids=${id},${id}`)
      .set("Authorization", "Bearer good")
      .expect(200);
    expect(query).toEqual({ day: "2026-03-01", ids: [id, id], seats: 2 });
  });

  it("with a malformed path parameter is refused", async () => {
    const { body } = await request(tablesApp(() => undefined))
      .get("/v1/tables/17")
      .set("Authorization", "Bearer good")
      .expect(400);
    expect(body.errors[0].pointer).toBe("path/tableId");
  });
});

describe("an answer", () => {
  const answer = (table: object, validateResponses = true) => {
    const log = capturedLogger();
    const app = tablesApp((router) => router.get("/v1/tables/:tableId", (_, res) => void res.json(table)), {
      logger: log.logger,
      validateResponses,
    });
    return { log, sent: request(app).get(`/v1/tables/${id}`).set("Authorization", "Bearer good") };
  };

  it("may use what OpenAPI 3.1 allows: lists of types, null in oneOf, a schema within itself", async () => {
    await answer({ id, seats: 4, freeAt: null, beside: { id, seats: 2, beside: null } }).sent.expect(200);
    await answer({ id, seats: 4, freeAt: "2026-03-01T10:00:00Z" }).sent.expect(200);
  });

  it.each([{ id, seats: "4" }, { id }, { id, seats: 4, secret: 1 }, { id, seats: 4, freeAt: "later" }])(
    "that breaks the contract becomes a 500 and says why in the log only: %j",
    async (table) => {
      const { log, sent } = answer(table);
      const { body, headers } = await sent.expect(500);
      expect(headers["content-type"]).toMatch(/^application\/problem\+json/);
      expect(Object.keys(body).sort()).toEqual(["instance", "status", "title", "type"]);
      const logged = log.lines().find((line) => line.msg === "request failed");
      expect(logged).toHaveProperty("faults.0.path", expect.stringMatching(/^\/response/));
    },
  );

  it("is not looked at when validateResponses is off", async () => {
    await answer({ nonsense: true }, false).sent.expect(200);
  });

  it("may be a problem that the operation doesn't declare", async () => {
    const app = tablesApp((router) =>
      router.get("/v1/open", () => {
        throw new Error("boom");
      }),
    );
    const { body } = await request(app).get("/v1/open").expect(500);
    expect(body.type).toBe("about:blank");
  });
});

describe("a security handler", () => {
  it.each([undefined, "Bearer bad", "Basic Z29vZA=="])(
    "refuses the credentials %s",
    async (authorization) => {
      const sent = request(tablesApp(() => undefined)).get("/v1/tables?day=2026-03-01");
      if (authorization !== undefined) void sent.set("Authorization", authorization);
      const { body, headers } = await sent.expect(401);
      expect(body.type).toMatch(/\/unauthorized$/);
      expect(headers["www-authenticate"]).toBe("Bearer");
    },
  );

  it("is asked before the request is looked at, so that a stranger learns nothing of it", async () => {
    await request(tablesApp(() => undefined))
      .get("/v1/tables?nonsense=1")
      .expect(401);
  });

  it("is not asked by an operation without security", async () => {
    const app = tablesApp((router) => router.get("/v1/open", (_, res) => void res.json({ open: true })));
    await request(app).get("/v1/open").expect(200);
  });

  it("makes only the presence of credentials count when there is none", async () => {
    const app = tablesApp((router) => router.get("/v1/tables", (_, res) => void res.json({ items: [] })), {
      handlers: undefined,
    });
    await request(app).get("/v1/tables?day=2026-03-01").expect(401);
    await request(app).get("/v1/tables?day=2026-03-01").set("Authorization", "Bearer any").expect(200);
  });
});

describe("readContract", () => {
  it("puts what comes from other files in its place, and keeps references within the file", () => {
    const document = readContract(tablesSpec);
    expect(JSON.stringify(document)).not.toContain("common/");
    expect(document.paths?.["/v1/tables"]?.post).toMatchObject({
      parameters: [{ name: "Idempotency-Key" }],
      requestBody: {
        content: { "application/json": { schema: { $ref: "#/components/schemas/TableBooking" } } },
      },
      responses: { default: { content: { "application/problem+json": { schema: { type: "object" } } } } },
    });
    expect(document.webhooks).toHaveProperty(["table.booked", "post", "operationId"], "onTableBooked");
  });

  it("gives every caller a copy of its own", () => {
    Object.assign(readContract(tablesSpec), { paths: {} });
    expect(Object.keys(readContract(tablesSpec).paths ?? {})).not.toEqual([]);
  });

  it.each(["booking-api", "notifier", "bot", "telegram-emulator"])("reads the contract %s", (spec) => {
    const document = readContract(spec);
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(JSON.stringify(document)).not.toMatch(/"\$ref":"[^#]/);
  });

  const written = (yaml: string): string => {
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), "okoshko-contract-")), "spec.yaml");
    writeFileSync(file, yaml);
    return file;
  };

  it("throws at start-up when the spec is missing, points to nowhere, goes in circles or is of another version", () => {
    expect(() => contract({ spec: "no-such-service", validateResponses: true })).toThrow(/no-such-service/);
    expect(() => readContract("/nowhere/spec.yaml")).toThrow(/nowhere/);
    expect(() => readContract(written("openapi: 3.0.3"))).toThrow(/not an OpenAPI 3\.1 document/);
    expect(() => readContract(written("openapi: 3.1.0\npaths: { $ref: 'other.yaml#/x' }"))).toThrow(
      /other\.yaml/,
    );
    const looping = written("openapi: 3.1.0\npaths: { $ref: 'loop.yaml#/A' }");
    writeFileSync(path.join(path.dirname(looping), "loop.yaml"), "A: { b: { $ref: '#/A' } }");
    expect(() => readContract(looping)).toThrow(/refers to itself/);
    const dangling = written("openapi: 3.1.0\npaths: { $ref: 'loop.yaml#/Z' }");
    writeFileSync(path.join(path.dirname(dangling), "loop.yaml"), "A: 1");
    expect(() => readContract(dangling)).toThrow(/which does not exist/);
  });
});
