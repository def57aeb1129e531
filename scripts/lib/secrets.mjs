import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * What the services of this checkout prove themselves to each other with, and the key of what they encrypt: made once, then
 * kept. A file from before there was one of them gets it.
 */
export function loadSecrets(file) {
  const known = readSecrets(file);
  const secret = () => randomBytes(24).toString("base64url");
  const secrets = {
    bot: secret(),
    notifier: secret(),
    admin: secret(),
    webhook: secret(),
    webhookEncryption: randomBytes(32).toString("hex"),
    ...known,
  };
  if (Object.keys(known).length === Object.keys(secrets).length) return secrets;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}

function readSecrets(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return {};
    throw new Error(`${file} cannot be read: ${error.message}`, { cause: error });
  }
}

/** Replaces every secret in a text that is shown or written to a log. */
export function redactor(secrets) {
  const known = secrets.filter((secret) => secret).sort((a, b) => b.length - a.length);
  return (text) => known.reduce((clean, secret) => clean.replaceAll(secret, "[hidden]"), text);
}

/** As it stands in the address; a short one would blacken half of every line. */
export function passwordIn(url) {
  const password = url && URL.canParse(url) ? new URL(url).password : "";
  return password.length >= 6 ? password : undefined;
}
