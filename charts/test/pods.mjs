import assert from "node:assert/strict";
import { it } from "./it.mjs";
import { containersOf, installations, merged, named, podsOf } from "./chart.mjs";

export function testPods(world) {
  for (const [name, values] of Object.entries(installations)) {
    const eachPod = async (judge) => {
      const { objects } = await world.chart.render(values);
      const pods = podsOf(objects);
      assert.ok(pods.length >= 6);
      for (const pod of pods) judge(pod);
    };

    it(`${name}: every pod fits Pod Security "restricted"`, () =>
      eachPod((pod) => {
        const { securityContext, hostNetwork, hostPID, hostIPC, volumes = [] } = pod.spec;
        assert.equal(securityContext.runAsNonRoot, true, pod.owner);
        assert.ok(securityContext.runAsUser > 0, pod.owner);
        assert.equal(securityContext.seccompProfile.type, "RuntimeDefault", pod.owner);
        assert.ok(!hostNetwork && !hostPID && !hostIPC, pod.owner);
        for (const { name: volume, ...kind } of volumes)
          assert.ok(
            "emptyDir" in kind || "secret" in kind || "persistentVolumeClaim" in kind,
            `${pod.owner}: ${volume}`,
          );
        for (const container of containersOf(pod)) {
          const where = `${pod.owner}, ${container.name}`;
          assert.deepEqual(
            container.securityContext,
            {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: values.development?.writableImages !== true,
              capabilities: { drop: ["ALL"] },
            },
            where,
          );
          assert.ok(!container.ports?.some(({ hostPort }) => hostPort), where);
        }
      }));

    it(`${name}: no pod gets a token of the cluster, or variables of Services`, () =>
      eachPod(({ owner, spec }) => {
        assert.equal(spec.automountServiceAccountToken, false, owner);
        assert.equal(spec.enableServiceLinks, false, owner);
      }));

    it(`${name}: every container asks for memory and has a limit, and a heap that fits in it`, () =>
      eachPod((pod) => {
        for (const { name: container, resources, env } of containersOf(pod)) {
          const where = `${pod.owner}, ${container}`;
          assert.ok(resources.requests.cpu && resources.requests.memory && resources.limits.memory, where);
          assert.equal(resources.limits.cpu, undefined, where);
          const heap = /\d+/.exec(env.find((entry) => entry.name === "NODE_OPTIONS")?.value ?? "")?.[0];
          const [, size, unit] = /^(\d+)([MG])i$/.exec(resources.limits.memory);
          if (heap) assert.ok(Number(heap) <= size * (unit === "G" ? 1024 : 1) * 0.75, where);
        }
      }));

    it(`${name}: no secret stands in a pod, only references`, () =>
      eachPod((pod) => {
        for (const { name: container, env } of containersOf(pod))
          for (const { name: variable, value } of env) {
            if (value === undefined || !/TOKEN|SECRET|PASSWORD|_URL$/.test(variable)) continue;
            const open = value.replace(/\$\([A-Z_]+\)/g, "").replace(/^https?:\/\/[^@]*$/, "");
            const where = `${pod.owner}, ${container}: ${variable}`;
            assert.doesNotMatch(open.replace(/\?sslmode=.*$/, ""), /:[^/:@,=]+@|=[^,]{8,}$/, where);
          }
      }));

    it(`${name}: what a variable refers to stands before it`, () =>
      eachPod((pod) => {
        for (const { env } of containersOf(pod)) {
          const seen = new Set();
          for (const { name: variable, value = "" } of env) {
            assert.ok(!seen.has(variable), `${pod.owner}: ${variable} twice`);
            for (const [, needed] of value.matchAll(/\$\((\w+)\)/g))
              assert.ok(seen.has(needed), `${pod.owner}: ${variable} needs ${needed}`);
            seen.add(variable);
          }
        }
      }));

    it(`${name}: a service is probed apart from its public port, and leaves in peace`, async () => {
      const { objects } = await world.chart.render(values);
      const deployments = objects.filter(({ kind }) => kind === "Deployment");
      for (const { metadata, spec } of deployments) {
        const [container] = spec.template.spec.containers;
        assert.equal(container.livenessProbe.httpGet.path, "/livez", metadata.name);
        assert.equal(container.readinessProbe.httpGet.path, "/readyz", metadata.name);
        for (const probe of ["startupProbe", "livenessProbe", "readinessProbe"])
          assert.equal(container[probe].httpGet.port, "admin", metadata.name);
        const { seconds } = container.lifecycle.preStop.sleep;
        assert.ok(spec.template.spec.terminationGracePeriodSeconds >= seconds + 20, metadata.name);
        if (spec.strategy.type !== "Recreate") assert.equal(spec.strategy.rollingUpdate.maxUnavailable, 0);
      }
      for (const { kind, spec } of objects) {
        const backends = JSON.stringify(spec?.rules ?? []);
        if (["HTTPRoute", "Ingress"].includes(kind)) assert.doesNotMatch(backends, /admin|9464|emulator/);
      }
    });

    it(`${name}: a budget and an autoscaler only where they make sense`, async () => {
      const { objects } = await world.chart.render(values);
      for (const { metadata, spec } of objects.filter(({ kind }) => kind === "Deployment")) {
        const budget = named(objects, "PodDisruptionBudget", metadata.name);
        const scaler =
          named(objects, "HorizontalPodAutoscaler", metadata.name) ??
          named(objects, "ScaledObject", metadata.name);
        assert.equal(
          scaler === undefined,
          spec.replicas !== undefined,
          `${metadata.name}: who sets replicas`,
        );
        if (spec.replicas === 1)
          assert.equal(budget, undefined, `${metadata.name}: one pod could never be moved`);
        else assert.ok(budget, `${metadata.name}: no budget`);
      }
    });
  }

  it("polling has one pod at a time, and no public port", async () => {
    const { objects } = await world.chart.render(installations.small);
    const { spec } = named(objects, "Deployment", "okoshko-bot");
    assert.deepEqual([spec.replicas, spec.strategy.type], [1, "Recreate"]);
    assert.deepEqual(
      named(objects, "Service", "okoshko-bot").spec.ports.map(({ name }) => name),
      ["admin"],
    );
  });

  it("the emulator remembers over evictions what it was told, or at least over crashes", async () => {
    const stateOf = async (change) => {
      const { objects } = await world.chart.render(merged(installations.demo, change));
      const { spec } = named(objects, "Deployment", "okoshko-emulator").spec.template;
      const [{ env, volumeMounts }] = spec.containers;
      const { mountPath, name } = volumeMounts.find(({ name }) => name === "state");
      assert.ok(env.find(({ name }) => name === "STATE_FILE").value.startsWith(`${mountPath}/`));
      const claim = named(objects, "PersistentVolumeClaim", "okoshko-emulator");
      return { volume: spec.volumes.find((volume) => volume.name === name), claim };
    };
    const { volume, claim } = await stateOf({});
    assert.equal(volume.persistentVolumeClaim.claimName, claim.metadata.name);
    const fleeting = await stateOf({ emulator: { persistence: { enabled: false } } });
    assert.ok(fleeting.volume.emptyDir);
    assert.equal(fleeting.claim, undefined);
  });

  it("a digest wins over a tag, a component's registry over everybody's", async () => {
    const image = { registry: "other.example.com", digest: `sha256:${"a".repeat(64)}`, tag: "9" };
    const { objects } = await world.chart.render(merged(installations.production, { notifier: { image } }));
    const imageOf = (name) => named(objects, "Deployment", name).spec.template.spec.containers[0].image;
    assert.equal(imageOf("okoshko-notifier"), `other.example.com/okoshko/notifier@sha256:${"a".repeat(64)}`);
    assert.match(imageOf("okoshko-booking-api"), /^registry\.example\.com\/okoshko\/booking-api:0\.1\.0$/);
  });

  it("only images that skaffold writes into may be written to, and nothing else changes with it", async () => {
    const [usual, writable] = await Promise.all(
      [false, true].map(async (writableImages) =>
        world.chart.render(merged(installations.small, { development: { writableImages } })),
      ),
    );
    const shape = ({ text }) =>
      text.replaceAll(/readOnlyRootFilesystem: \w+/g, "").replaceAll(/migrate-[0-9a-f]{8}/g, "migrate");
    const secretless = (text) => text.replaceAll(/^ {2}[\w-]+: [A-Za-z0-9+/=]{20,}$/gm, "");
    assert.equal(secretless(shape(writable)), secretless(shape(usual)));
  });
}
