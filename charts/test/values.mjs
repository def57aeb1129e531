import assert from "node:assert/strict";
import { it } from "./it.mjs";
import { installations, merged, readYaml } from "./chart.mjs";

/** An address that neither httpRoute nor ingress is behind. */
const ownWebhook = { mode: "webhook", webhook: { url: "https://bot.example.com/hook" } };

/** What is changed in an installation of ci/, and what the sentence has to say. */
const contradictions = [
  ["demo", { telegram: { existingSecret: "telegram" } }, /emulator\.enabled stands in for Telegram/],
  ["small", { telegram: { existingSecret: "" } }, /there is no Telegram token/],
  ["small", { telegram: { token: "123456:aaaaaaaaaaaaaaaaaaaaaaaa" } }, /both give a token/],
  ["small", { business: { timeZone: "" } }, /a business is given whole/],
  ["ingress", { business: { locale: "ru" } }, /a business is given whole/],
  ["small", { owner: { telegramUserId: "" } }, /owner\.name needs owner\.telegramUserId/],
  ["small", { bot: { mode: "webhook" } }, /would not know where to call/],
  ["small", { bot: { webhook: { url: "https://bot.example.com/hook" } } }, /bot\.mode is polling/],
  ["small", { bot: { autoscaling: { enabled: true } } }, /bot\.autoscaling\.enabled must be false/],
  ["production", { notifier: { autoscaling: { enabled: true } } }, /fight over the number of replicas/],
  ["production", { notifier: { keda: { sslMode: "" } } }, /does not have caBundle\.secret/],
  ["production", { bot: { autoscaling: { minReplicas: 9 } } }, /minReplicas is more than maxReplicas/],
  ["production", { notifier: { keda: { minReplicas: 9 } } }, /keda\.minReplicas is more than maxReplicas/],
  ["production", { bookingApi: { preStopSleepSeconds: 30 } }, /terminationGracePeriodSeconds must leave/],
  ["production", { telegram: { botId: "" } }, /miniApp\.enabled needs telegram\.botId/],
  ["production", { secrets: { existingSecret: "mine" } }, /both give the Secret/],
  ["production", { secrets: { externalSecret: { remoteKey: "" } } }, /needs store\.name and remoteKey/],
  ["demo", { externalDatabase: { host: "db" } }, /postgres\.enabled is true/],
  ["demo", { externalRedis: { host: "redis" } }, /redis\.enabled is true/],
  ["demo", { migrations: { mode: "hook" } }, /would wait for the bundled Postgres/],
  ["demo", { bookingApi: { replicas: 6 } }, /open up to 138 connections, .* Postgres allows 100/],
  ["ingress", { bookingApi: { trustedProxies: 0 } }, /would share the limit of one address/],
  ["demo", { commonLabels: { "app.kubernetes.io/name": "x" } }, /commonLabels sets/],
  ["production", { bot: { podLabels: { "example.com/cost-centre": "1" } } }, /both set example\.com/],
  ["demo", { emulator: { podLabels: { "app.kubernetes.io/name": "x" } } }, /emulator\.podLabels sets/],
  ["demo", { redis: { architecture: "replication" } }, /redis\.architecture can't be replication/],
  ["demo", { redis: { tls: { enabled: true } } }, /redis\.tls\.enabled can't be true/],
  ["demo", { redis: { auth: { enabled: false } } }, /redis\.auth\.enabled can't be false/],
  ["demo", { postgres: { nameOverride: "pg" } }, /postgres\.nameOverride can't be pg/],
  ["demo", { postgres: { service: { port: 6432 } } }, /postgres\.service\.port can't be 6432/],
  ["production", { externalDatabase: { host: "" } }, /say where the database is/],
  ["production", { externalDatabase: { roles: { notifier: { existingSecret: "" } } } }, /roles\.notifier/],
  ["production", { externalRedis: { host: "" } }, /say where Redis is/],
  ["ingress", { externalRedis: { existingSecret: "" } }, /externalRedis\.uriKey needs/],
  ["production", { networkPolicy: { database: [] } }, /networkPolicy\.database has to say/],
  ["production", { networkPolicy: { redis: [] } }, /networkPolicy\.redis has to say/],
  ["production", { networkPolicy: { gateway: [] } }, /networkPolicy\.gateway has to say/],
  ["small", { bot: ownWebhook }, /who passes Telegram's calls on to the bot/],
  ["production", { networkPolicy: { monitoring: [] } }, /networkPolicy\.monitoring has to say/],
  ["production", { networkPolicy: { collector: [] } }, /networkPolicy\.collector has to say/],
  ["production", { httpRoute: { parentRefs: [] } }, /parentRefs has to name a Gateway/],
];

const misspellings = [
  { bookingAPI: { replicas: 2 } },
  { business: { currency: "euro" } },
  { owner: { telegramUserId: "@inga" } },
  { bot: { replica: 2 } },
  { bot: { image: { tagg: "1" } } },
  { notifier: { keda: { min: 1 } } },
  { externalDatabase: { roles: { bot: {} } } },
  { networkPolicy: { prometheus: [] } },
  { tracing: { sampleRatio: "7" } },
  { logLevel: "loud" },
  { bookingApi: { replicas: 0 } },
  { bot: { image: { digest: "latest" } } },
];

export function testValues(world) {
  for (const [name, change, sentence] of contradictions)
    it(`${name} with ${JSON.stringify(change)} is refused with a sentence`, async () => {
      await assert.rejects(world.chart.render(merged(installations[name], change)), sentence);
    });

  for (const wrong of misspellings)
    it(`${JSON.stringify(wrong)} is refused by the schema`, async () => {
      await assert.rejects(
        world.chart.render(merged(installations.demo, wrong)),
        /don't meet the specifications/,
      );
    });

  it("a webhook of one's own is taken when it is said who passes the calls on, or anybody may", async () => {
    const tunnel = [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "tunnel" } } }];
    for (const change of [
      { networkPolicy: { gateway: tunnel } },
      { bot: { networkPolicy: { extraIngress: [{ from: tunnel }] } } },
      { networkPolicy: { enabled: false } },
    ])
      await world.chart.render(merged(merged(installations.small, { bot: ownWebhook }), change));
  });

  it("KEDA needs no authority where it does not ask who answers, or is told by an address", async () => {
    const keda = { enabled: true, sslMode: "" };
    for (const change of [
      { externalDatabase: { sslMode: "require" } },
      { caBundle: { secret: "" } },
      { externalDatabase: { roles: { notifier: { uriKey: "uri" } } } },
    ])
      await world.chart.render(merged(installations.production, { notifier: { keda }, ...change }));
  });

  it("the bundled Redis refuses writes before its pod is killed for the memory they take", () => {
    const { extraConfig, resources } = readYaml("values.yaml").redis;
    const [, most] = /^maxmemory (\d+)mb$/m.exec(extraConfig);
    assert.equal(Number(most), parseInt(resources.limits.memory, 10) * 0.75);
    assert.match(extraConfig, /^maxmemory-policy noeviction$/m);
  });

  it("other values of the bundled charts are taken as they are", async () => {
    const redis = { architecture: "standalone", service: { port: 6379 }, persistence: { size: "2Gi" } };
    const postgres = { fullnameOverride: "shop-db", replication: { enabled: false } };
    const { text } = await world.chart.render(merged(installations.demo, { redis, postgres }));
    assert.match(text, /@shop-db:5432/);
  });

  it("the defaults alone are refused, because they name no bot", async () => {
    await assert.rejects(world.chart.render({}), /there is no Telegram token/);
  });

  it("the bundled Postgres takes as many connections as it is told to", async () => {
    const postgres = { config: { postgresql: { max_connections: 138 } } };
    await world.chart.render(merged(installations.demo, { bookingApi: { replicas: 6 }, postgres }));
  });

  it("a release whose name would rename the stores is refused", async () => {
    await assert.rejects(
      world.chart.render(installations.demo, { release: "my-postgres" }),
      /choose another name/,
    );
  });

  it("all contradictions are told at once", async () => {
    const wrong = merged(installations.demo, {
      telegram: { apiRoot: "http://x" },
      externalRedis: { host: "r" },
    });
    await assert.rejects(world.chart.render(wrong), /stands in for Telegram[\s\S]*redis\.enabled is true/);
  });

  it("the schema knows every default, and nothing that is none", () => {
    const schema = readYaml("values.schema.json");
    const passesThrough = ["postgres", "redis", "global", "tags", "enabled"];
    compare(schema, readYaml("values.yaml"), "");

    function compare(part, value, path) {
      const { properties, additionalProperties } = part.$ref
        ? schema.$defs[part.$ref.split("/").at(-1)]
        : part;
      if (additionalProperties !== false) return;
      const known = Object.keys(properties).filter((key) => path !== "" || !passesThrough.includes(key));
      const given = Object.keys(value).filter((key) => path !== "" || !passesThrough.includes(key));
      assert.deepEqual(given.sort(), known.sort(), path);
      for (const key of known) compare(properties[key], value[key], `${path}.${key}`);
    }
  });
}
