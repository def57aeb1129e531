import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { it } from "./it.mjs";
import { containersOf, installations, merged, named, podsOf } from "./chart.mjs";

const require = createRequire(import.meta.url);
const built = (file) => require(`../../services/${file}`);

/** What each entry of an image reads: the schema that the service itself parses its environment with. */
const schemas = {
  bot: () => built("bot/dist/config.js").botConfig,
  register: () => built("bot/dist/config.js").botConfig,
  "booking-api": () => built("booking-api/dist/config.js").configSchema,
  notifier: () => built("notifier/dist/config.js").configSchema,
};

/** Read by Node and OpenTelemetry, or only there to be part of another variable. */
const notOurs =
  /^(NODE_OPTIONS|NODE_EXTRA_CA_CERTS|OTEL_|POD_|NODE_NAME|TOKEN_OF_|TZ$|DATABASE_(USER|PASSWORD|NAME)$|REDIS_PASSWORD)/;

/** What Kubernetes would put into the pod, with something believable in place of each secret. */
function resolve(env) {
  const values = {};
  for (const { name, value, valueFrom } of env) {
    const key = valueFrom?.secretKeyRef?.key ?? "";
    values[name] =
      value?.replaceAll(/\$\((\w+)\)/g, (_, other) => values[other]) ??
      (/telegram/.test(key) ? `123456789:${"A1b2C3d4".repeat(5)}` : secretFor(name, key));
  }
  return values;
}

const secretFor = (name, key) =>
  name === "DATABASE_URL" || key === "uri"
    ? "postgresql://user:pass@db:5432/okoshko"
    : name === "REDIS_URL"
      ? "rediss://:pass@redis:6379"
      : "0123456789abcdef".repeat(4);

export function testEnvironment(world) {
  for (const [name, values] of Object.entries(installations))
    it(`${name}: each service takes the environment it is given, and knows every variable`, async () => {
      const { parseConfig } = built("runtime/dist/config.js");
      const { objects } = await world.chart.render(values);
      const checked = new Set();
      for (const pod of podsOf(objects))
        for (const container of containersOf(pod)) {
          const schema = schemas[container.name]?.();
          if (schema === undefined) continue;
          const env = resolve(container.env);
          parseConfig(schema, env);
          const strange = Object.keys(env).filter(
            (variable) => !(variable in schema.shape) && !notOurs.test(variable),
          );
          assert.deepEqual(strange, [], `${pod.owner} sets what nobody reads`);
          checked.add(container.name);
        }
      assert.deepEqual([...checked].sort(), Object.keys(schemas).sort());
    });

  it("booking-api believes a gateway where there is one, and otherwise nobody", async () => {
    const proxies = { demo: "0", ingress: "1", production: "1", small: "0" };
    for (const [name, expected] of Object.entries(proxies)) {
      const { objects } = await world.chart.render(installations[name]);
      const [{ env }] = named(objects, "Deployment", "okoshko-booking-api").spec.template.spec.containers;
      assert.equal(env.find((entry) => entry.name === "TRUSTED_PROXIES").value, expected, name);
    }
  });

  it("traces name the version of the image that sends them", async () => {
    const digest = `sha256:${"1".repeat(64)}`;
    const values = merged(installations["k8s/production"], {
      image: { tag: "1.2.3" },
      bot: { image: { digest } },
      notifier: { image: { tag: `1.2.4@${digest}` } },
    });
    const { objects } = await world.chart.render(values);
    const versions = ["booking-api", "bot", "notifier"].map((name) => {
      const [{ env }] = named(objects, "Deployment", `okoshko-${name}`).spec.template.spec.containers;
      const { value } = env.find((entry) => entry.name === "OTEL_RESOURCE_ATTRIBUTES");
      return /service\.version=([^,]*)/.exec(value)[1];
    });
    assert.deepEqual(versions, ["1.2.3", "1.2.3", "1.2.4"]);
  });

  it("whoever talks to an external store has the authority that vouches for it, mounted where Node looks", async () => {
    const { objects } = await world.chart.render(installations["k8s/production"]);
    const callers = podsOf(objects).flatMap((pod) =>
      containersOf(pod)
        .filter(({ env }) => env.some(({ name }) => ["DATABASE_URL", "REDIS_URL"].includes(name)))
        .map((container) => ({ pod, container })),
    );
    assert.deepEqual([...new Set(callers.map(({ container }) => container.name))].sort(), [
      "booking-api",
      "booking-migrate",
      "bot",
      "notifier",
      "notifier-migrate",
      "register",
    ]);
    for (const { pod, container } of callers) {
      const value = (name) => container.env.find((entry) => entry.name === name)?.value;
      assert.match(value("DATABASE_URL") ?? "?sslmode=verify-full", /\?sslmode=verify-full$/, pod.owner);
      assert.match(value("REDIS_URL") ?? "rediss:", /^rediss:/, pod.owner);
      const { mountPath } = container.volumeMounts.find(({ name }) => name === "ca");
      assert.equal(value("NODE_EXTRA_CA_CERTS"), `${mountPath}/ca.crt`, pod.owner);
      assert.deepEqual(pod.spec.volumes.find(({ name }) => name === "ca").secret, {
        secretName: "okoshko-pg-server",
        items: [{ key: "ca.crt", path: "ca.crt" }],
      });
    }
  });

  it("every entry that a pod runs exists", async () => {
    const { objects } = await world.chart.render(installations.demo);
    for (const pod of podsOf(objects))
      for (const { image, args } of containersOf(pod)) {
        const service = /okoshko\/([\w-]+):/.exec(image)[1];
        const entry = args.find((argument) => argument.startsWith("dist/"));
        assert.doesNotThrow(
          () => require.resolve(`../../services/${service}/${entry}`),
          `${pod.owner}: ${entry}`,
        );
      }
  });
}
