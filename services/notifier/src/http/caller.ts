import { createHash, timingSafeEqual } from "node:crypto";
import { type SecurityHandlers } from "@okoshko/runtime/http/contract";
import { Problem } from "@okoshko/runtime/problem";

/** The check behind the contract's `serviceToken`: who has a token may read the ledger. */
export function serviceTokens(tokens: ReadonlyMap<string, string>): SecurityHandlers {
  const known = [...tokens.values()].map(digestOf);
  return {
    serviceToken: (request) => {
      const token = /^Bearer (\S+)$/i.exec(request.get("authorization") ?? "")?.[1];
      const digest = digestOf(token ?? "");
      // Digests are of one length and all are compared, so the time taken tells nothing about what was sent.
      const matches = known.filter((candidate) => timingSafeEqual(candidate, digest));
      if (token === undefined)
        throw new Problem("unauthorized", { detail: "Send `Authorization: Bearer <token>`." });
      if (matches.length === 0) throw new Problem("unauthorized", { detail: "This token is not known." });
      return true;
    },
  };
}

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
