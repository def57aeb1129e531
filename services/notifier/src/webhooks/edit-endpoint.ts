import { createHash } from "node:crypto";
import { Problem } from "@okoshko/runtime/problem";
import { type NotifierSchemas } from "@okoshko/contracts/notifier-client";
import { type Clock } from "@okoshko/runtime/clock";
import { inTransaction, type Pool, type Tx } from "../database";
import { type EndpointRow, getEndpoint } from "./endpoint";
import { type Vault } from "./sealing";
import { addSecret, endSecrets, mostEarlierSecrets, validSecrets } from "./secrets";

export interface EditDeps {
  pool: Pool;
  /** The machine's time: receivers compare with their own, and nobody moves that. */
  clock: Clock;
  /** Undefined where the installation has no key, and webhooks are off. */
  vault: Vault | undefined;
  /** Throws `invalid-request` for an address that requests may not go to. */
  checkUrl: (url: string) => Promise<void>;
}

export const mostEndpoints = 50;

/** Throws `unavailable` with the sentence that says why. */
export function vaultOf({ vault }: Pick<EditDeps, "vault">): Vault {
  if (vault) return vault;
  throw new Problem("unavailable", {
    detail: "Webhooks are off here: WEBHOOK_ENCRYPTION_KEY is not set, and secrets are not kept without it.",
  });
}

/** One after the other: a count that two look at together would let both in. */
const countLock = `select pg_advisory_xact_lock(hashtext('notifier.webhook_endpoints'))`;

const insertSql = `
  insert into notifier.webhook_endpoints (
    url, description, event_types, idempotency_key, request_hash, created_at, updated_at
  )
  values ($1, $2, $3, $4, $5, $6, $6)
  returning id`;

const repeatedSql = `select id, request_hash from notifier.webhook_endpoints where idempotency_key = $1`;

/** Makes an endpoint and its first secret. A repeated request makes nothing, and gets the same answer while that is true. */
export async function createEndpoint(
  deps: EditDeps,
  input: NotifierSchemas["WebhookEndpointInput"],
  key: string,
): Promise<EndpointRow & { secret: string }> {
  const vault = vaultOf(deps);
  await deps.checkUrl(input.url);
  const hash = createHash("sha256").update(JSON.stringify(input)).digest("base64url");
  return inTransaction(deps.pool, async (tx) => {
    const now = deps.clock.now();
    await tx.query(countLock);
    const repeated = await tx.query<{ id: string; request_hash: string }>(repeatedSql, [key]);
    const [before] = repeated.rows;
    if (before) return answerAgain(deps, tx, before, hash, now);

    const count = await tx.query("select from notifier.webhook_endpoints");
    if ((count.rowCount ?? 0) >= mostEndpoints)
      throw new Problem("limit-reached", { detail: `There are ${mostEndpoints} endpoints already.` });
    const { rows } = await tx.query<{ id: string }>(insertSql, [
      input.url,
      input.description ?? "",
      input.eventTypes,
      key,
      hash,
      now,
    ]);
    const id = rows[0]?.id ?? "";
    const secret = await addSecret(tx, vault, id, now);
    return { ...(await readEndpoint(tx, id, now)), secret };
  });
}

async function answerAgain(
  deps: EditDeps,
  tx: Tx,
  before: { id: string; request_hash: string },
  hash: string,
  now: Date,
): Promise<EndpointRow & { secret: string }> {
  const secrets = await validSecrets(tx, vaultOf(deps), before.id, now);
  const [secret] = secrets;
  if (before.request_hash !== hash || secret === undefined)
    throw new Problem("idempotency-key-reused", {
      detail: "Take a new Idempotency-Key for another request.",
    });
  if (secrets.length > 1)
    throw new Problem("idempotency-key-reused", { detail: "Its secret has been rotated, and is not shown." });
  return { ...(await readEndpoint(tx, before.id, now)), secret };
}

/** The endpoint, or `not-found`. */
export async function readEndpoint(db: Pool | Tx, id: string, now: Date): Promise<EndpointRow> {
  const row = await getEndpoint(db, id, now);
  if (!row) throw notFound();
  return row;
}

