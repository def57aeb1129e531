import { type Tx } from "../database";
import { clientOf, withoutPerson } from "./without-person";

/** What the feed shows of an event, as far as its receivers are concerned; types that are not known here are sent too. */
export interface FeedItem {
  event: { id: string; type: string; data: object };
  traceparent?: string | undefined;
}

// The endpoints are locked against deletion until the deliveries refer to them. An event that nobody wants is not kept.
const sql = `
  with pages as (
    select *
    from jsonb_to_recordset($1::jsonb) as p (id uuid, type text, body text, client_id uuid, traceparent text, place integer)
  ), wanted as (
    select p.id as event_id, e.id as endpoint_id, p.place
    from pages p
    join notifier.webhook_endpoints e on e.event_types && array['*', p.type]
    for key share of e
  ), events as (
    insert into notifier.webhook_events (id, type, body, client_id, traceparent, created_at)
    select id, type, body, client_id, traceparent, $2
    from pages
    where id in (select event_id from wanted)
    on conflict on constraint webhook_events_pkey do nothing
  )
  insert into notifier.webhook_deliveries (endpoint_id, event_id, not_before, created_at, updated_at)
  select endpoint_id, event_id, $2, $2, $2
  from wanted
  order by place
  on conflict on constraint webhook_deliveries_once do nothing`;

/**
 * Plans one delivery for each event and each endpoint that wants it, as part of the transaction that moves the feed's cursor:
 * none is lost and none is planned twice. Who is to be forgotten is forgotten in it too. Answers how many were planned.
 */
export async function planWebhooks(tx: Tx, items: readonly FeedItem[], now: Date): Promise<number> {
  if (items.length === 0) return 0;
  const rows = items.map(({ event, traceparent }, place) => ({
    id: event.id,
    type: event.type,
    body: JSON.stringify(event),
    client_id: clientOf(event),
    traceparent: traceparent ?? null,
    place,
  }));
  const { rowCount } = await tx.query(sql, [JSON.stringify(rows), now]);
  // Afterwards, because an event before it on this page may still name the client.
  for (const { type, client_id } of rows)
    if (type === "client.erased" && client_id !== null) await forget(tx, client_id);
  return rowCount ?? 0;
}

const findSql = `
  select id, body from notifier.webhook_events
  where client_id = $1 and type <> 'client.erased' and not is_person_erased
  for update`;

const eraseSql = `update notifier.webhook_events set body = $2, is_person_erased = true where id = $1`;

// A receiver may have quoted what it got.
const excerptsSql = `
  update notifier.webhook_attempts a
  set response_excerpt = null
  from notifier.webhook_deliveries d
  join notifier.webhook_events e on e.id = d.event_id
  where a.delivery_id = d.id and e.client_id = $1 and a.response_excerpt is not null`;

/** Takes out of all kept events who a client was. What still waits is sent without it. */
async function forget(tx: Tx, clientId: string): Promise<void> {
  const { rows } = await tx.query<{ id: string; body: string }>(findSql, [clientId]);
  for (const { id, body } of rows) await tx.query(eraseSql, [id, withoutPerson(body)]);
  await tx.query(excerptsSql, [clientId]);
}
