import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { NotHere, startHelm } from "./helm.mjs";

const skip = process.platform === "win32" ? "the stand-in for helm is a script for sh" : false;
const question = { chart: "chart", values: { bot: { replicas: 3 } }, release: "okoshko", namespace: "shop" };

/** What helm was told and given, with a helm that says so and ends with that status. */
async function asked(more, status = 0) {
  const folder = mkdtempSync(join(tmpdir(), "okoshko-helm-"));
  try {
    const helm = join(folder, "helm");
    writeFileSync(helm, `#!/bin/sh\necho "$*: $(cat)" >&${status === 0 ? 1 : 2}\nexit ${status}\n`);
    chmodSync(helm, 0o755);
    return await startHelm(helm, "Go is not installed").ask({ ...question, ...more });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it("without Go helm renders with the values that a test gives", { skip }, async () => {
  const told = "template okoshko chart --namespace shop --values -";
  const given = '{"bot":{"replicas":3}}\n';
  assert.deepEqual(await asked({}), { files: { "all.yaml": `${told}: ${given}` } });
  const { files } = await asked({ kubeVersion: "1.30.0", upgrade: true });
  assert.equal(files["all.yaml"], `${told} --kube-version 1.30.0 --is-upgrade: ${given}`);
});

it("what helm refuses or complains of is an answer", { skip }, async () => {
  assert.match((await asked({}, 1)).error, /^template okoshko/);
  assert.deepEqual(await asked({ lint: true }), { complaints: [] });
  const [complaint] = (await asked({ lint: true }, 1)).complaints;
  assert.match(complaint, /^lint --strict chart --namespace shop/);
});

it("what helm can't do is said, never taken for done", { skip }, async () => {
  for (const more of [{ decode: "kind: Pod" }, { existing: [] }]) await assert.rejects(asked(more), NotHere);
  assert.throws(
    () => startHelm("helm", "Go is not installed").notes(),
    /^Error: Go is not installed, and helm/,
  );
});
