import { createHmac, randomBytes } from "node:crypto";

const prefix = "whsec_";

/** A secret in the spelling of Standard Webhooks, which its libraries for receivers understand as it is. */
export function makeSecret(): string {
  return prefix + randomBytes(32).toString("base64");
}

/** What a request carries beside its body. */
export interface Signed {
  "webhook-id": string;
  /** In seconds: receivers refuse what is much older than their own clock says. */
  "webhook-timestamp": string;
  /** One signature for each secret that is valid, the newest first. */
  "webhook-signature": string;
}

/**
 * Signs as https://github.com/standard-webhooks/standard-webhooks says: HMAC-SHA256 over `id.timestamp.body`. Our ids have no
 * full stop in them, so no other three parts give the same text.
 */
export function sign(message: { id: string; body: string; now: Date }, secrets: readonly string[]): Signed {
  const timestamp = String(Math.floor(message.now.getTime() / 1_000));
  const content = `${message.id}.${timestamp}.${message.body}`;
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), "base64");
    return `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
  });
  return {
    "webhook-id": message.id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
}
