import { readFileSync } from "node:fs";
import path from "node:path";
import express from "express";
import request from "supertest";
import { capturedLogger, tablesSpec } from "../test/tables-app";
import { contract } from "./http/contract";
import { notFound, problemHandler } from "./http/problem-handler";
import { createMetrics, httpMetrics, instrumentedFetch, type Registry } from "./metrics";

async function labelsOf(registry: Registry, metric: string): Promise<object[]> {
  const { values } = (await registry.getSingleMetric(metric)?.get()) ?? { values: [] };
  return values
    .filter((value) => "metricName" in value && value.metricName === `${metric}_count`)
    .map(({ labels }) => labels);
}

const server = "http_server_request_duration_seconds";
const client = "http_client_request_duration_seconds";

function timedApp() {
  const { registry } = createMetrics("tables");
  const app = express();
  const emulated = express.Router();
  emulated.post("/:method", (_, res) => void res.json({ ok: true }));
  app.use(httpMetrics(registry));
  app.get("/health/:part", (_, res) => void res.send("ok"));
  app.use("/bot:token", emulated);
  app.use("/docs", (_, res) => void res.send("docs"));
  app.use(contract({ spec: tablesSpec, validateResponses: true }));
  app.get("/v1/tables/:tableId", () => {
    throw new Error("boom");
  });
  app.use(notFound);
  app.use(problemHandler({ logger: capturedLogger("silent").logger }));
  return { app, registry };
}

describe("createMetrics", () => {
  it("has the process's own metrics and says whose they are", async () => {
    const text = await createMetrics("tables").registry.metrics();
    expect(text).toContain('target_info{service_name="tables"} 1');
    expect(text).toMatch(/^process_resident_memory_bytes /m);
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  });

  it("says which release and which commit the process is of", async () => {
    const { version } = JSON.parse(readFileSync(path.join(__dirname, "../package.json"), "utf8")) as {
      version: string;
    };
    const built = await createMetrics("tables", "0a1b2c3").registry.metrics();
    expect(built).toContain(`okoshko_build_info{version="${version}",revision="0a1b2c3"} 1`);
    const fromSources = await createMetrics("tables").registry.metrics();
    expect(fromSources).toContain(`okoshko_build_info{version="${version}",revision="unknown"} 1`);
  });

  it("can be called twice in one process", () => {
    expect(() => [createMetrics("a"), createMetrics("b")]).not.toThrow();
  });
});

describe("httpMetrics", () => {
  it("counts the requests that are being answered, until they are", async () => {
    const { registry } = createMetrics("tables");
    const app = express();
    const active = async () =>
      (await registry.getSingleMetric("http_server_active_requests")?.get())?.values.map(
        ({ value }) => value,
      );
    const seen: unknown[] = [];
    app.use(httpMetrics(registry));
    const closed = new Promise<void>((resolve) => {
      app.get("/", async (_, res) => {
        res.once("close", resolve);
        seen.push(await active());
        res.send("ok");
      });
    });
    await request(app).get("/").expect(200);
    await closed;
    expect([...seen, await active()]).toEqual([[1], [0]]);
  });

  it("labels by the contract's path and by the route's, never by the path that was asked for", async () => {
    const { app, registry } = timedApp();
    const id = "0b4f6d3a-8c0e-4b6e-9d2a-3c1f5a7e9b10";
    await request(app).get(`/v1/tables/${id}`).set("Authorization", "Bearer x").expect(500);
    await request(app).get("/v1/tables/17").set("Authorization", "Bearer x").expect(400);
    await request(app).get("/health/disk");
    await request(app).post("/bot1000000001:secret/getMe");
    await request(app).get("/docs/swagger.css");
    expect(await labelsOf(registry, server)).toEqual([
      { http_request_method: "GET", http_route: "/v1/tables/{tableId}", http_response_status_code: 500 },
      { http_request_method: "GET", http_route: "/v1/tables/{tableId}", http_response_status_code: 400 },
      { http_request_method: "GET", http_route: "/health/{part}", http_response_status_code: 200 },
      { http_request_method: "POST", http_route: "/{method}", http_response_status_code: 200 },
      { http_request_method: "GET", http_route: "unmatched", http_response_status_code: 200 },
    ]);
    expect(await registry.metrics()).not.toContain("secret");
  });

  it("gives a scanner with a thousand paths and odd methods one or two series", async () => {
    const { app, registry } = timedApp();
    const listening = app.listen(0);
    for (let path = 0; path < 1000; path += 1)
      await request(listening).get(`/wp-admin/${path}.php?x=${path}`);
    await request(listening).propfind("/wp-admin");
    listening.close();
    expect(await labelsOf(registry, server)).toEqual([
      { http_request_method: "GET", http_route: "unmatched", http_response_status_code: 404 },
      { http_request_method: "_OTHER", http_route: "unmatched", http_response_status_code: 404 },
    ]);
  });

  it("counts a caller that hung up before it was answered as 499", async () => {
    const { registry } = createMetrics("tables");
    const app = express();
    app.use(httpMetrics(registry));
    app.get("/slow", (req) => void req.socket.destroy());
    await expect(request(app).get("/slow")).rejects.toThrow();
    expect(await labelsOf(registry, server)).toEqual([
      { http_request_method: "GET", http_route: "/slow", http_response_status_code: 499 },
    ]);
  });
});

describe("instrumentedFetch", () => {
  it("times answers and failures by peer, never by address", async () => {
    const { registry } = createMetrics("tables");
    const answers: (() => Promise<Response>)[] = [
      () => Promise.resolve(new Response("{}")),
      () => Promise.resolve(new Response("{}", { status: 429 })),
      () => Promise.reject(new TypeError("fetch failed")),
      () => Promise.reject(new DOMException("too slow", "TimeoutError")),
    ];
    const asked: unknown[] = [];
    const inner: typeof fetch = (input) => {
      asked.push(input);
      return answers.shift()?.() ?? Promise.reject(new Error("no more answers"));
    };
    const telegram = instrumentedFetch({ registry, peer: "telegram", fetch: inner });
    const booking = instrumentedFetch({ registry, peer: "booking-api", fetch: inner });

    expect((await telegram("https://api.telegram.org/bot1:secret/getMe", { method: "post" })).status).toBe(
      200,
    );
    expect((await booking(new Request("http://booking/v1/x", { method: "PATCH" }))).status).toBe(429);
    await expect(telegram(new URL("http://x/bot1:secret/getMe"))).rejects.toThrow("fetch failed");
    await expect(telegram("http://x")).rejects.toThrow("too slow");

    expect(asked).toHaveLength(4);
    expect(await labelsOf(registry, client)).toEqual([
      {
        http_request_method: "POST",
        server_address: "telegram",
        http_response_status_code: 200,
        error_type: "",
      },
      {
        http_request_method: "PATCH",
        server_address: "booking-api",
        http_response_status_code: 429,
        error_type: "",
      },
      {
        http_request_method: "GET",
        server_address: "telegram",
        http_response_status_code: "",
        error_type: "network",
      },
      {
        http_request_method: "GET",
        server_address: "telegram",
        http_response_status_code: "",
        error_type: "TimeoutError",
      },
    ]);
    expect(await registry.metrics()).not.toContain("secret");
  });
});
