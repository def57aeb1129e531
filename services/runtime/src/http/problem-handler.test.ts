import path from "node:path";
import { gzipSync } from "node:zlib";
import { problems, problemType, type ProblemName } from "@okoshko/contracts/problems";
import express from "express";
import request from "supertest";
import { capturedLogger, tablesApp } from "../../test/tables-app";
import { Problem } from "../problem";
import { jsonBody } from "./json-body";
import { notFound, problemHandler } from "./problem-handler";

const headers = { Authorization: "Bearer good", "Idempotency-Key": "12345678" };
const booking = { startsAt: "2026-03-29T03:30:00+03:00", guests: 2 };

/** An app in which /v1/tables throws what it is given. */
function throwing(error: unknown) {
  const log = capturedLogger();
  const app = tablesApp(
    (router) =>
      router.get("/v1/tables", () => {
        throw error;
      }),
    { logger: log.logger },
  );
  return { log, sent: request(app).get("/v1/tables?day=2026-03-01").set(headers) };
}

function expectProblem(response: request.Response, name: ProblemName): void {
  expect(response.status).toBe(problems[name].status);
  expect(response.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  expect(response.headers["cache-control"]).toBe("no-store");
  expect(response.body).toMatchObject({ type: problemType(name), ...problems[name] });
  expect(response.body.instance).toMatch(/^urn:trace:[0-9a-f]{32}$/);
}

describe("a Problem", () => {
  it.each(Object.keys(problems) as ProblemName[])("%s is answered as the registry says", async (name) => {
    expectProblem(await throwing(new Problem(name)).sent, name);
  });

  it("that was told of already is not told of twice", async () => {
    const log = capturedLogger();
    const app = express();
    app.get("/:name", ({ params }) => {
      throw new Problem(params.name as ProblemName);
    });
    app.use(problemHandler({ logger: log.logger, told: ["unavailable"] }));
    await request(app).get("/unavailable").expect(503);
    expect(log.text()).not.toContain("request failed");
  });

  it("carries its detail, errors, extensions and headers, and keeps its cause for the log", async () => {
    const { log, sent } = throwing(
      new Problem("slot-taken", {
        detail: "Somebody was faster.",
        errors: [{ pointer: "/startsAt", detail: "is taken" }],
        extensions: { alternatives: ["2026-03-29T04:00:00Z"], status: 200 },
        headers: { "Retry-After": "7" },
        cause: new Error("conflicting key value violates exclusion constraint"),
      }),
    );
    const response = await sent;
    expectProblem(response, "slot-taken");
    expect(response.headers["retry-after"]).toBe("7");
    expect(response.body).toMatchObject({
      detail: "Somebody was faster.",
      errors: [{ pointer: "/startsAt", detail: "is taken" }],
      alternatives: ["2026-03-29T04:00:00Z"],
    });
    expect(response.text).not.toContain("exclusion constraint");
    expect(log.text()).toContain("exclusion constraint");
  });
});

describe("an error nobody foresaw", () => {
  const leaky = Object.assign(new Error("password authentication failed for user postgres"), {
    status: 404,
    statusCode: 404,
    expose: false,
    detail: "at db.internal:5432",
    headers: { "X-Leak": "1" },
  });

  it.each([
    ["an Error", leaky],
    ["a string", "password authentication failed"],
    ["an object", { status: 403, message: "password authentication failed" }],
    ["an error of a client we called", Object.assign(new Error("password: 404 Not Found"), { status: 404 })],
  ])("(%s) is a 500 that leaks nothing", async (_, error) => {
    const { log, sent } = throwing(error);
    const response = await sent.expect(500);
    expect(response.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(response.headers["x-leak"]).toBeUndefined();
    expect(response.body).toEqual({
      type: "about:blank",
      title: "Internal Server Error",
      status: 500,
      instance: expect.stringMatching(/^urn:trace:[0-9a-f]{32}$/),
    });
    expect(response.text).not.toContain("password");
    const line = log.lines().find(({ level }) => level === "error");
    expect(line?.["instance"]).toBe(response.body.instance);
  });

  it("is found in the log by the id of the caller's trace", async () => {
    const { log, sent } = throwing(new Error("boom"));
    const { body } = await sent.set("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    expect(body.instance).toBe("urn:trace:4bf92f3577b34da6a3ce929d0e0e4736");
    expect(log.text()).toContain("boom");
  });

  it("breaks the connection when half of the answer is already sent", async () => {
    const app = tablesApp((router) =>
      router.get("/v1/open", (_, res) => {
        res.write('{"open":');
        throw new Error("boom");
      }),
    );
    await expect(request(app).get("/v1/open")).rejects.toThrow(/aborted|socket hang up/);
  });

  it("may be a promise's", async () => {
    const app = tablesApp((router) => router.get("/v1/open", () => Promise.reject(new Error("boom"))));
    await request(app)
      .get("/v1/open")
      .expect(500)
      .expect("content-type", /problem\+json/);
  });
});

describe("a body", () => {
  const app = tablesApp((router) =>
    router.post("/v1/tables", (req, res) => void res.status(201).json(req.body)),
  );
  const post = () => request(app).post("/v1/tables").set(headers);
  const raw = (text: string | Buffer, type = "application/json") =>
    post().set("Content-Type", type).send(text);

  it.each(["{", '{"startsAt": }', "nonsense", "[1,]", '"text"', "17", '{"a":1}}', "\u0000"])(
    "that is no JSON object (%j) is an invalid-request",
    async (text) => {
      const response = await raw(text);
      expectProblem(response, "invalid-request");
      expect(response.body.errors[0].pointer).toBe("");
      expect(response.text).not.toMatch(/Unexpected|position|SyntaxError/);
    },
  );

  it("that is missing is refused", async () => {
    expectProblem(await post().set("Content-Type", "application/json"), "invalid-request");
    expectProblem(await raw("{}"), "invalid-request");
    expectProblem(await post(), "unsupported-media-type");
  });

  it("of one megabyte is a payload-too-large", async () => {
    expectProblem(await post().send({ ...booking, note: "x".repeat(1_000_000) }), "payload-too-large");
  });

  it("that grows to one megabyte when unpacked is a payload-too-large", async () => {
    const packed = gzipSync(JSON.stringify({ note: "x".repeat(1_000_000) }));
    const response = await post()
      .set({ "Content-Type": "application/json", "Content-Encoding": "gzip" })
      .serialize((body) => body)
      .send(packed);
    expectProblem(response, "payload-too-large");
  });

  it("of another type, charset or encoding is an unsupported-media-type", async () => {
    expectProblem(await raw("startsAt=now", "application/x-www-form-urlencoded"), "unsupported-media-type");
    expectProblem(await raw("<a/>", "text/xml"), "unsupported-media-type");
    expectProblem(await raw("--x--", "multipart/form-data; boundary=x"), "unsupported-media-type");
    expectProblem(await raw("{}", "application/json; charset=klingon"), "unsupported-media-type");
    expectProblem(await raw("{}").set("Content-Encoding", "klingon"), "unsupported-media-type");
  });

  it("that isn't what its encoding says is an invalid-request", async () => {
    expectProblem(await raw("{}").set("Content-Encoding", "gzip"), "invalid-request");
  });

  it("that is nested fifty thousand deep is refused and crashes nothing", async () => {
    const deep = "[".repeat(45_000) + "]".repeat(45_000);
    expectProblem(await raw(`{"a":${deep}}`), "invalid-request");
    expectProblem(await raw('{"a":'.repeat(15_000) + "1" + "}".repeat(15_000)), "invalid-request");
  });

  it.each([
    '{"__proto__":{"admin":true}}',
    '{"startsAt":"2026-03-29T03:30:00Z","guests":2,"tags":[{"__proto__":{"admin":true}}]}',
    '{"constructor":{"prototype":{"admin":true}}}',
  ])("that tries to change prototypes is refused: %s", async (text) => {
    expectProblem(await raw(text), "invalid-request");
    expect(({} as Record<string, unknown>)["admin"]).toBeUndefined();
  });
});

describe("an address", () => {
  const app = tablesApp(() => undefined);

  it("that nobody knows is a not-found", async () => {
    expectProblem(await request(app).get("/v1/chairs").set(headers), "not-found");
    expectProblem(await request(app).get("/").set(headers), "not-found");
    expectProblem(await request(app).get("/index.html").set("Accept", "text/html"), "not-found");
  });

  it("that the contract has and no route serves is a not-found", async () => {
    expectProblem(await request(app).get("/v1/open"), "not-found");
  });

  it("with another method is a method-not-allowed that says which are", async () => {
    const response = await request(app).put("/v1/tables").set(headers).send(booking);
    expectProblem(response, "method-not-allowed");
    expect(response.headers["allow"]?.split(", ").sort()).toEqual(["GET", "POST"]);
  });

  it.each(["/v1/tables/%E0%A4%A", "/%", "/v1/tables/%00", "//", "/v1/tables?day=%E0%A4%A"])(
    "that is malformed (%s) is refused, as a problem",
    async (path) => {
      const response = await request(app).get(path).set(headers);
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(response.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    },
  );
});

describe("without a contract in front", () => {
  const app = express();
  app.use(jsonBody({ limit: 50 }));
  app.get("/files/:name", (req, res) => void res.send(req.params.name));
  app.use("/static", express.static(__dirname));
  app.post("/echo", (req, res) => void res.json(req.body));
  app.use(notFound);
  app.use(problemHandler({ logger: capturedLogger().logger }));

  it("Express's own errors are problems too", async () => {
    expectProblem(await request(app).get("/nowhere"), "not-found");
    expectProblem(await request(app).get("/files/%E0%A4%A"), "invalid-request");
    expectProblem(
      await request(app)
        .post("/echo")
        .send({ text: "x".repeat(60) }),
      "payload-too-large",
    );
    await request(app).post("/echo").send({ text: "fits" }).expect(200, { text: "fits" });
  });

  it("a part or version of a file that there is not is the asker's mistake", async () => {
    const file = `/static/${path.basename(__filename)}`;
    await request(app).get(file).expect(200);
    expectProblem(await request(app).get(file).set("range", "bytes=99999999-"), "invalid-request");
    expectProblem(await request(app).get(file).set("if-match", '"another"'), "invalid-request");
  });

  it("types that end in +json are JSON", async () => {
    await request(app)
      .post("/echo")
      .set("Content-Type", "application/merge-patch+json")
      .send('{"a":1}')
      .expect(200, { a: 1 });
  });
});
