import { inTransaction, type Pool } from "../database";

/** A delivery that is ours until its lease ends. */
export interface Claimed {
  id: string;
  endpointId: string;
  /** Fencing token, and the number of the attempt. */
  claim: number;
  failures: number;
  givesUpAt: Date;
  startedAt: Date;
  eventId: string;
  eventType: string;
  body: string;
  traceparent: string | null;
}

// Held until the claims are committed, so that two replicas can't both see room at one endpoint. Who finds an endpoint locked
// leaves it to the other. `no key update` lets events be planned meanwhile.
const endpointsSql = `
  select e.id
  from notifier.webhook_endpoints e
  where e.state = 'active'
    and (e.resting_until is null or e.resting_until <= $1)
    and exists (
      select from notifier.webhook_deliveries d
      where d.endpoint_id = e.id and d.status = 'waiting' and d.not_before <= $1
    )
  for no key update of e skip locked`;

// A statement of its own: it must see what others committed before they let go of the endpoints.
const claimSql = `
  with due as (
    select d.id
    from unnest($1::uuid[]) as e (id)
    cross join lateral (
      select id
      from notifier.webhook_deliveries
      where endpoint_id = e.id and status = 'waiting' and not_before <= $2
      order by not_before, position
      limit greatest(0, $4::integer - (
        select count(*)::integer from notifier.webhook_deliveries
        where endpoint_id = e.id and status = 'delivering'
      ))
      for update skip locked
    ) d
  ), claimed as (
    update notifier.webhook_deliveries d
    set status = 'delivering', claim = d.claim + 1, lease_until = $3, gives_up_at = coalesce(d.gives_up_at, $5),
      updated_at = $2
    from due
    where d.id = due.id
    returning d.*
  ), begun as (
    insert into notifier.webhook_attempts (delivery_id, number, started_at)
    select id, claim, $2 from claimed
  )
  select c.id, c.endpoint_id, c.claim, c.failures, c.gives_up_at, c.event_id, e.type, e.body, e.traceparent
  from claimed c
  join notifier.webhook_events e on e.id = c.event_id
  order by c.position`;

interface Row {
  id: string;
  endpoint_id: string;
  claim: number;
  failures: number;
  gives_up_at: Date;
  event_id: string;
  type: string;
  body: string;
  traceparent: string | null;
}

/**
 * Takes what is due, at most `perEndpoint` for one endpoint over all replicas: however slow one is, it can't take more of us
 * than that, and the others are served beside it. The attempt is in the log before anything leaves.
 */
export async function claimWebhooks(
  pool: Pool,
  options: { now: Date; leaseUntil: Date; givesUpAt: Date; perEndpoint: number },
): Promise<Claimed[]> {
  const { now, leaseUntil, givesUpAt, perEndpoint } = options;
  return inTransaction(pool, async (tx) => {
    const endpoints = await tx.query<{ id: string }>(endpointsSql, [now]);
    if (endpoints.rows.length === 0) return [];
    const ids = endpoints.rows.map(({ id }) => id);
    const { rows } = await tx.query<Row>(claimSql, [ids, now, leaseUntil, perEndpoint, givesUpAt]);
    return rows.map((row) => ({
      id: row.id,
      endpointId: row.endpoint_id,
      claim: row.claim,
      failures: row.failures,
      givesUpAt: row.gives_up_at,
      startedAt: now,
      eventId: row.event_id,
      eventType: row.type,
      body: row.body,
      traceparent: row.traceparent,
    }));
  });
}

const expiredSql = `
  with lost as (
    select id from notifier.webhook_deliveries
    where status = 'delivering' and lease_until <= $1
    order by lease_until
    limit 1000
    for update skip locked
  ), waiting as (
    update notifier.webhook_deliveries d
    set status = 'waiting', lease_until = null, not_before = $1, updated_at = $1
    from lost
    where d.id = lost.id
    returning d.id, d.claim
  )
  update notifier.webhook_attempts a
  set outcome = 'interrupted', error = 'The sender was not heard of again; perhaps the request arrived.'
  from waiting w
  where a.delivery_id = w.id and a.number = w.claim and a.outcome is null`;

/** Lets deliveries whose sender died be sent again; receivers know a repetition by its id. Answers how many. */
export async function requeueInterrupted(pool: Pool, now: Date): Promise<number> {
  return (await pool.query(expiredSql, [now])).rowCount ?? 0;
}

const nextSql = `
  select min(greatest(d.not_before, coalesce(e.resting_until, d.not_before))) as next
  from notifier.webhook_endpoints e
  cross join lateral (
    select not_before from notifier.webhook_deliveries
    where endpoint_id = e.id and status = 'waiting'
    order by not_before
    limit 1
  ) d
  where e.state = 'active'`;

/** When the next delivery may be claimed; undefined when nothing waits. */
export async function nextWebhook(pool: Pool): Promise<Date | undefined> {
  const { rows } = await pool.query<{ next: Date | null }>(nextSql);
  return rows[0]?.next ?? undefined;
}
