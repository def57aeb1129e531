import { type Client } from "pg";
import { type Fault } from "./ask";
import { type Exit, type LogLine } from "./fleet";
import { type Journal } from "./journal";
import { type Call, type Update } from "./recorder";
import { type Planned } from "./schedule";
import { type Timeline } from "./timeline";

/** Everything that invariants are judged by. Moments called `…At` as numbers are real time in ms since 1970. */
export interface Evidence {
  appointments: AppointmentRow[];
  /** Pairs that Postgres finds by comparing bounds, without the operator and index of the constraint. */
  overlaps: { a: string; b: string; masterId: string }[];
  changes: ChangeRow[];
  events: EventRow[];
  feed: { cursor: string | null; head: string | null; parked: string[] };
  deliveries: DeliveryRow[];
  steps: StepRow[];
  wishes: string[];
  /** Offers of the waitlist and proposals whose other half says otherwise. */
  strayHolds: string[];
  calls: Call[];
  updates: Map<number, Update>;
  journal: Journal;
  faults: Fault[];
  exits: Exit[];
  log: LogLine[];
  down: string[];
  planned: Planned[];
  timeline: Pick<Timeline, "strikes" | "outages" | "freezes" | "jumps">;
  /** Demo time at the end, and real time at that moment. Before the end comes to rest the clock is moved, see settle.ts. */
  now: Date;
  endedAt: number;
}

export interface AppointmentRow {
  id: string;
  masterId: string;
  telegramUserId: number | null;
  status: string;
  version: number;
  startsAt: Date;
  endsAt: Date;
  occupiedFrom: Date;
  occupiedTo: Date;
  holdKind: string | null;
  holdExpiresAt: Date | null;
  heldBy: string;
}

/** A change of an appointment's version, from the audit log. */
export interface ChangeRow {
  appointmentId: string;
  version: number;
  status: string | null;
  actor: string;
  operation: string | null;
  committedAt: number;
}

export interface EventRow {
  id: string;
  type: string;
  appointmentId: string | null;
  version: number | null;
  committedAt: number;
}

export interface DeliveryRow {
  id: string;
  kind: string;
  status: string;
  reason: string | null;
  chatId: number | null;
  appointmentId: string | null;
  appointmentVersion: number | null;
  facts: Record<string, unknown>;
  dueAt: Date;
  sentAt: Date | null;
  messageId: number | null;
  repeatOf: string | null;
  lastError: string | null;
}

export interface StepRow {
  deliveryId: string;
  status: string;
  claim: number;
  /** When it was written, and when that was committed. */
  at: number;
  committedAt: number;
}

const active = "('held', 'pending', 'confirmed')";
const committed = (txid: string) =>
  `(extract(epoch from pg_xact_commit_timestamp(${txid}::xid)) * 1000)::float8 as "committedAt"`;

/**
 * Two active visits of one master at a time, buffers included, asked of the bounds alone: a constraint that was dropped, is not
 * valid or excludes too little would agree with itself. The buffers are those of the services, beside what the row says it
 * occupies: it may say too little.
 */
export const overlapsSql = `
  with visits as (
    select a.id, a.master_id,
      least(lower(a.occupied), a.starts_at - make_interval(mins => coalesce(first.buffer_before_minutes, 0))) as begins,
      greatest(upper(a.occupied), a.ends_at + make_interval(mins => coalesce(last.buffer_after_minutes, 0))) as ends
    from booking.appointments a
    left join lateral (
      select s.buffer_before_minutes from booking.appointment_services l join booking.services s on s.id = l.service_id
      where l.appointment_id = a.id order by l.position limit 1
    ) first on true
    left join lateral (
      select s.buffer_after_minutes from booking.appointment_services l join booking.services s on s.id = l.service_id
      where l.appointment_id = a.id order by l.position desc limit 1
    ) last on true
    where a.status in ${active}
  )
  select a.id as a, b.id as b, a.master_id as "masterId"
  from visits a join visits b on a.master_id = b.master_id and a.id < b.id and a.begins < b.ends and b.begins < a.ends`;

