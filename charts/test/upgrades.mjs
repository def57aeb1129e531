import assert from "node:assert/strict";
import { it } from "./it.mjs";
import { installations, isHook, merged, named } from "./chart.mjs";

const secretsOf = (objects) => objects.filter(({ kind }) => kind === "Secret");
const jobsOf = (objects) => objects.filter((object) => object.kind === "Job" && !isHook(object));
const templatesOf = (objects) =>
  Object.fromEntries(
    objects
      .filter(({ kind }) => kind === "Deployment")
      .map(({ metadata, spec }) => [metadata.name, spec.template]),
  );
const newImage = { image: { tag: "0.2.0" } };

export function testUpgrades(world) {
  it("secrets are made once: an upgrade finds them and changes nothing", async () => {
    const first = await world.chart.render(installations.demo);
    const again = await world.chart.render(installations.demo, {
      upgrade: true,
      existing: secretsOf(first.objects),
    });
    assert.ok(secretsOf(first.objects).length >= 4);
    assert.deepEqual(secretsOf(again.objects), secretsOf(first.objects));
    const other = await world.chart.render(installations.demo);
    assert.notDeepEqual(
      secretsOf(other.objects),
      secretsOf(first.objects),
      "two installations share secrets",
    );
  });

  it("a key that an older release did not have is added, the others stay", async () => {
    const { objects } = await world.chart.render(installations.demo);
    const old = JSON.parse(JSON.stringify(named(objects, "Secret", "okoshko-secrets")));
    delete old.data["session-secret"];
    const { objects: now } = await world.chart.render(installations.demo, { upgrade: true, existing: [old] });
    const { data } = named(now, "Secret", "okoshko-secrets");
    assert.ok(data["session-secret"]);
    assert.equal(data["bot-token"], old.data["bot-token"]);
  });

  it("made secrets outlive the release, like the volume that knows their passwords", async () => {
    const { objects } = await world.chart.render(installations.demo);
    for (const { metadata } of secretsOf(objects))
      assert.equal(metadata.annotations["helm.sh/resource-policy"], "keep", metadata.name);
  });

  it("the generated secrets are such as the services take", async () => {
    const { objects } = await world.chart.render(installations.demo);
    const text = (secret, key) =>
      Buffer.from(named(objects, "Secret", secret).data[key], "base64").toString();
    assert.match(text("okoshko-secrets", "telegram-bot-token"), /^1000000001:[A-Za-z0-9]{35}$/);
    assert.match(text("okoshko-secrets", "session-secret"), /^[0-9a-f]{64}$/);
    assert.match(text("okoshko-secrets", "webhook-secret"), /^[A-Za-z0-9]{40}$/);
    assert.match(text("okoshko-secrets", "webhook-encryption-key"), /^[0-9a-f]{64}$/);
    assert.match(text("okoshko-db", "CUSTOM_PASSWORD"), /^[A-Za-z0-9]{32}$/, "it becomes part of an address");
  });

  it("another token in the values replaces the pods; secrets that a renderer makes anew do not", async () => {
    const given = (token) => merged(installations.small, { telegram: { existingSecret: "", token } });
    const [first, same, other] = await Promise.all(
      [
        "123456:aaaaaaaaaaaaaaaaaaaaaaaa",
        "123456:aaaaaaaaaaaaaaaaaaaaaaaa",
        "123456:bbbbbbbbbbbbbbbbbbbbbbbb",
      ].map(async (token) => templatesOf((await world.chart.render(given(token))).objects)),
    );
    assert.deepEqual(same, first, "secrets that were made anew are no reason to roll");
    for (const [name, template] of Object.entries(other)) assert.notDeepEqual(template, first[name], name);
    assert.ok(!JSON.stringify(other).includes("bbbbbbbb"));
  });

  for (const [name, values] of Object.entries(installations)) {
    it(`${name}: another version changes no selector`, async () => {
      const selectors = async (changed) =>
        (await world.chart.render(changed)).objects
          .filter(({ kind }) => ["Deployment", "Service", "PodDisruptionBudget"].includes(kind))
          .map(({ kind, metadata, spec }) => [kind, metadata.name, spec.selector]);
      const before = await selectors(values);
      assert.deepEqual(await selectors(merged(values, { ...newImage, logLevel: "debug" })), before);
      for (const [, , selector] of before)
        assert.doesNotMatch(JSON.stringify(selector), /version|helm\.sh|managed-by/);
    });

    it(`${name}: a Job is never changed: with another image it is another, with the same it stays`, async () => {
      const jobs = async (changed) => {
        const { objects } = await world.chart.render(changed);
        return new Map(jobsOf(objects).map(({ metadata, spec }) => [metadata.name, spec]));
      };
      const [now, same, next] = [
        await jobs(values),
        await jobs(values),
        await jobs(merged(values, newImage)),
      ];
      assert.deepEqual(same, now);
      for (const [job] of next) assert.ok(!now.has(job), `${job} would be changed in place`);
      // Back again is the Job that ran already.
      assert.deepEqual([...(await jobs(values)).keys()], [...now.keys()]);
    });
  }

  it("with the bundled database a Job migrates, and pods wait for the schema: no hook waits for what comes later", async () => {
    const { objects } = await world.chart.render(installations.demo);
    const early = objects.filter(({ metadata }) => /pre-/.test(metadata.annotations?.["helm.sh/hook"] ?? ""));
    assert.deepEqual(early, []);
    assert.equal(jobsOf(objects).filter(({ metadata }) => /migrate/.test(metadata.name)).length, 2);
    for (const name of ["okoshko-booking-api", "okoshko-notifier"]) {
      const [waiting] = named(objects, "Deployment", name).spec.template.spec.initContainers;
      assert.deepEqual(waiting.args, ["dist/wait-for-schema.js"]);
    }
  });

  it("with an external database hooks migrate first, as their own role, with nothing that the release makes", async () => {
    const { objects } = await world.chart.render(installations.production);
    const hooks = objects.filter(
      (object) => object.kind === "Job" && /pre-/.test(object.metadata.annotations?.["helm.sh/hook"] ?? ""),
    );
    const made = new Set(objects.filter((object) => !isHook(object)).map(({ metadata }) => metadata.name));
    const secrets = hooks.flatMap(({ spec }) =>
      spec.template.spec.containers[0].env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef?.name ?? []),
    );
    assert.deepEqual([...new Set(secrets)].sort(), ["booking-migrator-db", "notifier-migrator-db"]);
    assert.ok(secrets.every((secret) => !made.has(secret)));
    for (const { spec } of hooks) assert.equal(spec.template.spec.serviceAccountName, undefined);
    const url = (name) =>
      named(objects, "Deployment", name).spec.template.spec.containers[0].env.find(
        (entry) => entry.name === "DATABASE_USER",
      );
    assert.equal(url("okoshko-notifier").valueFrom.secretKeyRef.name, "notifier-db");
  });

  it("whichever way migrations went before, no hook left what Helm would refuse to make as its own", async () => {
    const [left, own] = [new Set(), new Set()];
    for (const mode of ["hook", "job", "none"]) {
      const { objects } = await world.chart.render(
        merged(installations.production, { migrations: { mode } }),
      );
      for (const object of objects)
        (isHook(object) ? left : own).add(`${object.kind} ${object.metadata.name}`);
    }
    assert.ok(left.has("NetworkPolicy okoshko-booking-migrate-hook"));
    assert.deepEqual(
      [...left].filter((name) => own.has(name)),
      [],
    );
  });

  it("Telegram is told the address after everything else, by one Job", async () => {
    const { objects } = await world.chart.render(installations.production);
    const job = named(objects, "Job", "okoshko-register");
    assert.equal(job.metadata.annotations["helm.sh/hook"], "post-install,post-upgrade,post-rollback");
    const env = job.spec.template.spec.containers[0].env;
    assert.equal(
      env.find(({ name }) => name === "WEBHOOK_URL").value,
      "https://bot.example.com/telegram/webhook",
    );
  });
}
