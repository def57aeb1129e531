import { type NotifierSchemas } from "@okoshko/contracts/notifier-client";
import { type Queryable } from "../database";
import { type Outcome } from "./post";

/** A delivery as the log shows it. */
export interface LogRow {
  id: string;
  position: number;
  endpoint_id: string;
  event_id: string;
  event_type: string;
  status: NotifierSchemas["WebhookDeliveryStatus"];
  reason: NotifierSchemas["WebhookDelivery"]["reason"];
  attempts: number;
  not_before: Date;
  gives_up_at: Date | null;
  replays: number;
  delivered_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

const select = `
  select d.id, d.position, d.endpoint_id, d.event_id, e.type as event_type, d.status, d.reason, d.claim as attempts,
    d.not_before, d.gives_up_at, d.replays, d.delivered_at, d.created_at, d.updated_at`;
const from = `
  from notifier.webhook_deliveries d
  join notifier.webhook_events e on e.id = d.event_id`;

// Parameters that are null drop out before planning, because each query is planned with its values.
const listSql = `${select} ${from}
  where d.endpoint_id = $1
    and ($2::text is null or d.status = $2)
    and ($3::text is null or e.type = $3)
    and ($4::uuid is null or d.event_id = $4)
    and ($5::timestamptz is null or d.created_at >= $5)
    and ($6::timestamptz is null or d.created_at < $6)
    and ($7::bigint is null or d.position < $7)
  order by d.position desc
  limit $8`;

export interface LogFilter {
  status?: LogRow["status"] | undefined;
  eventType?: string | undefined;
  eventId?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

/** The log of an endpoint, the latest first, from before `before` on. */
export async function listLog(
  db: Queryable,
  endpointId: string,
  filter: LogFilter,
  page: { before: number | undefined; limit: number },
): Promise<LogRow[]> {
  const { rows } = await db.query<LogRow>(listSql, [
    endpointId,
    filter.status ?? null,
    filter.eventType ?? null,
    filter.eventId ?? null,
    filter.from ?? null,
    filter.to ?? null,
    page.before ?? null,
    page.limit,
  ]);
  return rows;
}

const getSql = `${select}, e.body, e.is_person_erased ${from} where d.id = $1`;

export type DetailsRow = LogRow & { body: string; is_person_erased: boolean };

export async function getFromLog(db: Queryable, id: string): Promise<DetailsRow | undefined> {
  const { rows } = await db.query<DetailsRow>(getSql, [id]);
  return rows[0];
}

export interface AttemptRow {
  number: number;
  started_at: Date;
  duration_ms: number | null;
  outcome: Outcome | null;
  status_code: number | null;
  error: string | null;
  response_excerpt: string | null;
}

const attemptsSql = `
  select number, started_at, duration_ms, outcome, status_code, error, response_excerpt
  from notifier.webhook_attempts
  where delivery_id = $1
  order by number`;

export async function listAttempts(db: Queryable, deliveryId: string): Promise<AttemptRow[]> {
  const { rows } = await db.query<AttemptRow>(attemptsSql, [deliveryId]);
  return rows;
}