const appointmentsSql = `
  select a.id, a.master_id as "masterId", c.telegram_user_id::float8 as "telegramUserId", a.status, a.version,
         a.starts_at as "startsAt", a.ends_at as "endsAt",
         lower(a.occupied) as "occupiedFrom", upper(a.occupied) as "occupiedTo",
         a.hold_kind as "holdKind", a.hold_expires_at as "holdExpiresAt", a.held_by as "heldBy"
  from booking.appointments a join booking.clients c on c.id = a.client_id`;

const changesSql = `
  select split_part(subject, ':', 2) as "appointmentId", (after ->> 'version')::int as version, after ->> 'status' as status,
         coalesce('telegram:' || p.telegram_user_id, actor) as actor, operation, ${committed("txid")}
  from booking.audit
  left join booking.audit_actors p on actor = 'person:' || p.id
  where subject like 'appointment:%' and after ? 'version'
  order by audit.id`;

const eventsSql = `
  select id, type, data #>> '{appointment,id}' as "appointmentId", (data #>> '{appointment,version}')::int as version,
         ${committed("txid")}
  from booking.events
  order by position`;

const feedSql = `
  select (select cursor from notifier.feed_cursors limit 1) as cursor,
         (select txid || '-' || position from booking.events order by events.txid desc, events.position desc limit 1) as head,
         array(select event_id || ': ' || error from notifier.parked_events) as parked`;

const deliveriesSql = `
  select id, kind, status, reason, recipient_telegram_user_id::float8 as "chatId", appointment_id as "appointmentId",
         appointment_version as "appointmentVersion", facts, due_at as "dueAt", sent_at as "sentAt",
         telegram_message_id::float8 as "messageId", repeat_of as "repeatOf", last_error as "lastError"
  from notifier.deliveries`;

const stepsSql = `
  select delivery_id as "deliveryId", status, claim, (extract(epoch from at) * 1000)::float8 as at, ${committed("txid")}
  from chaos.delivery_steps
  order by id`;

const strayHoldsSql = `
  select a.hold_kind || ' hold ' || a.id || ' of a wish that is ' || coalesce(e.state, 'not there') as stray
  from booking.appointments a
  left join booking.waitlist_offers o on o.appointment_id = a.id and o.outcome is null
  left join booking.waitlist_entries e on e.id = o.entry_id
  where a.status = 'held' and a.hold_kind = 'waitlist' and e.state is distinct from 'offered'
  union all
  select 'an offer without its hold: ' || o.appointment_id || ' is ' || a.status
  from booking.waitlist_offers o join booking.appointments a on a.id = o.appointment_id
  where o.outcome is null and a.status <> 'held'
  union all
  select 'proposal hold ' || a.id || ' of a request that is ' || coalesce(r.status, 'not there')
  from booking.appointments a left join booking.appointments r on r.id = a.proposal_of
  where a.status = 'held' and a.hold_kind = 'proposal' and r.status is distinct from 'pending'`;

export type FromDatabase = Pick<
  Evidence,
  | "appointments"
  | "overlaps"
  | "changes"
  | "events"
  | "feed"
  | "deliveries"
  | "steps"
  | "wishes"
  | "strayHolds"
>;

export async function readDatabase(client: Client): Promise<FromDatabase> {
  const all = async <Row extends object>(sql: string): Promise<Row[]> => (await client.query<Row>(sql)).rows;
  const [feed] = await all<Evidence["feed"]>(feedSql);
  return {
    appointments: await all(appointmentsSql),
    overlaps: await all(overlapsSql),
    changes: await all(changesSql),
    events: await all(eventsSql),
    feed: feed ?? { cursor: null, head: null, parked: [] },
    deliveries: await all(deliveriesSql),
    steps: await all(stepsSql),
    wishes: (await all<{ id: string }>("select id from booking.waitlist_entries")).map(({ id }) => id),
    strayHolds: (await all<{ stray: string }>(strayHoldsSql)).map(({ stray }) => stray),
  };
}