function notFound(): Problem {
  return new Problem("not-found", { detail: "There is no such endpoint." });
}

const changeSql = `
  update notifier.webhook_endpoints
  set url = coalesce($2, url), description = coalesce($3, description), event_types = coalesce($4, event_types),
    updated_at = $5
  where id = $1`;

export async function changeEndpoint(
  deps: EditDeps,
  id: string,
  change: NotifierSchemas["WebhookEndpointChange"],
): Promise<EndpointRow> {
  if (change.url !== undefined) await deps.checkUrl(change.url);
  const now = deps.clock.now();
  await deps.pool.query(changeSql, [
    id,
    change.url ?? null,
    change.description ?? null,
    change.eventTypes ?? null,
    now,
  ]);
  return readEndpoint(deps.pool, id, now);
}

/** With its secrets, its log and what waits. */
export async function deleteEndpoint({ pool }: Pick<EditDeps, "pool">, id: string): Promise<void> {
  const { rowCount } = await pool.query("delete from notifier.webhook_endpoints where id = $1", [id]);
  if (rowCount !== 1) throw notFound();
}

const lockSql = `select from notifier.webhook_endpoints where id = $1 for no key update`;

/** Makes a new secret, and lets earlier ones end in so many hours. */
export async function rotateSecret(
  deps: EditDeps,
  id: string,
  previousValidHours: number,
): Promise<{ secret: string; previousSecretValidUntil: Date | null }> {
  const vault = vaultOf(deps);
  return inTransaction(deps.pool, async (tx) => {
    const now = deps.clock.now();
    if ((await tx.query(lockSql, [id])).rowCount !== 1) throw notFound();
    await endSecrets(tx, id, new Date(now.getTime() + previousValidHours * 3_600_000));
    const valid = await tx.query(
      "select from notifier.webhook_secrets where endpoint_id = $1 and valid_until > $2",
      [id, now],
    );
    if ((valid.rowCount ?? 0) > mostEarlierSecrets)
      throw new Problem("limit-reached", {
        detail: `${mostEarlierSecrets} earlier secrets are valid still; let them end sooner with previousValidHours.`,
      });
    const secret = await addSecret(tx, vault, id, now);
    const row = await readEndpoint(tx, id, now);
    return { secret, previousSecretValidUntil: row.previous_secret_valid_until };
  });
}

const pauseSql = `
  update notifier.webhook_endpoints
  set state = 'paused', pause_reason = 'by_operator', paused_at = $2, updated_at = $2
  where id = $1 and state = 'active'`;

/** True in `isChanged` when it was not paused before. */
export async function pauseEndpoint(
  deps: Pick<EditDeps, "pool" | "clock">,
  id: string,
): Promise<{ endpoint: EndpointRow; isChanged: boolean }> {
  const now = deps.clock.now();
  const { rowCount } = await deps.pool.query(pauseSql, [id, now]);
  return { endpoint: await readEndpoint(deps.pool, id, now), isChanged: rowCount === 1 };
}

const resumeSql = `
  update notifier.webhook_endpoints
  set state = 'active', pause_reason = null, paused_at = null, failing_since = null, failures = 0,
    resting_until = null, updated_at = $2
  where id = $1`;

const sendHeldSql = `
  update notifier.webhook_deliveries
  set not_before = $2, gives_up_at = null, failures = 0, updated_at = $2
  where endpoint_id = $1 and status = 'waiting'`;

const skipHeldSql = `
  update notifier.webhook_deliveries
  set status = 'failed', reason = 'skipped_on_resume', updated_at = $2
  where endpoint_id = $1 and status = 'waiting'`;

/** Ends a pause or a rest. What waited has the whole time for its attempts again, or is given up. */
export async function resumeEndpoint(
  deps: Pick<EditDeps, "pool" | "clock">,
  id: string,
  held: "send" | "skip",
): Promise<EndpointRow> {
  return inTransaction(deps.pool, async (tx) => {
    const now = deps.clock.now();
    await tx.query(resumeSql, [id, now]);
    await tx.query(held === "send" ? sendHeldSql : skipHeldSql, [id, now]);
    return readEndpoint(tx, id, now);
  });
}
