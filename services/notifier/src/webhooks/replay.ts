import { randomUUID } from "node:crypto";
import { inTransaction, type Pool } from "../database";

const again = `
  set status = 'waiting', reason = null, delivered_at = null, not_before = $2, gives_up_at = null, failures = 0,
    replays = replays + 1, updated_at = $2`;

const oneSql = `
  update notifier.webhook_deliveries ${again}
  where id = $1 and status <> 'delivering'`;

/** Lets a delivery be sent once more, unless that is happening just now. */
export async function replayOne(pool: Pool, id: string, now: Date): Promise<void> {
  await pool.query(oneSql, [id, now]);
}

const rangeSql = `
  update notifier.webhook_deliveries ${again}
  where endpoint_id = $1 and created_at >= $3 and created_at < $4 and status = any($5)`;

/** The same for all deliveries of an endpoint that were created in a time and are at their end. Answers how many. */
export async function replayRange(
  pool: Pool,
  endpointId: string,
  range: { from: Date; to: Date; statuses: ("failed" | "delivered")[] },
  now: Date,
): Promise<number> {
  const values = [endpointId, now, range.from, range.to, range.statuses];
  return (await pool.query(rangeSql, values)).rowCount ?? 0;
}

const eventSql = `
  insert into notifier.webhook_events (id, type, body, created_at) values ($1, 'webhook.test', $2, $3)`;

const deliverySql = `
  insert into notifier.webhook_deliveries (endpoint_id, event_id, not_before, created_at, updated_at)
  select id, $2, $3, $3, $3 from notifier.webhook_endpoints where id = $1 for key share
  returning id`;

/** Plans an event that means nothing for one endpoint; answers the id of the delivery, or undefined without the endpoint. */
export async function planTest(pool: Pool, endpointId: string, now: Date): Promise<string | undefined> {
  const id = randomUUID();
  const event = {
    id,
    type: "webhook.test",
    occurredAt: now.toISOString(),
    actor: "staff",
    data: { endpointId },
  };
  return inTransaction(pool, async (tx) => {
    await tx.query(eventSql, [id, JSON.stringify(event), now]);
    const { rows } = await tx.query<{ id: string }>(deliverySql, [endpointId, id, now]);
    return rows[0]?.id;
  });
}
