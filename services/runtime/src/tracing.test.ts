import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import path from "node:path";
import { parseTraceparent } from "./trace-context";
import { isTracingConfigured, startTracing } from "./tracing";

const storedTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

/** Runs test/traced-service.cjs against the built workspace; patched modules need a process of their own. */
async function run(env: NodeJS.ProcessEnv): Promise<{ seen: Record<string, unknown>; stderr: string }> {
  const child = spawn(process.execPath, [path.join(__dirname, "..", "test", "traced-service.cjs")], { env });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  await new Promise((resolve) => child.on("close", resolve));
  return { seen: JSON.parse(stdout), stderr };
}

describe("tracing that nobody asked for", () => {
  it("loads nothing, prints nothing, and passes everything through", async () => {
    const { seen, stderr } = await run({});
    expect(stderr).toBe("");
    expect(seen).toEqual({
      sdk: false,
      outside: null,
      handler: { traceparent: null, received: null },
      fresh: null,
      failed: "Error",
      poll: { traceparent: null, received: null },
    });
  });

  it.each<[NodeJS.ProcessEnv, boolean]>([
    [{}, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "" }, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://c:4318" }, true],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://c:4318/v1/traces" }, true],
    [{ OTEL_TRACES_EXPORTER: "otlp" }, true],
    [{ OTEL_TRACES_EXPORTER: "none", OTEL_EXPORTER_OTLP_ENDPOINT: "http://c:4318" }, false],
    [{ OTEL_SDK_DISABLED: "true", OTEL_EXPORTER_OTLP_ENDPOINT: "http://c:4318" }, false],
  ])("is decided by OpenTelemetry's variables: %j", (env, expected) => {
    expect(isTracingConfigured(env)).toBe(expected);
  });

  it("can be shut down", async () => {
    await expect(startTracing("tables", {}).shutdown()).resolves.toBeUndefined();
  });
});

describe("tracing to a collector", () => {
  it("continues the stored trace into the next service, and sends no secret", async () => {
    const received: { url: string | undefined; body: string }[] = [];
    const collector = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        received.push({ url: request.url, body: Buffer.concat(chunks).toString("latin1") });
        response.end();
      });
    });
    await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
    const { port } = collector.address() as AddressInfo;

    const { seen, stderr } = await run({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
    collector.close();

    expect(stderr).toBe("");
    expect(seen).toMatchObject({
      outside: null,
      handler: {
        traceparent: expect.stringMatching(new RegExp(`^00-${storedTrace}-[0-9a-f]{16}-01$`)),
        received: expect.stringMatching(new RegExp(`^00-${storedTrace}-[0-9a-f]{16}-01$`)),
      },
      fresh: expect.stringMatching(/^00-(?!4bf92f35)[0-9a-f]{32}-[0-9a-f]{16}-01$/),
      failed: "Error",
    });
    // Protobuf writes its strings as they are.
    const sent = received.map(({ body }) => body).join();
    expect(new Set(received.map(({ url }) => url))).toEqual(new Set(["/v1/traces"]));
    for (const expected of [
      "traced-service",
      "GET /v1/tables/:id",
      "deliver",
      "api.telegram.org/bot<redacted>",
    ])
      expect(sent).toContain(expected);
    expect(sent).not.toContain("the-secret-token");
    expect(sent).not.toContain("livez");
  });

  it("is refused for an exporter that isn't there", () => {
    expect(() => startTracing("tables", { OTEL_TRACES_EXPORTER: "zipkin" })).toThrow(
      /zipkin.*otlp, console and none/,
    );
  });
});

describe("parseTraceparent", () => {
  it("reads the W3C form", () => {
    expect(parseTraceparent(`00-${storedTrace}-00f067aa0ba902b7-01`)).toEqual({
      traceId: storedTrace,
      spanId: "00f067aa0ba902b7",
      traceFlags: 1,
      isRemote: true,
    });
  });

  it.each([
    undefined,
    null,
    "",
    "nonsense",
    `00-${storedTrace}-00f067aa0ba902b7`,
    `00-${storedTrace}-0000000000000000-01`,
    `00-${"0".repeat(32)}-00f067aa0ba902b7-01`,
    `00-${storedTrace.toUpperCase()}-00f067aa0ba902b7-01`,
    `00-${storedTrace}-00f067aa0ba902b7-01\r\nx: y`,
  ])("takes %j for none", (value) => {
    expect(parseTraceparent(value)).toBeUndefined();
  });
});
