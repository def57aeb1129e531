import { capturedLogger } from "../../test/tables-app";
import { createMetrics } from "../metrics";
import { type Admin, type ReadinessChecks, startAdmin } from "./admin";

const { logger, text } = capturedLogger();
let admin: Admin;

async function start(readiness: ReadinessChecks, watched: ReadinessChecks = {}): Promise<void> {
  admin = await startAdmin({
    host: "127.0.0.1",
    port: 0,
    registry: createMetrics("tables").registry,
    readiness,
    watched,
    logger,
  });
}
const get = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${admin.port}${path}`, init);
const readiness = async (): Promise<unknown> => {
  const response = await get("/readyz");
  return [response.status, await response.json()];
};

afterEach(() => admin.close());

describe("/readyz", () => {
  it("is off until the service says it is ready, and off again when it stops", async () => {
    await start({});
    expect(await readiness()).toEqual([503, { status: "starting", checks: {} }]);
    admin.setReady(true);
    expect(await readiness()).toEqual([200, { status: "ready", checks: {} }]);
    admin.setReady(false);
    expect(await readiness()).toEqual([503, { status: "stopping", checks: {} }]);
  });

  it("names each dependency that fails, without its error, which is logged", async () => {
    let healthy = false;
    await start({
      postgres: async () => {
        if (!healthy) throw new Error("connection refused at db.internal");
        await Promise.resolve();
      },
      redis: () => undefined,
    });
    admin.setReady(true);
    expect(await readiness()).toEqual([
      503,
      { status: "unready", checks: { postgres: "failed", redis: "ok" } },
    ]);
    expect(text()).toContain("db.internal");
    healthy = true;
    expect(await readiness()).toEqual([200, { status: "ready", checks: { postgres: "ok", redis: "ok" } }]);
  });

  it("answers in a second even if a dependency never does", async () => {
    await start({ postgres: () => new Promise(() => undefined), redis: () => undefined });
    admin.setReady(true);
    const started = performance.now();
    expect(await readiness()).toEqual([
      503,
      { status: "unready", checks: { postgres: "failed", redis: "ok" } },
    ]);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it("survives a check that throws at once", async () => {
    await start({
      postgres: () => {
        throw new Error("boom");
      },
    });
    expect((await get("/readyz")).status).toBe(503);
  });
});

describe("/metrics", () => {
  it("is what Prometheus reads", async () => {
    await start({});
    const response = await get("/metrics");
    expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await response.text()).toContain('target_info{service_name="tables"} 1');
  });

  it("says which dependency is up, also of one without which the service is ready", async () => {
    let isTelegramThere = true;
    await start(
      { postgres: () => Promise.resolve() },
      {
        telegram: async () => {
          if (!isTelegramThere) throw new Error("connection refused");
          await Promise.resolve();
        },
      },
    );
    admin.setReady(true);
    const scrape = async () => (await get("/metrics")).text();
    expect(await scrape()).toContain('dependency_up{dependency="telegram"} 1');
    isTelegramThere = false;
    const text = await scrape();
    expect(text).toContain('dependency_up{dependency="telegram"} 0');
    expect(text).toContain('dependency_up{dependency="postgres"} 1');
    expect(await readiness()).toEqual([200, { status: "ready", checks: { postgres: "ok" } }]);
  });
});

describe("/livez", () => {
  it("never looks at dependencies", async () => {
    let asked = 0;
    await start({
      postgres: () => {
        asked += 1;
        throw new Error("away");
      },
    });
    expect((await get("/livez")).status).toBe(200);
    admin.setReady(false);
    expect((await get("/livez?verbose")).status).toBe(200);
    expect(asked).toBe(0);
  });
});

describe("anything else", () => {
  it("is a problem, never HTML", async () => {
    await start({});
    for (const [path, init, status] of [
      ["/", undefined, 404],
      ["/metrics/../../etc/passwd", undefined, 404],
      ["/livez", { method: "POST" }, 405],
    ] as const) {
      const response = await get(path, init);
      expect(response.status).toBe(status);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
    }
  });

  it("that fails is a 500 without detail", async () => {
    const { registry } = createMetrics("tables");
    registry.metrics = () => Promise.reject(new Error("secret detail"));
    admin = await startAdmin({ host: "127.0.0.1", port: 0, registry, readiness: {}, logger });
    const response = await get("/metrics");
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret detail");
  });
});
