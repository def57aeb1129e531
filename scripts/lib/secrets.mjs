import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** What the services of this checkout prove themselves to each other with: made once, then kept. */
export function loadSecrets(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code !== "ENOENT")
      throw new Error(`${file} cannot be read: ${error.message}`, { cause: error });
  }
  const secret = () => randomBytes(24).toString("base64url");
  const secrets = { bot: secret(), notifier: secret(), admin: secret(), webhook: secret() };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
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
