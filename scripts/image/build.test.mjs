import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { it } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (file) => readFileSync(`${root}/${file}`, "utf8");
const skip = process.platform === "win32" ? "it is a script for bash" : false;
const { appVersion } = parse(read("charts/okoshko/Chart.yaml"));

/** What docker would have been told, line by line. */
function told(env, ...services) {
  const folder = mkdtempSync(join(tmpdir(), "okoshko-docker-"));
  try {
    const docker = join(folder, "docker");
    writeFileSync(docker, `#!/bin/sh\necho "$*" >> "${folder}/told"\n`);
    chmodSync(docker, 0o755);
    const { PATH = "" } = process.env;
    execFileSync(`${root}/scripts/image/build.sh`, services, {
      env: { ...process.env, REGISTRY: "", VERSION: "", SOURCE: "", ...env, PATH: folder + delimiter + PATH },
      stdio: ["ignore", "ignore", "inherit"],
    });
    return readFileSync(join(folder, "told"), "utf8").trim().split("\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it("every image of the chart is pushed under the name that the chart pulls", { skip }, () => {
  const lines = told({
    REGISTRY: "registry.example.com/team",
    VERSION: "1.2.3",
    SOURCE: "https://s.example",
  });
  const values = parse(read("charts/okoshko/values.yaml"));
  const repositories = ["bookingApi", "bot", "notifier", "emulator"].map(
    (component) => values[component].image.repository,
  );
  assert.deepEqual(
    lines.map((line) => /type=image,name=([^,]+),push=true/.exec(line)?.[1]),
    repositories.map((repository) => `registry.example.com/team/${repository}:1.2.3`),
  );
  for (const line of lines) {
    assert.match(line, /--build-arg VERSION=1\.2\.3 --build-arg REVISION=[0-9a-f]{40} /);
    assert.match(line, /--build-arg SOURCE=https:\/\/s\.example /);
    assert.match(line, /--sbom=true --provenance=mode=max/);
  }
});

it("the workflow hands on all that the script can be told", () => {
  const { env, steps } = parse(read(".github/workflows/ci.yml")).jobs.images;
  const variables = [...read("scripts/image/build.sh").matchAll(/^# {3}([A-Z, ]+?)(?:=| {2})/gm)].flatMap(
    ([, names]) => names.split(", "),
  );
  assert.deepEqual(variables, ["REGISTRY", "VERSION", "SOURCE", "BASE", "RUNTIME"]);
  const script = steps.find(({ run }) => run?.includes("build.sh")).run;
  for (const name of variables) assert.ok(name in env || script.includes(`${name}="$${name}"`), name);
});

it("without a registry nothing is pushed, and the version is the chart's", { skip }, () => {
  const [line, ...others] = told({ BASE: "node@sha256:1" }, "bot");
  assert.deepEqual(others, []);
  assert.doesNotMatch(line, /push=true/);
  assert.ok(line.includes(`dest=artifacts/images/bot.tar,name=okoshko/bot:${appVersion}`), line);
  assert.match(line, /--target bot .*--build-arg BASE=node@sha256:1 /);
});

it("the Dockerfile takes every argument that it is given, says them in labels, and the commit to the service", () => {
  const dockerfile = read("Dockerfile");
  const given = read("scripts/image/build.sh").match(/(?<=--build-arg ")[A-Z]+(?==)/g);
  for (const name of [...given, "BASE", "RUNTIME"])
    assert.match(dockerfile, new RegExp(`^ARG ${name}=`, "m"), name);
  for (const label of ["source", "version", "revision"])
    assert.match(dockerfile, new RegExp(`org\\.opencontainers\\.image\\.${label}="`));
  assert.match(dockerfile, /^ENV NODE_ENV=production REVISION=\$\{REVISION\} /m);
});
