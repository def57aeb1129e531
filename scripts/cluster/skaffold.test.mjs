// skaffold.yaml and k8s/ against what they name: the Dockerfile, the chart and the sources. With SKAFFOLD_SCHEMA=<file> also
// against skaffold's own JSON schema (docs-v2/content/en/schemas/v4beta14.json of its repository).
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import { parse } from "yaml";
import { documentsOf } from "../../charts/test/documents.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (file) => readFileSync(`${root}/${file}`, "utf8");
const skaffold = parse(read("skaffold.yaml"));
const [release] = skaffold.deploy.helm.releases;
const schemaFile = process.env.SKAFFOLD_SCHEMA;

describe("skaffold.yaml", () => {
  it("is what skaffold's schema allows", { skip: schemaFile ? false : "SKAFFOLD_SCHEMA is not set" }, () => {
    const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(schemaFile, "utf8")));
    assert.ok(validate(skaffold), JSON.stringify(validate.errors));
  });

  it("builds targets that the Dockerfile has, also for development", () => {
    const dockerfile = read("Dockerfile");
    const dev = skaffold.profiles.find(({ name }) => name === "dev");
    skaffold.build.artifacts.forEach(({ image, docker }, index) => {
      const path = `/build/artifacts/${index}/docker/target`;
      const target = dev.patches.find((patch) => patch.path === path).value;
      assert.equal(`okoshko/${docker.target}`, image);
      assert.equal(target, `${docker.target}-dev`);
      for (const name of [docker.target, target]) assert.match(dockerfile, new RegExp(` AS ${name}$`, "m"));
    });
  });

  it("gives every image to the values that the chart has for it", () => {
    const values = parse(read("charts/okoshko/values.yaml"));
    const given = Object.entries(release.setValueTemplates);
    assert.equal(given.length, 2 * skaffold.build.artifacts.length);
    for (const [path, template] of given) {
      const [component, , field] = path.split(".");
      const { repository } = values[component].image;
      assert.equal(typeof values[component].image[field], "string", path);
      const name = repository.replaceAll(/[-./:]/g, "_");
      assert.ok(
        template.includes(`IMAGE_${field === "tag" ? "TAG" : "REPO"}_${name}`),
        `${path}: ${template}`,
      );
    }
  });

  it("releases images that say of which version and commit they are", () => {
    const prod = skaffold.profiles.find(({ name }) => name === "prod");
    skaffold.build.artifacts.forEach(({ image }, index) => {
      const { value } = prod.patches.find(
        ({ path }) => path === `/build/artifacts/${index}/docker/buildArgs`,
      );
      assert.deepEqual(
        value,
        { VERSION: "{{.VERSION}}", REVISION: '{{cmd "git" "rev-parse" "HEAD"}}' },
        image,
      );
      for (const name of Object.keys(value))
        assert.match(read("Dockerfile"), new RegExp(`^ARG ${name}=`, "m"));
    });
  });

  it("copies sources that exist, to where the image has them", () => {
    const patches = skaffold.profiles.find(({ name }) => name === "dev").patches;
    skaffold.build.artifacts.forEach(({ docker }, index) => {
      const { value } = patches.find(({ path }) => path === `/build/artifacts/${index}/sync`);
      // What dev.mjs compiles: the service, and the two packages that all of them use.
      const folders = [`services/${docker.target}`, "services/runtime", "contracts"];
      const expected = folders.map((folder) => ({ src: `${folder}/src/**/*.ts`, dest: "/app" }));
      assert.deepEqual(value.manual, expected);
      for (const folder of folders) assert.ok(existsSync(`${root}/${folder}/src`), folder);
    });
  });

  it("changes with its profiles only what is there", () => {
    for (const { name, patches = [] } of skaffold.profiles)
      for (const { op, path } of patches) {
        const keys = path.split("/").slice(1);
        const last = keys.pop();
        const parent = keys.reduce((at, key) => at?.[key], skaffold);
        assert.ok(parent !== undefined, `${name}: ${path}`);
        if (op === "replace") assert.ok(parent[last] !== undefined, `${name}: ${path}`);
      }
  });

  it("names files that exist", () => {
    const files = [...release.valuesFiles, ...JSON.stringify(skaffold).matchAll(/k8s\/[\w/-]+\.yaml/g)].map(
      String,
    );
    for (const file of new Set(files)) assert.ok(existsSync(`${root}/${file}`), file);
    assert.equal(skaffold.apiVersion, "skaffold/v4beta14");
  });

  it("verifies in a pod that the policies admit and the namespace accepts", () => {
    const { spec } = parse(read("k8s/verify-job.yaml")).spec.template;
    assert.equal(spec.securityContext.runAsNonRoot, true);
    const labels = parse(read("k8s/verify-job.yaml")).spec.template.metadata.labels;
    assert.deepEqual(labels, {
      "app.kubernetes.io/name": "okoshko",
      "app.kubernetes.io/instance": release.name,
      "app.kubernetes.io/component": "helm-test",
    });
  });
});

