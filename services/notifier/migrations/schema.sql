create table notifier.broadcasts (
  id uuid not null default gen_random_uuid(),
  state text not null default 'sending'::text,
  text jsonb not null,
  audience jsonb not null,
  audience_cursor text,
  audience_read boolean not null default false,
  total integer,
  created_by bigint,
  caller text not null,
  idempotency_key text not null,
  request_hash text not null,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  not_before timestamp with time zone not null,
  failures integer not null default 0,
  constraint broadcasts_idempotency_unique UNIQUE (caller, idempotency_key),
  constraint broadcasts_pkey PRIMARY KEY (id),
  constraint broadcasts_finished_recorded CHECK (((state = 'sending'::text) = (finished_at IS NULL))),
  constraint broadcasts_state_known CHECK ((state = ANY (ARRAY['sending'::text, 'done'::text, 'stopped'::text])))
);
CREATE INDEX broadcasts_by_creation ON notifier.broadcasts USING btree (created_at DESC, id DESC);
CREATE INDEX broadcasts_sending ON notifier.broadcasts USING btree (created_at) WHERE (state = 'sending'::text);

create table notifier.deliveries (
  id uuid not null default gen_random_uuid(),
  dedupe_key text not null,
  kind text not null,
  priority text not null,
  status text not null,
  reason text,
  recipient_telegram_user_id bigint,
  recipient_role text not null,
  recipient_locale text not null,
  appointment_id uuid,
  appointment_version integer,
  visit_starts_at timestamp with time zone,
  facts jsonb not null,
  due_at timestamp with time zone not null,
  not_before timestamp with time zone not null,
  claim integer not null default 0,
  lease_until timestamp with time zone,
  attempts integer not null default 0,
  failures integer not null default 0,
  last_error text,
  repeat_of uuid,
  telegram_message_id bigint,
  sent_at timestamp with time zone,
  traceparent text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  client_id uuid,
  corrects uuid,
  broadcast_id uuid,
  waitlist_entry_id uuid,
  constraint deliveries_dedupe_key_unique UNIQUE (dedupe_key),
  constraint deliveries_one_repeat UNIQUE (repeat_of),
  constraint deliveries_pkey PRIMARY KEY (id),
  constraint deliveries_broadcast_fkey FOREIGN KEY (broadcast_id) REFERENCES notifier.broadcasts(id),
  constraint deliveries_corrects_fkey FOREIGN KEY (corrects) REFERENCES notifier.deliveries(id),
  constraint deliveries_repeat_of_fkey FOREIGN KEY (repeat_of) REFERENCES notifier.deliveries(id),
  constraint deliveries_about_one_thing CHECK ((num_nonnulls(appointment_id, broadcast_id, waitlist_entry_id) = 1)),
  constraint deliveries_has_whom_to_send CHECK (((status <> ALL (ARRAY['planned'::text, 'queued'::text])) OR (recipient_telegram_user_id IS NOT NULL))),
  constraint deliveries_lease_held CHECK (((status = ANY (ARRAY['queued'::text, 'sending'::text])) = (lease_until IS NOT NULL))),
  constraint deliveries_priority_known CHECK ((priority = ANY (ARRAY['direct'::text, 'reminder'::text, 'broadcast'::text]))),
  constraint deliveries_reason_given CHECK (((status = ANY (ARRAY['skipped'::text, 'failed'::text])) = (reason IS NOT NULL))),
  constraint deliveries_sent_recorded CHECK (((status = 'sent'::text) = ((sent_at IS NOT NULL) AND (telegram_message_id IS NOT NULL)))),
  constraint deliveries_status_known CHECK ((status = ANY (ARRAY['planned'::text, 'queued'::text, 'sending'::text, 'sent'::text, 'skipped'::text, 'failed'::text, 'unknown'::text])))
);
CREATE INDEX deliveries_by_appointment ON notifier.deliveries USING btree (appointment_id);
CREATE INDEX deliveries_by_broadcast ON notifier.deliveries USING btree (broadcast_id, status) WHERE (broadcast_id IS NOT NULL);
CREATE INDEX deliveries_by_client ON notifier.deliveries USING btree (client_id);
CREATE INDEX deliveries_by_due ON notifier.deliveries USING btree (due_at DESC, id DESC);
CREATE INDEX deliveries_by_recipient ON notifier.deliveries USING btree (recipient_telegram_user_id);
CREATE INDEX deliveries_claimable ON notifier.deliveries USING btree (priority, not_before) WHERE (status = 'planned'::text);
CREATE INDEX deliveries_leased ON notifier.deliveries USING btree (lease_until) WHERE (status = ANY (ARRAY['queued'::text, 'sending'::text]));
CREATE TRIGGER deliveries_one_kind_of_reminder BEFORE INSERT OR UPDATE ON notifier.deliveries FOR EACH ROW WHEN ((new.kind = ANY (ARRAY['reminder_24h'::text, 'reminder_2h'::text]))) EXECUTE FUNCTION notifier.one_kind_of_reminder();

create table notifier.feed_cursors (
  feed text not null,
  cursor text,
  updated_at timestamp with time zone not null,
  constraint feed_cursors_pkey PRIMARY KEY (feed)
);

create table notifier.parked_events (
  event_id text not null,
  event jsonb not null,
  error text not null,
  parked_at timestamp with time zone not null,
  constraint parked_events_pkey PRIMARY KEY (event_id)
);

