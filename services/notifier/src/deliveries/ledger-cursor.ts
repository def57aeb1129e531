import { Problem } from "@okoshko/runtime/problem";

/** Where a page of the ledger ended. */
export interface LedgerPosition {
  dueAt: Date;
  id: string;
}

export function encodePosition({ dueAt, id }: LedgerPosition): string {
  return Buffer.from(`${dueAt.getTime()}_${id}`).toString("base64url");
}

/** Throws `invalid-request` for what was never given out. */
export function decodePosition(cursor: string): LedgerPosition {
  const text = Buffer.from(cursor, "base64url").toString();
  const [, ms, id] = /^(\d{1,15})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text) ?? [];
  if (ms === undefined || id === undefined) {
    throw new Problem("invalid-request", {
      errors: [{ pointer: "query/cursor", detail: "is none of ours; take `nextCursor` as it is" }],
    });
  }
  return { dueAt: new Date(Number(ms)), id };
}
