-- Needed by the exclusion constraints: equality of uuid and smallint inside a GiST index. Trusted since Postgres 13, so the
-- owner of the database may create it.
create extension if not exists btree_gist;

-- One installation serves one business, hence one row.
create table booking.business (
  only_row boolean primary key default true,
  name jsonb not null,
  address jsonb,
  latitude double precision,
  longitude double precision,
  phone text,
  time_zone text not null,
  currency text not null,
  default_locale text not null default 'ru',
  slot_step_minutes integer not null default 15,
  minimum_notice_minutes integer not null default 60,
  horizon_days integer not null default 60,
  hold_minutes integer not null default 5,
  change_notice_minutes integer not null default 120,
  max_active_appointments_per_client integer not null default 5,
  constraint business_only_row check (only_row),
  constraint business_step_positive check (slot_step_minutes > 0)
);

create table booking.services (
  id uuid primary key,
  name jsonb not null,
  description jsonb,
  duration_minutes integer not null,
  price_minor integer not null,
  buffer_before_minutes integer not null default 0,
  buffer_after_minutes integer not null default 0,
  active boolean not null default true,
  position integer not null default 0,
  constraint services_duration_positive check (duration_minutes > 0),
  constraint services_price_not_negative check (price_minor >= 0),
  constraint services_buffers_not_negative check (buffer_before_minutes >= 0 and buffer_after_minutes >= 0)
);

create table booking.masters (
  id uuid primary key,
  name jsonb not null,
  about jsonb,
  telegram_user_id bigint,
  locale text not null default 'ru',
  active boolean not null default true,
  position integer not null default 0,
  constraint masters_telegram_user_once unique (telegram_user_id)
);

-- Who does what. Null means: as the service says.
create table booking.offerings (
  master_id uuid not null references booking.masters (id) on delete cascade,
  service_id uuid not null references booking.services (id) on delete cascade,
  duration_minutes integer,
  price_minor integer,
  constraint offerings_pkey primary key (master_id, service_id),
  constraint offerings_duration_positive check (duration_minutes > 0),
  constraint offerings_price_not_negative check (price_minor >= 0)
);

-- A master's week. Minutes since the start of the local day; 1440 is its end.
create table booking.working_windows (
  master_id uuid not null references booking.masters (id) on delete cascade,
  weekday smallint not null,
  minutes int4range not null,
  constraint working_windows_weekday_iso check (weekday between 1 and 7),
  constraint working_windows_within_day check (minutes <@ int4range(0, 1440) and not isempty(minutes)),
  constraint working_windows_no_overlap exclude using gist (master_id with =, weekday with =, minutes with &&)
);

-- Single days that differ from the week; no windows means a day off.
create table booking.overrides (
  master_id uuid not null references booking.masters (id) on delete cascade,
  date date not null,
  windows jsonb not null,
  constraint overrides_pkey primary key (master_id, date)
);

create table booking.clients (
  id uuid primary key,
  telegram_user_id bigint not null,
  name text not null,
  locale text,
  phone text,
  unreachable_at timestamptz,
  created_at timestamptz not null,
  constraint clients_telegram_user_once unique (telegram_user_id)
);

create table booking.appointments (
  id uuid primary key,
  master_id uuid not null references booking.masters (id),
  client_id uuid not null references booking.clients (id),
  status text not null,
  version integer not null default 1,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- The visit and its buffers: the time in which the master can take nobody else.
  occupied tstzrange not null,
  price_minor integer not null,
  currency text not null,
  hold_expires_at timestamptz,
  attendance text not null default 'unanswered',
  -- When it became an appointment that somebody counts on; null while it was only ever a hold.
  booked_at timestamptz,
  cancelled_by text,
  cancellation_reason text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint appointments_status_known check (
    status in ('held', 'pending', 'confirmed', 'completed', 'no_show', 'cancelled', 'declined', 'expired')
  ),
  constraint appointments_ends_after_start check (ends_at > starts_at),
  constraint appointments_visit_within_occupied check (occupied @> tstzrange(starts_at, ends_at)),
  constraint appointments_held_has_end check ((status = 'held') = (hold_expires_at is not null)),
  -- G1: whatever the code forgets, two active appointments of one master never overlap, buffers included. A hold whose end
  -- has passed still counts here, because a constraint cannot know the time: writers flip such holds to 'expired' first,
  -- inside their own transaction. The same index answers the busy query.
  constraint appointments_no_overlap exclude using gist (master_id with =, occupied with &&)
    where (status in ('held', 'pending', 'confirmed'))
);
create index appointments_of_client on booking.appointments (client_id, starts_at);

create table booking.appointment_services (
  appointment_id uuid not null references booking.appointments (id) on delete cascade,
  position smallint not null,
  service_id uuid not null references booking.services (id),
  -- As they were when the visit was booked; later changes of the catalogue do not touch them.
  name jsonb not null,
  duration_minutes integer not null,
  price_minor integer not null,
  constraint appointment_services_pkey primary key (appointment_id, position)
);

-- What other services must learn, written in the transaction of the change itself. `txid` lets the feed show a row only once
-- no older transaction can still add one before it.
create table booking.events (
  position bigint generated always as identity primary key,
  txid xid8 not null default pg_current_xact_id(),
  id uuid not null unique,
  type text not null,
  actor text not null,
  data jsonb not null,
  occurred_at timestamptz not null,
  traceparent text
);
create index events_feed on booking.events (txid, position);

create table booking.idempotency_keys (
  caller text not null,
  key text not null,
  request_hash text not null,
  body jsonb,
  created_at timestamptz not null,
  constraint idempotency_keys_pkey primary key (caller, key)
);
create index idempotency_keys_by_age on booking.idempotency_keys (created_at);
