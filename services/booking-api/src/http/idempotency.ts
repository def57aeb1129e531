import { createHash } from "node:crypto";
import { type Transaction } from "sequelize";
import { Problem } from "@okoshko/runtime/problem";
import { type Database, rows } from "../database";
import { inTransaction } from "../transaction";
import { actorName, type Caller } from "./caller";
import { seal, unseal } from "./sealing";

interface Stored {
  requestHash: string;
  body: unknown;
}

/**
 * Runs `work` at most once for a caller and key, and answers the first result again on a repetition. Key, effect and answer
 * are one transaction: a crash leaves all three or none. Two requests with one key at the same time: the second waits on the
 * first one's row. A refusal (a thrown problem) rolls the key back as well, so that it can be tried again. An answer with a
 * secret is kept `sealed`: only the caller's own token opens it again.
 */
export async function once<T>(
  db: Database,
  request: { caller: Caller; key: string; body: unknown; now: Date; sealed?: boolean },
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const hash = createHash("sha256").update(JSON.stringify(request.body)).digest("base64url");
  // One key may be used for different operations and, by a service, for different people.
  const key = {
    ...request,
    caller: `${request.caller.name}/${actorName(request.caller)}/${request.caller.operation}`,
  };
  return inTransaction(db, request, async (tx) => {
    if (await claim(db, key, hash, tx)) {
      const body = await work(tx);
      await remember(db, key, request.sealed ? seal(request, body) : body, tx);
      return body;
    }
    const stored = await recall(db, key, tx);
    if (stored.requestHash !== hash) {
      throw new Problem("idempotency-key-reused", {
        detail: "Take a new Idempotency-Key for another request.",
      });
    }
    db.metrics.repeats.inc();
    // It was stored by the same operation, because the caller's name carries the operation.
    return (request.sealed ? unseal(request, stored.body) : stored.body) as T;
  });
}

type Key = { caller: string; key: string; now: Date };

async function claim(
  db: Database,
  { caller, key, now }: Key,
  hash: string,
  tx: Transaction,
): Promise<boolean> {
  const sql = `
    insert into booking.idempotency_keys (caller, key, request_hash, created_at)
    values ($1, $2, $3, $4)
    on conflict (caller, key) do nothing
    returning key`;
  return (await rows(db, sql, [caller, key, hash, now], tx)).length === 1;
}

async function remember(db: Database, { caller, key }: Key, body: unknown, tx: Transaction): Promise<void> {
  const sql = `update booking.idempotency_keys set body = $3::jsonb where caller = $1 and key = $2`;
  await rows(db, sql, [caller, key, JSON.stringify(body)], tx);
}

async function recall(db: Database, { caller, key }: Key, tx: Transaction): Promise<Stored> {
  const sql = `
    select request_hash as "requestHash", body
    from booking.idempotency_keys
    where caller = $1 and key = $2`;
  const [stored] = await rows<Stored>(db, sql, [caller, key], tx);
  if (!stored) throw new Error("An idempotency key vanished while it was held");
  return stored;
}

const keptForMs = 7 * 24 * 3_600_000;

/** Deletes keys older than the contract promises to keep them; answers how many. */
export async function forgetOldKeys(db: Database, now: Date): Promise<number> {
  const sql = `delete from booking.idempotency_keys where created_at < $1 returning key`;
  return (await rows(db, sql, [new Date(now.getTime() - keptForMs)], null)).length;
}