create table notifier.unreachable_reports (
  telegram_user_id bigint not null,
  noticed_at timestamp with time zone not null,
  not_before timestamp with time zone not null,
  failures integer not null default 0,
  constraint unreachable_reports_pkey PRIMARY KEY (telegram_user_id)
);

create table notifier.webhook_attempts (
  delivery_id uuid not null,
  number integer not null,
  started_at timestamp with time zone not null,
  duration_ms integer,
  outcome text,
  status_code integer,
  error text,
  response_excerpt text,
  constraint webhook_attempts_pkey PRIMARY KEY (delivery_id, number),
  constraint webhook_attempts_delivery_fkey FOREIGN KEY (delivery_id) REFERENCES notifier.webhook_deliveries(id) ON DELETE CASCADE,
  constraint webhook_attempts_outcome_known CHECK ((outcome = ANY (ARRAY['delivered'::text, 'refused'::text, 'timeout'::text, 'unreachable'::text, 'forbidden_target'::text, 'not_sent'::text, 'interrupted'::text])))
);

create table notifier.webhook_deliveries (
  id uuid not null default gen_random_uuid(),
  position bigint not null generated always as identity,
  endpoint_id uuid not null,
  event_id uuid not null,
  status text not null default 'waiting'::text,
  reason text,
  not_before timestamp with time zone not null,
  gives_up_at timestamp with time zone,
  claim integer not null default 0,
  failures integer not null default 0,
  lease_until timestamp with time zone,
  replays integer not null default 0,
  delivered_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint webhook_deliveries_once UNIQUE (event_id, endpoint_id),
  constraint webhook_deliveries_pkey PRIMARY KEY (id),
  constraint webhook_deliveries_endpoint_fkey FOREIGN KEY (endpoint_id) REFERENCES notifier.webhook_endpoints(id) ON DELETE CASCADE,
  constraint webhook_deliveries_event_fkey FOREIGN KEY (event_id) REFERENCES notifier.webhook_events(id),
  constraint webhook_deliveries_delivered_recorded CHECK (((status = 'delivered'::text) = (delivered_at IS NOT NULL))),
  constraint webhook_deliveries_lease_held CHECK (((status = 'delivering'::text) = (lease_until IS NOT NULL))),
  constraint webhook_deliveries_reason_given CHECK (((status = 'failed'::text) = (reason IS NOT NULL))),
  constraint webhook_deliveries_reason_known CHECK ((reason = ANY (ARRAY['attempts_exhausted'::text, 'skipped_on_resume'::text]))),
  constraint webhook_deliveries_status_known CHECK ((status = ANY (ARRAY['waiting'::text, 'delivering'::text, 'delivered'::text, 'failed'::text])))
);
CREATE INDEX webhook_deliveries_by_age ON notifier.webhook_deliveries USING btree (created_at);
CREATE INDEX webhook_deliveries_claimable ON notifier.webhook_deliveries USING btree (endpoint_id, not_before, "position") WHERE (status = 'waiting'::text);
CREATE INDEX webhook_deliveries_leased ON notifier.webhook_deliveries USING btree (lease_until) WHERE (status = 'delivering'::text);
CREATE INDEX webhook_deliveries_log ON notifier.webhook_deliveries USING btree (endpoint_id, "position" DESC);

create table notifier.webhook_endpoints (
  id uuid not null default gen_random_uuid(),
  url text not null,
  description text not null default ''::text,
  event_types text[] not null,
  state text not null default 'active'::text,
  pause_reason text,
  paused_at timestamp with time zone,
  failing_since timestamp with time zone,
  failures integer not null default 0,
  resting_until timestamp with time zone,
  last_delivered_at timestamp with time zone,
  idempotency_key text,
  request_hash text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint webhook_endpoints_idempotency_key_unique UNIQUE (idempotency_key),
  constraint webhook_endpoints_pkey PRIMARY KEY (id),
  constraint webhook_endpoints_pause_explained CHECK (((state = 'paused'::text) = ((pause_reason IS NOT NULL) AND (paused_at IS NOT NULL)))),
  constraint webhook_endpoints_pause_reason_known CHECK ((pause_reason = ANY (ARRAY['by_operator'::text, 'gone'::text, 'failing'::text]))),
  constraint webhook_endpoints_state_known CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text])))
);

create table notifier.webhook_events (
  id uuid not null,
  type text not null,
  body text not null,
  client_id uuid,
  is_person_erased boolean not null default false,
  traceparent text,
  created_at timestamp with time zone not null,
  constraint webhook_events_pkey PRIMARY KEY (id)
);
CREATE INDEX webhook_events_by_age ON notifier.webhook_events USING btree (created_at);
CREATE INDEX webhook_events_by_client ON notifier.webhook_events USING btree (client_id);

create table notifier.webhook_secrets (
  id uuid not null,
  endpoint_id uuid not null,
  sealed text not null,
  created_at timestamp with time zone not null,
  valid_until timestamp with time zone,
  constraint webhook_secrets_pkey PRIMARY KEY (id),
  constraint webhook_secrets_endpoint_fkey FOREIGN KEY (endpoint_id) REFERENCES notifier.webhook_endpoints(id) ON DELETE CASCADE
);
CREATE INDEX webhook_secrets_by_endpoint ON notifier.webhook_secrets USING btree (endpoint_id, created_at DESC);
CREATE UNIQUE INDEX webhook_secrets_one_newest ON notifier.webhook_secrets USING btree (endpoint_id) WHERE (valid_until IS NULL);
