import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { capturedLogger } from "../test/tables-app";

const token = "1000000001:okoshko-emulator-demo-token-000000000";

describe("a log line", () => {
  it("is one JSON object with time, level, service and message", () => {
    const { logger, lines, text } = capturedLogger();
    logger.info({ port: 4001 }, "listening");
    expect(lines()).toEqual([
      expect.objectContaining({ level: "info", service: "tables", msg: "listening", port: 4001 }),
    ]);
    expect(Date.parse(String(lines()[0]?.["time"]))).not.toBeNaN();
    expect(text()).toMatch(/^\{[^\n]*\}\n$/);
  });

  it("names the active trace and span, and nothing when there is none", () => {
    const { logger, lines } = capturedLogger();
    const manager = new AsyncLocalStorageContextManager().enable();
    context.setGlobalContextManager(manager);
    const span = trace.wrapSpanContext({
      traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
      spanId: "00f067aa0ba902b7",
      traceFlags: 1,
    });
    context.with(trace.setSpan(context.active(), span), () => logger.info("inside"));
    logger.info("outside");
    context.disable();
    expect(lines()[0]).toMatchObject({
      trace_id: "4bf92f3577b34da6a3ce929d0e0e4736",
      span_id: "00f067aa0ba902b7",
    });
    expect(lines()[1]).not.toHaveProperty("trace_id");
  });

  it.each<[string, (logger: ReturnType<typeof capturedLogger>["logger"]) => void]>([
    ["in a field", (logger) => logger.info({ token: "hunter2" })],
    [
      "in a field at depth",
      (logger) => logger.info({ request: { headers: [{ Authorization: "hunter2" }] } }),
    ],
    ["in an object under such a name", (logger) => logger.info({ serviceTokens: { bot: "hunter2" } })],
    ["in a field with a longer name", (logger) => logger.info({ webhook_secret_token: "hunter2", n: 1 })],
    ["in a number", (logger) => logger.info({ phone_number: 37120000000, note: "hunter" })],
    ["in a child's binding", (logger) => logger.child({ password: "hunter2" }).info("x")],
    ["in JSON quoted by a message", (logger) => logger.info('sent {"password":"hunter2"}')],
    ["in a bearer header quoted by a message", (logger) => logger.info("sent Authorization: Bearer hunter2")],
    [
      "in the password of a URL",
      (logger) => logger.info({ url: "postgres://okoshko:hunter2@db:5432/okoshko" }),
    ],
    ["in a query parameter", (logger) => logger.info("GET /calendar.ics?access_token=hunter2&x=1")],
  ])("does not tell a secret %s", (_, log) => {
    const { logger, lines, text } = capturedLogger();
    log(logger);
    expect(text()).not.toMatch(/hunter2|37120000000/);
    expect(text()).toContain("<redacted>");
    expect(lines()).toHaveLength(1);
  });

  it("does not tell Telegram's token, wherever a URL is quoted", () => {
    const { logger, text } = capturedLogger();
    const at = `https://api.telegram.org/bot${token}/sendMessage`;
    logger.info({ url: at }, `POST ${at} failed`);
    logger.error({ err: new Error(`request to ${at} failed`, { cause: new Error(at) }) });
    logger.error(new Error(`request to https://api.telegram.org/bot123:AAE/getMe failed`));
    logger.info(`the token is ${token}`);
    logger.info({ url: `http://127.0.0.1/bot${encodeURIComponent(token)}/x` });
    expect(text()).not.toContain("demo-token");
    expect(text()).not.toContain("bot123:AAE");
    expect(text()).toContain("https://api.telegram.org/bot<redacted>/sendMessage");
  });

  it("keeps an error's type, message, stack and cause", () => {
    const { logger, lines } = capturedLogger();
    logger.error({ err: new TypeError("boom", { cause: new Error("because") }) }, "failed");
    expect(lines()[0]?.["err"]).toMatchObject({
      type: "TypeError",
      message: expect.stringContaining("boom"),
      stack: expect.stringContaining("because"),
    });
  });

  it("tells of an error what failed, and not what somebody had written", () => {
    const { logger, lines, text } = capturedLogger();
    const refused = Object.assign(new Error("violates check constraint"), {
      code: "23514",
      constraint: "notes_short",
      detail: "Failing row contains (1, a private note)",
      parameters: ["a private note"],
    });
    const payload = { text: "a private note" };
    logger.error({
      err: Object.assign(new Error("refused"), { parent: refused, original: refused, payload }),
    });
    logger.error(refused, "failed");
    logger.error({ err: new AggregateError([refused], "all failed") });
    expect(text()).not.toContain("private");
    expect(lines()[0]?.["err"]).toMatchObject({ parent: { code: "23514", constraint: "notes_short" } });
    expect(lines()[1]?.["err"]).toMatchObject({ code: "23514" });
    expect(lines()[2]?.["err"]).toMatchObject({ aggregateErrors: [{ code: "23514" }] });
  });

  it("keeps everything that only looks a little like a secret", () => {
    const { logger, lines } = capturedLogger();
    const fields = {
      at: "2026-03-01T10:00:00Z",
      id: "telegram:1001",
      route: "/v1/masters/1:2",
      note: "12:30",
    };
    logger.info(fields, "booked for 10:30");
    expect(lines()[0]).toMatchObject({ ...fields, msg: "booked for 10:30" });
  });

  it("below the level is not written", () => {
    const { logger, text } = capturedLogger("warn");
    logger.info("quiet");
    expect(text()).toBe("");
  });
});
