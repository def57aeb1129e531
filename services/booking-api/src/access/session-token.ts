import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

const validForMs = 15 * 60_000;
const prefix = "okosession_";
const content = z.object({ sub: z.number(), exp: z.number() });

/**
 * Tokens of the Mini App: who, until when, and our own signature over both. Nothing is stored, so none can be taken back
 * before its end; what the person may do is looked up at each request all the same.
 */
export interface SessionTokens {
  issue(telegramUserId: number, now: Date): { token: string; expiresAt: Date };
  /** The person whose session it is; undefined for one that we did not issue or that has ended. */
  personOf(token: string, now: Date): number | undefined;
}

export function sessionTokens(secret: string): SessionTokens {
  const signatureOf = (payload: string) =>
    createHmac("sha256", secret).update(`${prefix}${payload}`).digest();
  return {
    issue: (sub, now) => {
      const expiresAt = new Date(now.getTime() + validForMs);
      const payload = Buffer.from(JSON.stringify({ sub, exp: expiresAt.getTime() })).toString("base64url");
      return { token: `${prefix}${payload}.${signatureOf(payload).toString("base64url")}`, expiresAt };
    },
    personOf: (token, now) => {
      const [, payload = "", signature = ""] = /^okosession_([\w-]{1,200})\.([\w-]{43})$/.exec(token) ?? [];
      if (!timingSafeEqual(signatureOf(payload), bytesOf(signature))) return undefined;
      const { sub, exp } = content.parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
      return exp > now.getTime() ? sub : undefined;
    },
  };
}

/** 32 bytes, whatever was sent: what is not our spelling of a signature becomes zeros, which sign nothing. */
function bytesOf(signature: string): Buffer {
  const bytes = Buffer.from(signature, "base64url");
  return bytes.length === 32 && bytes.toString("base64url") === signature ? bytes : Buffer.alloc(32);
}
