import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** `SERVICE_TOKENS`: who may call a service, as `name=token,name=token`. The parsed value is a map of names to tokens. */
export const serviceTokens = z
  .string()
  .transform(parseServiceTokens)
  .refine((tokens) => tokens.size > 0, "is not a list of name=token with tokens of 8 characters or more");

/** `name=token,name=token`; anything else gives an empty map. */
export function parseServiceTokens(text: string): Map<string, string> {
  const entries = text.split(",").map((entry) => /^\s*([a-z][a-z0-9-]*)=(\S{8,})\s*$/.exec(entry));
  const tokens = new Map<string, string>();
  for (const entry of entries) {
    const [, name, token] = entry ?? [];
    if (name === undefined || token === undefined) return new Map();
    tokens.set(name, token);
  }
  return tokens;
}

/** Makes the check of an `Authorization` header: the caller's name, or undefined when the token is missing or unknown. */
export function tokenCheck(
  tokens: ReadonlyMap<string, string>,
): (header: string | undefined) => string | undefined {
  const known = [...tokens].map(([name, token]) => ({ name, digest: digestOf(token) }));
  return (header) => {
    const token = /^Bearer (\S+)$/i.exec(header ?? "")?.[1] ?? "";
    const digest = digestOf(token);
    // Digests are of one length and all are compared, so the time taken tells nothing about what was sent.
    return known.filter((entry) => timingSafeEqual(entry.digest, digest))[0]?.name;
  };
}

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
