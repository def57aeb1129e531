import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { it } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const dockerfile = readFileSync(`${root}/Dockerfile`, "utf8");
const ignored = readFileSync(`${root}/.dockerignore`, "utf8").split("\n");

it("every workspace is known before packages are installed", () => {
  const services = readdirSync(`${root}/services`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `services/${name}`);
  for (const folder of ["contracts", ...services])
    assert.ok(dockerfile.includes(`COPY ${folder}/package.json ${folder}/`), folder);
});

it("every service has an image and one for development", () => {
  for (const service of ["booking-api", "bot", "notifier", "telegram-emulator"]) {
    assert.match(dockerfile, new RegExp(`^FROM runtime AS ${service}$`, "m"));
    assert.match(dockerfile, new RegExp(`^FROM dev AS ${service}-dev$`, "m"));
  }
});

it("every image holds what assemble.mjs lays out, which its own test starts services from", () => {
  const [, called] =
    /^RUN for service in (.+); do node scripts\/image\/assemble\.mjs "\$service" "\/trees\/\$service" \|\| exit 1; done$/m.exec(
      dockerfile,
    ) ?? [];
  const images = [...dockerfile.matchAll(/^FROM runtime AS (.+)\n(.+)\n(.+)$/gm)];
  assert.deepEqual(called?.split(" ").sort(), images.map(([, service]) => service).sort());
  for (const [, service, copy, workdir] of images) {
    assert.equal(copy, `COPY --from=trees /trees/${service} /app`);
    assert.equal(workdir, `WORKDIR /app/services/${service}`);
  }
});

it("production images end as a user without rights, and begin with nothing but node", () => {
  const runtime = dockerfile.slice(dockerfile.indexOf("AS runtime"), dockerfile.indexOf("AS dev"));
  assert.match(runtime, /^USER 65532:65532$/m);
  assert.doesNotMatch(runtime, /^(RUN|SHELL|ENTRYPOINT)/m);
  // Runbooks call it by its name.
  assert.match(runtime, /^ENV .*PATH=\/nodejs\/bin:\$\{PATH\}$/m);
});

it("what is built, private or large never enters the build's context", () => {
  for (const pattern of [".git", ".okoshko", ".env*", "**/node_modules", "**/dist", "artifacts"])
    assert.ok(ignored.includes(pattern), pattern);
});
