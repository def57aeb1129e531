import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { AlreadyRunning, takeLock } from "./lock.mjs";
import { whyInstall } from "./prepare.mjs";
import { loadSecrets, redactor } from "./secrets.mjs";

const directory = mkdtempSync(join(tmpdir(), "okoshko-scripts-"));
after(() => rmSync(directory, { recursive: true }));

test("makes secrets once, readable by their owner only", () => {
  const file = join(directory, "state", "secrets.json");
  const secrets = loadSecrets(file);
  assert.deepEqual(loadSecrets(file), secrets);
  assert.equal(new Set(Object.values(secrets)).size, 5);
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

test("adds a secret that an older checkout did not have, and keeps the others", () => {
  const file = join(directory, "older", "secrets.json");
  const { webhookEncryption, ...older } = loadSecrets(file);
  writeFileSync(file, JSON.stringify(older));
  const secrets = loadSecrets(file);
  assert.deepEqual({ ...secrets, webhookEncryption }, { ...older, webhookEncryption });
  assert.match(secrets.webhookEncryption, /^[0-9a-f]{64}$/);
  assert.deepEqual(loadSecrets(file), secrets);
});

test("hides every secret, also one that contains another", () => {
  const redact = redactor([undefined, "abc", "abcdef"]);
  assert.equal(redact("token abcdef, url /botabc/getMe"), "token [hidden], url /bot[hidden]/getMe");
});

test("lets one start at a time run, and takes over the lock of one that is gone", () => {
  const file = join(directory, "start.lock");
  const lock = takeLock(file);
  // This process is not a start script, so the lock counts as left over, as it would after a restart of the machine.
  takeLock(file);
  lock.tell({ url: "http://localhost:4000" });
  assert.equal(JSON.parse(readFileSync(file, "utf8")).url, "http://localhost:4000");
  lock.release();

  writeFileSync(file, "half a fi");
  takeLock(file).release();
});

test("tells who runs, and where", () => {
  assert.match(
    new AlreadyRunning({ pid: 7, url: "http://localhost:4000" }).message,
    /process 7\), at http:.*kill 7/,
  );
  assert.match(new AlreadyRunning({ pid: 7 }).message, /still getting ready/);
});

test("installs when nothing is installed or the lockfile asks for something else, and not otherwise", () => {
  const root = join(directory, "checkout");
  mkdirSync(join(root, "node_modules"), { recursive: true });
  const write = (path, packages) => writeFileSync(join(root, path), JSON.stringify({ packages }));
  const wanted = {
    "": {},
    "node_modules/a": { version: "1.0.0" },
    "node_modules/win": { version: "1", optional: true },
  };
  write("package-lock.json", wanted);
  assert.match(whyInstall(root), /none/);

  write("node_modules/.package-lock.json", { "node_modules/a": { version: "1.0.0" } });
  assert.equal(whyInstall(root), undefined);
  write("node_modules/.package-lock.json", { "node_modules/a": { version: "0.9.0" } });
  assert.match(whyInstall(root), /changed/);
  write("node_modules/.package-lock.json", {});
  assert.match(whyInstall(root), /changed/);
});
