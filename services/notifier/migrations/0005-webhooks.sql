-- Where integrators want events to be sent.
create table notifier.webhook_endpoints (
  id uuid not null default gen_random_uuid(),
  url text not null,
  description text not null default '',
  -- The types of events, or '*' among them for all.
  event_types text[] not null,
  state text not null default 'active',
  pause_reason text,
  paused_at timestamptz,
  -- The first failed attempt since one succeeded, and how many there were: what decides that an endpoint is dead.
  failing_since timestamptz,
  failures integer not null default 0,
  -- The receiver asked for a rest.
  resting_until timestamptz,
  last_delivered_at timestamptz,
  -- Of the request that made it, so that a repetition makes no second one. Forgotten after seven days.
  idempotency_key text,
  request_hash text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint webhook_endpoints_pkey primary key (id),
  constraint webhook_endpoints_idempotency_key_unique unique (idempotency_key),
  constraint webhook_endpoints_state_known check (state in ('active', 'paused')),
  constraint webhook_endpoints_pause_explained check (
    (state = 'paused') = (pause_reason is not null and paused_at is not null)
  ),
  constraint webhook_endpoints_pause_reason_known check (pause_reason in ('by_operator', 'gone', 'failing'))
);

-- What requests are signed with. Signing needs the secret itself, so it is encrypted and not hashed; see sealing.ts.
create table notifier.webhook_secrets (
  id uuid not null,
  endpoint_id uuid not null,
  sealed text not null,
  created_at timestamptz not null,
  -- Set when there is a newer one.
  valid_until timestamptz,
  constraint webhook_secrets_pkey primary key (id),
  constraint webhook_secrets_endpoint_fkey foreign key (endpoint_id)
    references notifier.webhook_endpoints (id) on delete cascade
);
create index webhook_secrets_by_endpoint on notifier.webhook_secrets (endpoint_id, created_at desc);
-- A rotation makes every earlier secret end; two that ran side by side must not leave two newest ones.
create unique index webhook_secrets_one_newest on notifier.webhook_secrets (endpoint_id) where valid_until is null;

-- The events that somebody is told of, once for all endpoints.
create table notifier.webhook_events (
  id uuid not null,
  type text not null,
  -- Text and not jsonb: integrators get it as booking-api wrote it.
  body text not null,
  -- Whom it is about, so that all of a person's events are found when they ask to be forgotten.
  client_id uuid,
  is_person_erased boolean not null default false,
  traceparent text,
  created_at timestamptz not null,
  constraint webhook_events_pkey primary key (id)
);
create index webhook_events_by_client on notifier.webhook_events (client_id);
create index webhook_events_by_age on notifier.webhook_events (created_at);

-- One event on its way to one endpoint: both the queue and the log.
create table notifier.webhook_deliveries (
  id uuid not null default gen_random_uuid(),
  -- The order of planning, for the log's pages and for what is due together.
  position bigint generated always as identity,
  endpoint_id uuid not null,
  event_id uuid not null,
  status text not null default 'waiting',
  reason text,
  not_before timestamptz not null,
  -- Set at the first attempt: 24 hours later is the last one.
  gives_up_at timestamptz,
  -- Fencing token and number of the attempt: rises with each claim, and who holds an older one can record nothing.
  claim integer not null default 0,
  -- Attempts since it was planned or replayed, for the growing pauses.
  failures integer not null default 0,
  lease_until timestamptz,
  replays integer not null default 0,
  delivered_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint webhook_deliveries_pkey primary key (id),
  -- An event that is planned twice adds nothing.
  constraint webhook_deliveries_once unique (event_id, endpoint_id),
  constraint webhook_deliveries_endpoint_fkey foreign key (endpoint_id)
    references notifier.webhook_endpoints (id) on delete cascade,
  constraint webhook_deliveries_event_fkey foreign key (event_id) references notifier.webhook_events (id),
  constraint webhook_deliveries_status_known check (status in ('waiting', 'delivering', 'delivered', 'failed')),
  constraint webhook_deliveries_reason_given check ((status = 'failed') = (reason is not null)),
  constraint webhook_deliveries_reason_known check (reason in ('attempts_exhausted', 'skipped_on_resume')),
  constraint webhook_deliveries_lease_held check ((status = 'delivering') = (lease_until is not null)),
  constraint webhook_deliveries_delivered_recorded check ((status = 'delivered') = (delivered_at is not null))
);
-- For the claim, which looks every second: only what still waits, endpoint by endpoint.
create index webhook_deliveries_claimable on notifier.webhook_deliveries (endpoint_id, not_before, position)
  where status = 'waiting';
create index webhook_deliveries_leased on notifier.webhook_deliveries (lease_until) where status = 'delivering';
create index webhook_deliveries_log on notifier.webhook_deliveries (endpoint_id, position desc);
create index webhook_deliveries_by_age on notifier.webhook_deliveries (created_at);

-- Every request that was begun. Written before it leaves, so that one whose sender died is seen too.
create table notifier.webhook_attempts (
  delivery_id uuid not null,
  number integer not null,
  started_at timestamptz not null,
  duration_ms integer,
  outcome text,
  status_code integer,
  error text,
  response_excerpt text,
  constraint webhook_attempts_pkey primary key (delivery_id, number),
  constraint webhook_attempts_delivery_fkey foreign key (delivery_id)
    references notifier.webhook_deliveries (id) on delete cascade,
  constraint webhook_attempts_outcome_known check (
    outcome in ('delivered', 'refused', 'timeout', 'unreachable', 'forbidden_target', 'not_sent', 'interrupted')
  )
);
