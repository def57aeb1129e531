import { expose } from "@okoshko/runtime/exposition";
import { commonCatalogue, createMetrics } from "@okoshko/runtime/metrics";
import { nodeCatalogue } from "@okoshko/runtime/node-metrics";
import { metricsIn, metricsOf, promtoolOn } from "@okoshko/testkit/metrics-text";
import { Api } from "grammy";
import { botCatalogue, createBotMetrics } from "../src/metrics";
import { observeCalls, waitOutShortFloods } from "../src/telegram";

const { registry } = createMetrics("bot");
const metrics = createBotMetrics(registry);
const scrape = async () => (await expose(registry, undefined)).text;

describe("/metrics", () => {
  const catalogue = [...nodeCatalogue, ...Object.values(commonCatalogue), ...Object.values(botCatalogue)];

  it("has what the catalogue says and nothing else, with its labels", async () => {
    metrics.updates.inc({ kind: "message", outcome: "handled" });
    metrics.parked.inc({ kind: "message", reason: "handler_failed" });
    metrics.updateDuration.observe({ kind: "message" }, 0.1);
    metrics.taps.inc({ verdict: "fresh" });
    expect(metricsIn(await scrape(), catalogue)).toEqual(metricsOf(catalogue));
  });

  it("has a series for whatever may become of an update, and for both who may take them, before the first one", async () => {
    const unused = createMetrics("bot").registry;
    createBotMetrics(unused);
    const { text } = await expose(unused, undefined);
    for (const line of [
      'bot_updates_total{kind="callback_query",outcome="failed"} 0',
      'bot_updates_total{kind="message",outcome="deferred"} 0',
      'bot_updates_total{kind="message",outcome="handled"} 0',
      'bot_telegram_conflicts_total{with="poller"} 0',
      'bot_telegram_conflicts_total{with="webhook"} 0',
    ])
      expect(text.split("\n")).toContain(line);
  });

  it("tells of a 429 also when it was waited out, and the call went through", async () => {
    const answers = [
      {
        ok: false as const,
        error_code: 429,
        description: "Too Many Requests",
        parameters: { retry_after: 0 },
      },
      { ok: true as const, result: true },
    ];
    const api = new Api("1:token");
    api.config.use(() => Promise.resolve(answers.shift() as never));
    api.config.use(observeCalls(metrics), waitOutShortFloods);
    await api.sendChatAction(1, "typing");
    const text = await scrape();
    for (const outcome of ["429", "ok"])
      expect(text).toContain(
        `telegram_request_duration_seconds_count{method="sendChatAction",outcome="${outcome}"} 1`,
      );
  });

  (promtoolOn("") === undefined ? it.skip : it)(
    "is as promtool wants it (skipped where there is none)",
    async () => {
      expect(promtoolOn(await scrape())).toBe("");
    },
  );
});
