import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "./it.mjs";
import Ajv from "ajv";
import { chartFolder, containersOf, installations, named, podsOf, readFrom, readYaml } from "./chart.mjs";

const kubernetesVersions = ["1.30.0", "1.33.0", "1.37.0"];

const object = (properties, required = []) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const text = { type: "string", minLength: 1 };
const whole = { type: "integer", minimum: 1 };

/** Closed schemas of what no Go type is at hand for: the fields that we use, from the documentation of these kinds. */
const ours = {
  "keda.sh/v1alpha1 ScaledObject": object(
    {
      scaleTargetRef: object({ name: text }, ["name"]),
      minReplicaCount: whole,
      maxReplicaCount: whole,
      cooldownPeriod: whole,
      fallback: object({ failureThreshold: whole, replicas: whole }, ["failureThreshold", "replicas"]),
      triggers: {
        type: "array",
        minItems: 1,
        items: object(
          {
            type: text,
            metadata: { type: "object", additionalProperties: text },
            authenticationRef: object({ name: text }, ["name"]),
          },
          ["type", "metadata"],
        ),
      },
    },
    ["scaleTargetRef", "triggers"],
  ),
  "keda.sh/v1alpha1 TriggerAuthentication": object({
    secretTargetRef: {
      type: "array",
      items: object({ parameter: text, name: text, key: text }, ["parameter", "name", "key"]),
    },
  }),
  "external-secrets.io/v1 ExternalSecret": object(
    {
      refreshInterval: text,
      secretStoreRef: object({ name: text, kind: text }, ["name", "kind"]),
      target: object({ name: text }, ["name"]),
      dataFrom: { type: "array", items: object({ extract: object({ key: text }, ["key"]) }, ["extract"]) },
    },
    ["secretStoreRef", "target", "dataFrom"],
  ),
};
const validators = Object.fromEntries(
  Object.entries(ours).map(([name, schema]) => [name, new Ajv().compile(schema)]),
);