describe("k8s/", () => {
  it("makes in platform/ what production names: Secrets, with their keys, and stores", () => {
    const production = parse(read("k8s/values/production.yaml"));
    const defaults = parse(read("charts/okoshko/values.yaml"));
    const redis = parse(read("k8s/platform/redis.yaml"));
    const postgres = parse(read("k8s/platform/cnpg-cluster.yaml"));
    const made = Object.fromEntries(
      documentsOf(read("k8s/platform/external-secrets.yaml"))
        .filter(({ kind }) => kind === "ExternalSecret")
        .map(({ metadata, spec }) => [
          `${metadata.namespace}/${metadata.name}`,
          spec.data.map(({ secretKey }) => secretKey),
        ]),
    );
    assert.deepEqual(made, {
      [`okoshko/${production.telegram.existingSecret}`]: [defaults.telegram.tokenKey],
      [`okoshko/${production.externalRedis.existingSecret}`]: [defaults.externalRedis.passwordKey],
      [`databases/${redis.auth.existingSecret}`]: [redis.auth.existingSecretPasswordKey],
      [`okoshko/${postgres.backups.secret.name}`]: ["ACCESS_KEY_ID", "ACCESS_SECRET_KEY"],
    });
    assert.equal(production.externalRedis.host, `${redis.fullnameOverride}-master.databases.svc`);
    assert.equal(production.externalDatabase.existingSecret, `${postgres.fullnameOverride}-app`);
  });

  it("speaks TLS to both stores in production, by names and an authority that their certificates have", () => {
    const { externalDatabase, externalRedis, caBundle } = parse(read("k8s/values/production.yaml"));
    const { tls } = parse(read("k8s/platform/redis.yaml"));
    const { certificates } = parse(read("k8s/platform/cnpg-cluster.yaml")).cluster;
    const made = documentsOf(read("k8s/platform/certificates.yaml"));
    const certificate = (namespace, secret) =>
      made.find(
        ({ kind, metadata, spec }) =>
          kind === "Certificate" && metadata.namespace === namespace && spec.secretName === secret,
      ).spec;
    const ofPostgres = certificate("okoshko", certificates.serverTLSSecret);
    const ofRedis = certificate("databases", tls.existingSecret);
    assert.equal(externalDatabase.sslMode, "verify-full");
    assert.ok(ofPostgres.dnsNames.includes(externalDatabase.host));
    assert.ok(ofRedis.dnsNames.includes(externalRedis.host));
    assert.deepEqual([externalRedis.tls, tls.enabled, tls.authClients], [true, true, false]);
    // What cert-manager puts beside a certificate.
    assert.deepEqual(caBundle, { secret: certificates.serverCASecret, key: "ca.crt" });
    assert.deepEqual(ofRedis.issuerRef, ofPostgres.issuerRef);
    // The policy of the chart lets through the port that it is told, which is the pod's.
    const defaults = parse(read("charts/okoshko/values.yaml"));
    assert.equal(tls.port, externalRedis.port ?? defaults.externalRedis.port);
  });

  it("evicts nothing from Redis, and lets it refuse writes before it is killed", () => {
    const { extraConfig, resources } = parse(read("k8s/platform/redis.yaml"));
    const [, most] = /^maxmemory (\d+)mb$/m.exec(extraConfig);
    assert.equal(Number(most), parseInt(resources.limits.memory, 10) * 0.75);
    assert.match(extraConfig, /^maxmemory-policy noeviction$/m);
  });

  it("is YAML throughout, and its namespaces are restricted", () => {
    for (const file of readdirSync(`${root}/k8s`, { recursive: true, encoding: "utf8" }))
      if (file.endsWith(".yaml")) assert.doesNotThrow(() => documentsOf(read(`k8s/${file}`)), file);
    for (const { metadata } of documentsOf(read("k8s/namespaces.yaml")))
      assert.equal(metadata.labels["pod-security.kubernetes.io/enforce"], "restricted");
  });
});
