import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { Problem } from "@okoshko/runtime/problem";
import { type Caller } from "./caller";

type Owner = { caller: Caller; key: string };

/**
 * Encrypts an answer that is kept for repetitions though it holds a secret. The key comes from the caller's token and their
 * Idempotency-Key; the token is stored nowhere, so a copy of the database does not open it.
 */
export function seal(owner: Owner, body: unknown): { sealed: string } {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyOf(owner), iv);
  const text = Buffer.concat([cipher.update(JSON.stringify(body), "utf8"), cipher.final()]);
  return { sealed: Buffer.concat([iv, cipher.getAuthTag(), text]).toString("base64url") };
}

/** What was sealed, or `idempotency-key-reused` for a caller whose token is another one by now. */
export function unseal(owner: Owner, stored: unknown): unknown {
  const bytes = Buffer.from(sealedOf(stored), "base64url");
  const decipher = createDecipheriv("aes-256-gcm", keyOf(owner), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  try {
    return JSON.parse(
      Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8"),
    ) as unknown;
  } catch (error) {
    throw new Problem("idempotency-key-reused", {
      detail: "Only the token that got the first answer can get it again.",
      cause: error,
    });
  }
}

function sealedOf(stored: unknown): string {
  const sealed: unknown =
    typeof stored === "object" && stored && "sealed" in stored ? stored.sealed : undefined;
  if (typeof sealed !== "string") throw new Error("An answer that should be sealed is not");
  return sealed;
}

function keyOf({ caller, key }: Owner): Buffer {
  if (!caller.sealingKey) throw new Error(`${caller.name} has no token to seal with`);
  return caller.sealingKey(key);
}
