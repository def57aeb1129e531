import assert from "node:assert/strict";
import { it } from "./it.mjs";
import { installations, merged, named, podsOf } from "./chart.mjs";

const matches = (selector, labels) =>
  Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);

/** The stubs of the stores make no pods, so these stand in for them. */
const stores = ["postgres", "redis"].map((name) => ({
  owner: name,
  metadata: { labels: { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": "okoshko" } },
  spec: { containers: [{ ports: [{ containerPort: name === "redis" ? 6379 : 5432 }] }] },
}));

/** Whether one pod may open a connection to a port of another: both of their policies have to allow it. */
function allows(policies, from, to, port) {
  const side = (pod, type, rules, peers, other) => {
    const own = policies.filter(
      ({ spec }) => spec.policyTypes.includes(type) && matches(spec.podSelector, pod.metadata.labels),
    );
    if (own.length === 0) return true;
    return own.some(({ spec }) =>
      (spec[rules] ?? []).some(
        (rule) =>
          rule[peers].some(({ podSelector, namespaceSelector }) =>
            podSelector && !namespaceSelector ? matches(podSelector, other.metadata.labels) : false,
          ) && rule.ports.some((allowed) => allowed.port === port),
      ),
    );
  };
  return side(from, "Egress", "egress", "to", to) && side(to, "Ingress", "ingress", "from", from);
}

const demoTraffic = {
  bot: ["booking-api:8080", "notifier:8080", "redis:6379", "emulator:8080"],
  "booking-api": ["postgres:5432", "redis:6379", "emulator:8080"],
  notifier: ["booking-api:8080", "postgres:5432", "redis:6379", "emulator:8080"],
  emulator: ["bot:8080"],
  "booking-migrate": ["postgres:5432"],
  "notifier-migrate": ["postgres:5432"],
  "seed-demo": ["postgres:5432"],
  register: ["emulator:8080"],
  "helm-test": ["booking-api:8080"],
};

export function testNetwork(world) {
  it("in the demo every pod reaches what it needs, and no other", async () => {
    const { objects } = await world.chart.render(installations.demo);
    const policies = objects.filter(({ kind }) => kind === "NetworkPolicy");
    const ours = podsOf(objects).map((pod) => [pod.metadata.labels["app.kubernetes.io/component"], pod]);
    const targets = [...ours, ...stores.map((pod) => [pod.owner, pod])];
    const seen = {};
    for (const [name, pod] of ours)
      seen[name] = targets
        .filter(([target]) => target !== name)
        .flatMap(([target, to]) =>
          [8080, 9464, 5432, 6379]
            .filter((port) => allows(policies, pod, to, port))
            .map((port) => `${target}:${port}`),
        );
    const sorted = (table) =>
      Object.fromEntries(Object.entries(table).map(([key, list]) => [key, [...list].sort()]));
    assert.deepEqual(sorted(seen), sorted(demoTraffic));
  });

  for (const [name, values] of Object.entries(installations))
    it(`${name}: no pod is without a policy that says where it may go`, async () => {
      const { objects } = await world.chart.render(values);
      const policies = objects.filter(({ kind }) => kind === "NetworkPolicy");
      for (const { owner, metadata } of podsOf(objects)) {
        const own = policies.filter(({ spec }) => matches(spec.podSelector, metadata.labels));
        assert.ok(
          own.some(({ metadata: { name: policy } }) => policy === "okoshko-default-deny"),
          owner,
        );
        assert.ok(
          own.some(({ spec }) => spec.egress?.length > 0),
          owner,
        );
      }
    });

  it("every pod that goes anywhere asks the DNS that the values name, at its ports", async () => {
    const { dns } = installations.ingress.networkPolicy;
    const { objects } = await world.chart.render(installations.ingress);
    const going = objects.filter(({ kind, spec }) => kind === "NetworkPolicy" && spec.egress?.length > 0);
    assert.ok(going.length >= 6);
    for (const { metadata, spec } of going) {
      const rule = spec.egress.find(({ to }) => JSON.stringify(to) === JSON.stringify(dns.peers));
      assert.deepEqual(
        rule?.ports.map(({ port, protocol }) => `${port} ${protocol}`),
        ["53 UDP", "53 TCP", "5353 UDP", "5353 TCP"],
        metadata.name,
      );
    }
  });

  it("traces reach the collector at the port of the endpoint, and at the one behind its Service", async () => {
    const expected = {
      "http://collector.observability:4318": [4318],
      "http://collector.observability": [80, 4318],
      "https://otlp.example.com/tenant": [443, 4318],
      "https://otlp.example.com:8443": [8443, 4318],
      "http://[fd00::4317]": [80, 4318],
    };
    for (const [endpoint, ports] of Object.entries(expected)) {
      const { objects } = await world.chart.render(
        merged(installations.production, { tracing: { endpoint } }),
      );
      for (const name of ["okoshko-bot", "okoshko-booking-api", "okoshko-notifier"]) {
        const { collector } = installations.production.networkPolicy;
        const rule = named(objects, "NetworkPolicy", name).spec.egress.find(
          ({ to }) => JSON.stringify(to) === JSON.stringify(collector),
        );
        assert.deepEqual(
          rule.ports.map(({ port }) => port),
          ports,
          `${name} to ${endpoint}`,
        );
      }
    }
  });

  it("an external store is reached at the port that the values name, also when an address says the rest", async () => {
    const { objects } = await world.chart.render(
      merged(installations.ingress, { externalDatabase: { port: 6432 }, externalRedis: { port: 6380 } }),
    );
    const { egress } = named(objects, "NetworkPolicy", "okoshko-notifier").spec;
    const { database, redis } = installations.ingress.networkPolicy;
    for (const [peers, port] of [
      [database, 6432],
      [redis, 6380],
    ]) {
      const rule = egress.find(({ to }) => JSON.stringify(to) === JSON.stringify(peers));
      assert.deepEqual(rule.ports, [{ port }]);
    }
  });

  it("only what talks to Telegram may leave the cluster, and only to public addresses", async () => {
    const { objects } = await world.chart.render(installations.production);
    const outward = objects.filter(
      ({ kind, spec }) => kind === "NetworkPolicy" && JSON.stringify(spec.egress ?? []).includes("0.0.0.0/0"),
    );
    assert.deepEqual(outward.map(({ metadata }) => metadata.name).sort(), [
      "okoshko-bot",
      "okoshko-notifier",
      "okoshko-register",
    ]);
    for (const { metadata, spec } of outward) {
      for (const { to, ports } of spec.egress.filter((rule) => JSON.stringify(rule).includes("0.0.0.0/0"))) {
        // Integrators may also listen at 8443, and the notifier is the only one who calls them.
        const allowed = metadata.name === "okoshko-notifier" ? [443, 8443] : [443];
        assert.ok(
          ports.every(({ port }) => allowed.includes(port)),
          metadata.name,
        );
        assert.ok(to[0].ipBlock.except.includes("169.254.0.0/16"), "metadata of the cloud");
        assert.ok(to[0].ipBlock.except.includes("10.0.0.0/8"));
      }
    }
  });

  it("the Job that registers the webhook goes where the bot may go, and lets nobody in", async () => {
    const { objects } = await world.chart.render(
      merged(installations.ingress, { bot: { networkPolicy: { extraIngress: [{ from: [] }] } } }),
    );
    const { spec } = named(objects, "NetworkPolicy", "okoshko-register");
    const [proxy] = installations.ingress.bot.networkPolicy.extraEgress;
    assert.deepEqual(spec.egress.at(-1), proxy);
    assert.equal(spec.ingress, undefined);
  });

  it("the emulator is never exposed, not even beside a gateway", async () => {
    const { objects } = await world.chart.render({
      ...installations.demo,
      httpRoute: installations.production.httpRoute,
      networkPolicy: { gateway: installations.production.networkPolicy.gateway },
    });
    const policy = named(objects, "NetworkPolicy", "okoshko-emulator");
    assert.doesNotMatch(JSON.stringify(policy.spec.ingress), /gateways/);
    assert.equal(named(objects, "HTTPRoute", "okoshko-emulator"), undefined);
  });
}
