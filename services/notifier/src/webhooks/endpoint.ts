import { type NotifierSchemas } from "@okoshko/contracts/notifier-client";
import { type Queryable } from "../database";

export type PauseReason = NotifierSchemas["WebhookPauseReason"];

/** An endpoint as it is kept and shown. */
export interface EndpointRow {
  id: string;
  url: string;
  description: string;
  event_types: string[];
  state: "active" | "paused";
  pause_reason: PauseReason | null;
  paused_at: Date | null;
  failing_since: Date | null;
  resting_until: Date | null;
  last_delivered_at: Date | null;
  waiting: number;
  previous_secret_valid_until: Date | null;
  created_at: Date;
  updated_at: Date;
}

const select = `
  select e.id, e.url, e.description, e.event_types, e.state, e.pause_reason, e.paused_at, e.failing_since,
    case when e.resting_until > $1 then e.resting_until end as resting_until, e.last_delivered_at, e.created_at,
    e.updated_at,
    (
      select count(*)::integer from notifier.webhook_deliveries d
      where d.endpoint_id = e.id and d.status in ('waiting', 'delivering')
    ) as waiting,
    (
      select max(s.valid_until) from notifier.webhook_secrets s
      where s.endpoint_id = e.id and s.valid_until > $1
    ) as previous_secret_valid_until
  from notifier.webhook_endpoints e`;

const listSql = `${select} order by e.created_at, e.id`;

export async function listEndpoints(db: Queryable, now: Date): Promise<EndpointRow[]> {
  const { rows } = await db.query<EndpointRow>(listSql, [now]);
  return rows;
}

const getSql = `${select} where e.id = $2`;

export async function getEndpoint(db: Queryable, id: string, now: Date): Promise<EndpointRow | undefined> {
  const { rows } = await db.query<EndpointRow>(getSql, [now, id]);
  return rows[0];
}
