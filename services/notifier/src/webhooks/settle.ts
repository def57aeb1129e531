import { inTransaction, type Pool, type Tx } from "../database";
import { type Claimed } from "./claim";
import { type Result } from "./post";
import { isDead, nextAttempt, restOf } from "./schedule";

export interface Settled {
  status: "delivered" | "waiting" | "failed";
  paused?: "gone" | "failing";
}

// Endpoint before delivery, as whoever removes an endpoint does: the other order could block each other.
const lockSql = `
  select failing_since, failures from notifier.webhook_endpoints where id = $1 for no key update`;

const deliverySql = `
  update notifier.webhook_deliveries
  set status = $3, reason = $4, not_before = coalesce($5, not_before), failures = $6, delivered_at = $7,
    lease_until = null, updated_at = $8
  where id = $1 and claim = $2 and status = 'delivering'`;

// Nothing is quoted of an event whose person was erased while it was on its way.
const attemptSql = `
  update notifier.webhook_attempts a
  set duration_ms = $3, outcome = $4, status_code = $5, error = $6,
    response_excerpt = case when not e.is_person_erased then $7 end
  from notifier.webhook_deliveries d
  join notifier.webhook_events e on e.id = d.event_id
  where a.delivery_id = $1 and a.number = $2 and d.id = a.delivery_id`;

const succeededSql = `
  update notifier.webhook_endpoints
  set failing_since = null, failures = 0, last_delivered_at = $2
  where id = $1`;

const failedSql = `
  update notifier.webhook_endpoints
  set failing_since = coalesce(failing_since, $2), failures = failures + 1,
    resting_until = greatest(resting_until, $3)
  where id = $1`;

const pauseSql = `
  update notifier.webhook_endpoints
  set state = 'paused', pause_reason = $2, paused_at = $3, updated_at = $3
  where id = $1 and state = 'active'`;

/**
 * Writes what became of an attempt, and what follows from it for the delivery and for its endpoint. Undefined when the claim
 * was no longer ours, or the endpoint is gone: then nothing is written.
 */
export async function settle(
  pool: Pool,
  delivery: Claimed,
  result: Result & { durationMs: number; now: Date },
  random: () => number,
): Promise<Settled | undefined> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ failing_since: Date | null; failures: number }>(lockSql, [
      delivery.endpointId,
    ]);
    const [endpoint] = rows;
    if (!endpoint) return undefined;
    const next = decide(delivery, result, random);
    const { rowCount } = await tx.query(deliverySql, [
      delivery.id,
      delivery.claim,
      next.status,
      next.status === "failed" ? "attempts_exhausted" : null,
      next.notBefore ?? null,
      next.failures,
      next.status === "delivered" ? result.now : null,
      result.now,
    ]);
    if (rowCount !== 1) return undefined;
    await tx.query(attemptSql, [
      delivery.id,
      delivery.claim,
      result.durationMs,
      result.outcome,
      result.statusCode ?? null,
      result.error ?? null,
      result.responseExcerpt ?? null,
    ]);
    const paused = await noteAtEndpoint(tx, delivery, result, {
      failingSince: endpoint.failing_since,
      failures: endpoint.failures,
    });
    return { status: next.status, ...(paused === undefined ? {} : { paused }) };
  });
}

function decide(
  delivery: Claimed,
  result: Result & { now: Date },
  random: () => number,
): { status: Settled["status"]; notBefore?: Date; failures: number } {
  if (result.outcome === "delivered") return { status: "delivered", failures: delivery.failures };
  const failures = delivery.failures + 1;
  // Who is gone does not get it again of itself. It waits for the endpoint to be resumed.
  if (result.statusCode === 410) return { status: "waiting", notBefore: result.now, failures };
  const notBefore = nextAttempt({
    startedAt: delivery.startedAt,
    now: result.now,
    failures,
    givesUpAt: delivery.givesUpAt,
    restMs: restOf(result.retryAfter, result.now) ?? 0,
    random,
  });
  return notBefore ? { status: "waiting", notBefore, failures } : { status: "failed", failures };
}

async function noteAtEndpoint(
  tx: Tx,
  delivery: Claimed,
  result: Result & { now: Date },
  before: { failingSince: Date | null; failures: number },
): Promise<Settled["paused"]> {
  const { endpointId } = delivery;
  if (result.outcome === "delivered") {
    await tx.query(succeededSql, [endpointId, result.now]);
    return undefined;
  }
  // A fault of ours says nothing of the endpoint.
  if (result.outcome === "not_sent") return undefined;
  await tx.query(failedSql, [endpointId, delivery.startedAt, restOfEndpoint(result)]);
  const isGone = result.statusCode === 410;
  const after = { failingSince: before.failingSince ?? delivery.startedAt, failures: before.failures + 1 };
  if (!isGone && !isDead(after, delivery)) return undefined;
  const reason = isGone ? "gone" : "failing";
  const { rowCount } = await tx.query(pauseSql, [endpointId, reason, result.now]);
  return rowCount === 1 ? reason : undefined;
}

/** "Too many requests", and "come back later" with a time, are about the receiver and not about this one delivery. */
function restOfEndpoint({ statusCode, retryAfter, now }: Result & { now: Date }): Date | null {
  if (statusCode !== 429 && statusCode !== 503) return null;
  const restMs = restOf(retryAfter, now) ?? (statusCode === 429 ? 5_000 : 0);
  return restMs === 0 ? null : new Date(now.getTime() + restMs);
}
