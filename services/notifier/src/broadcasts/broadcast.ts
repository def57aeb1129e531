import { type NotifierSchemas } from "@okoshko/contracts/notifier-client";
import { Problem } from "@okoshko/runtime/problem";

export type BroadcastInput = NotifierSchemas["BroadcastInput"];
export type Audience = NotifierSchemas["Audience"];
export type BroadcastCounts = NotifierSchemas["Broadcast"]["counts"];

/** Telegram counts as JavaScript does, in UTF-16, and a message may have 4096 of these. */
const longestText = 4_096;

/** What the contract's schema can't say; throws `invalid-request`. */
export function checkBroadcast({ text, audience }: BroadcastInput): void {
  const errors = Object.entries(text).flatMap(([locale, words]) => {
    const pointer = `/text/${locale}`;
    if (words.trim() === "") return [{ pointer, detail: "must have words in it" }];
    return words.length > longestText ? [{ pointer, detail: "is longer than Telegram takes" }] : [];
  });
  if ((audience.kind === "all") !== (audience.since === undefined)) {
    const detail = audience.kind === "all" ? "is of no use for everybody" : "is needed for this kind";
    errors.push({ pointer: "/audience/since", detail });
  }
  if (errors.length > 0) throw new Problem("invalid-request", { errors });
}