export function testRendering(world) {
  for (const [name, values] of Object.entries(installations)) {
    it(`${name}: the linter has no complaint`, async () => {
      assert.deepEqual((await world.chart.lint(values)) ?? [], []);
    });

    for (const kubeVersion of kubernetesVersions)
      it(`${name} on Kubernetes ${kubeVersion}: every object is one that a strict API server takes`, async () => {
        const { text, objects } = await world.chart.render(values, { kubeVersion });
        const { refused = [] } = await world.tool.ask({ decode: text });
        assert.deepEqual(
          refused.filter(({ unknown }) => !unknown).map(({ error }) => error),
          [],
        );
        const strangers = objects.filter(({ apiVersion }) =>
          /^(keda\.sh|external-secrets\.io)\//.test(apiVersion),
        );
        assert.equal(refused.length, strangers.length, "kinds that nobody checks");
        for (const { apiVersion, kind, spec } of strangers) {
          const validate = validators[`${apiVersion} ${kind}`];
          assert.ok(validate(spec), `${kind}: ${JSON.stringify(validate.errors)}`);
        }
      });

    it(`${name}: every object has a name of its own, short enough, and all labels`, async () => {
      const { objects } = await world.chart.render(values);
      const names = objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
      assert.deepEqual(
        names.filter((entry, index) => names.indexOf(entry) !== index),
        [],
      );
      for (const { kind, metadata } of objects) {
        assert.match(metadata.name, /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, kind);
        assert.equal(metadata.namespace, "shop");
        for (const label of ["name", "instance", "component", "version", "part-of", "managed-by"])
          assert.ok(metadata.labels[`app.kubernetes.io/${label}`], `${kind} ${metadata.name}: ${label}`);
      }
    });
  }

  it("Chart.lock is of the dependencies that Chart.yaml has, or `helm dependency build` would refuse", () => {
    const { dependencies } = readYaml("Chart.yaml");
    const lock = readYaml("Chart.lock");
    const fields = ["name", "version", "repository", "condition"];
    const asHelmDoes = (list) =>
      list.map((one) =>
        Object.fromEntries(fields.filter((field) => field in one).map((field) => [field, one[field]])),
      );
    const text = JSON.stringify([dependencies, lock.dependencies].map(asHelmDoes));
    assert.equal(lock.digest, `sha256:${createHash("sha256").update(text).digest("hex")}`);
  });

  it("a release with a long name still gives names that Kubernetes takes", async () => {
    const { text, objects } = await world.chart.render(installations.demo, {
      release: `shop-${"x".repeat(48)}`,
    });
    assert.deepEqual((await world.tool.ask({ decode: text })).refused ?? [], []);
    assert.deepEqual(
      // Names of Secrets are subdomains, which may be longer.
      objects.filter(({ kind, metadata }) => kind !== "Secret" && metadata.name.length > 63),
      [],
    );
  });

  it("the decoder would notice a field that does not exist", async () => {
    const { objects } = await world.chart.render(installations.demo);
    const deployment = named(objects, "Deployment", "okoshko-bot");
    const wrong = { ...deployment, spec: { ...deployment.spec, replcas: 2 } };
    const { refused } = await world.tool.ask({ decode: JSON.stringify(wrong) });
    assert.match(refused[0].error, /unknown field "spec.replcas"/);
  });

  it("refuses a Kubernetes that has no sleep for preStop", async () => {
    const rendering = world.chart.render(installations.demo, { kubeVersion: "1.29.9" });
    await assert.rejects(rendering, /requires kubeVersion/);
  });

  it("Chart.lock names the versions that Chart.yaml pins", () => {
    const pinned = readYaml("Chart.yaml").dependencies.map(({ name, repository, version }) => ({
      name,
      repository,
      version,
    }));
    assert.deepEqual(readYaml("Chart.lock").dependencies, pinned);
    for (const { version } of pinned) assert.match(version, /^\d+\.\d+\.\d+$/);
  });

  it("labels that an organisation asks for are on every object and pod, and in no selector", async () => {
    const { text, objects } = await world.chart.render(installations.production);
    const [[name, value]] = Object.entries(installations.production.commonLabels);
    for (const { kind, metadata } of [...objects, ...podsOf(objects)])
      assert.equal(metadata.labels[name], value, `${kind} ${metadata.name}`);
    const selectors = text.match(/(?<=(matchLabels|selector):\n)( +\S+: \S+\n)+/g);
    assert.ok(selectors.length > 20);
    assert.ok(!selectors.join("").includes(name));
  });

  it("KEDA is told by an address, or by its parts, never by both", async () => {
    const countOf = async (values) => {
      const { objects } = await world.chart.render(values);
      const [{ metadata }] = named(objects, "ScaledObject", "okoshko-notifier").spec.triggers;
      const { secretTargetRef } = named(objects, "TriggerAuthentication", "okoshko-notifier").spec;
      return [Object.keys(metadata).sort(), secretTargetRef.map(({ parameter }) => parameter), metadata];
    };
    const [byAddress, whole, { host }] = await countOf(installations.cnpg);
    assert.deepEqual(byAddress, ["host", "query", "targetQueryValue"]);
    assert.deepEqual(whole, ["connection"]);
    assert.equal(host, "okoshko-notifier.shop", "two releases would share a pool");
    const [byParts, parts] = await countOf(installations.production);
    assert.deepEqual(byParts, ["dbName", "host", "port", "query", "sslmode", "targetQueryValue"]);
    assert.deepEqual(parts, ["userName", "password"]);
  });

  it("the alerts are those of charts/monitoring, of the release's namespace, each with a link to its runbook", async () => {
    const { objects } = await world.chart.render(installations.production);
    const { spec } = named(objects, "PrometheusRule", "okoshko-rules");
    const written = JSON.stringify(readYaml(join("monitoring", "rules.yaml")));
    assert.equal(
      JSON.stringify(spec),
      written.replaceAll("RUNBOOKS", "https://runbooks.example").replaceAll("NAMESPACE", "shop"),
    );
    for (const placeholder of ["RUNBOOKS", "NAMESPACE"]) assert.ok(written.includes(placeholder));
  });

  it("the dashboards are those of charts/monitoring, as Grafana's sidecar looks for them", async () => {
    const { objects } = await world.chart.render(installations.production);
    const maps = objects.filter(
      ({ kind, metadata }) => kind === "ConfigMap" && /-dashboard-/.test(metadata.name),
    );
    const names = readdirSync(join(chartFolder, "dashboards"));
    assert.deepEqual(
      maps.flatMap(({ data }) => Object.keys(data)).sort(),
      names.map((name) => `okoshko-${name}`),
    );
    for (const { metadata, data } of maps) {
      assert.equal(metadata.labels.grafana_dashboard, "1");
      assert.equal(metadata.annotations.grafana_folder, "Okoshko");
      const [[name, text]] = Object.entries(data);
      const written = readFileSync(join(chartFolder, "dashboards", name.replace("okoshko-", "")), "utf8");
      assert.equal(text, written.replaceAll("RUNBOOKS", "https://runbooks.example"));
      // The API server takes no larger object.
      assert.ok(JSON.stringify({ metadata, data }).length < 2 ** 20);
    }
    const without = await world.chart.render(installations.demo);
    assert.ok(!without.text.includes("grafana_dashboard"));
  });

  it("the cluster of k8s/platform bears all connections that k8s/values/production.yaml may open", async () => {
    const { notes } = await world.chart.render(installations["k8s/production"]);
    const needed = Number(/Postgres has to bear (\d+) connections/.exec(notes)[1]);
    // 7 pods of 10 + 4, 3 of 10, and 10 for whoever else comes.
    assert.equal(needed, 138);
    assert.ok(
      needed < readFrom("k8s", "platform", "cnpg-cluster.yaml").cluster.postgresql.parameters.max_connections,
    );
  });

  it("the notes say how many connections Postgres has to bear, also the bundled one", async () => {
    // 3 pods of 10 + 4, 3 of 10, and 10 for whoever else comes.
    assert.match((await world.chart.render(installations.demo)).notes, /has to bear 82 connections/);
  });

  it("the notes name the version that was installed", async () => {
    const { appVersion } = readYaml("Chart.yaml");
    const notesWith = async (image) => (await world.chart.render({ ...installations.demo, image })).notes;
    assert.match(await notesWith({}), new RegExp(`Okoshko ${appVersion} is installed`));
    assert.match(await notesWith({ tag: "1.2.3" }), /Okoshko 1\.2\.3 is installed/);
  });

  it("no trace is lost before the collector of k8s/platform has chosen", async () => {
    const processors = Object.keys(readFrom("k8s", "platform", "collector.yaml").config.processors);
    assert.ok(processors.includes("tail_sampling"));
    const { objects } = await world.chart.render(installations["k8s/production"]);
    for (const { env } of podsOf(objects).flatMap(containersOf)) {
      const share = env.find(({ name }) => name === "OTEL_TRACES_SAMPLER_ARG");
      if (share) assert.equal(share.value, "1");
    }
  });

  it("the notes say who the owner is, or how to name one, and how the shop comes to be", async () => {
    const notesWith = async (values) => (await world.chart.render(values)).notes;
    assert.match(await notesWith(installations.small), /Telegram user 123456789 becomes the owner/);
    assert.doesNotMatch(await notesWith(installations.small), /before there is a business/);
    const notes = await notesWith(installations.ingress);
    assert.match(notes, /before there is a business: set business\.name/);
    assert.match(notes, /No owner is named: set owner\.telegramUserId/);
    assert.doesNotMatch(await notesWith(installations.demo), /owner|business:/);
  });

  it("the owner's number arrives as it is, however it was written", async () => {
    for (const telegramUserId of ["5000000123", 5_000_000_123]) {
      const values = { ...installations.small, owner: { telegramUserId } };
      const { objects } = await world.chart.render(values);
      const api = podsOf(objects).find(
        ({ owner }) => /booking-api/.test(owner) && !/migrate|test/.test(owner),
      );
      const env = containersOf(api).flatMap((container) => container.env ?? []);
      assert.equal(env.find(({ name }) => name === "OWNER_TELEGRAM_USER_ID")?.value, "5000000123");
    }
  });

  it("the notes name commands that fit what was installed", async () => {
    const { notes } = await world.chart.render(installations.demo);
    assert.match(notes, /port-forward service\/okoshko-emulator 4000:80/);
    assert.match(notes, /helm -n shop test okoshko/);
    for (const name of ["booking-api", "bot", "notifier"])
      assert.match(notes, new RegExp(`rollout status .*deployment/okoshko-${name}\\b`));
    assert.doesNotMatch(notes, /from a pager/);
    const prometheusRule = { enabled: true };
    const watched = { ...installations.demo, monitoring: { prometheusRule } };
    assert.match((await world.chart.render(watched)).notes, /nobody can open from a pager/);
    assert.doesNotMatch((await world.chart.render(installations["k8s/production"])).notes, /from a pager/);
    assert.match(
      (await world.chart.render(installations.production)).notes,
      /https:\/\/bot\.example\.com\/telegram\/webhook/,
    );
  });
}
