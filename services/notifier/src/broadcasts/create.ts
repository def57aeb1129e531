import { createHash } from "node:crypto";
import { Problem } from "@okoshko/runtime/problem";
import { type Queryable } from "../database";
import { type Caller } from "../http/caller";
import { type BroadcastInput, checkBroadcast } from "./broadcast";
import { type BroadcastRow, broadcastColumns } from "./list";

const insertSql = `
  insert into notifier.broadcasts as b (text, audience, created_by, caller, idempotency_key, request_hash, created_at, not_before)
  values ($1, $2, $3, $4, $5, $6, $7, $7)
  on conflict on constraint broadcasts_idempotency_unique do nothing
  returning ${broadcastColumns}`;

const recallSql = `
  select ${broadcastColumns}, b.request_hash
  from notifier.broadcasts b
  where b.caller = $1 and b.idempotency_key = $2`;

/**
 * Writes a broadcast down; collect.ts does the rest. The same key and body give the broadcast that the first request made, the
 * same key with another body `idempotency-key-reused`.
 */
export async function createBroadcast(
  db: Queryable,
  request: { caller: Caller; key: string; input: BroadcastInput; now: Date },
): Promise<BroadcastRow> {
  const { input, key, now } = request;
  checkBroadcast(input);
  const createdBy = request.caller.telegramUserId ?? null;
  const caller = `${request.caller.name}/${createdBy ?? ""}`;
  const hash = createHash("sha256").update(JSON.stringify(input)).digest("base64url");
  const { text, audience } = input;
  const values = [JSON.stringify(text), JSON.stringify(audience), createdBy, caller, key, hash, now];
  const { rows } = await db.query<BroadcastRow>(insertSql, values);
  if (rows[0]) return rows[0];
  const recalled = await db.query<BroadcastRow & { request_hash: string }>(recallSql, [caller, key]);
  const [first] = recalled.rows;
  if (!first) throw new Error("A broadcast vanished");
  if (first.request_hash !== hash) {
    throw new Problem("idempotency-key-reused", {
      detail: "Take a new Idempotency-Key for another broadcast.",
    });
  }
  return first;
}
