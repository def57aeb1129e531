create table booking.appointment_services (
  appointment_id uuid not null,
  position smallint not null,
  service_id uuid not null,
  name jsonb not null,
  duration_minutes integer not null,
  price_minor integer not null,
  constraint appointment_services_pkey PRIMARY KEY (appointment_id, "position"),
  constraint appointment_services_appointment_id_fkey FOREIGN KEY (appointment_id) REFERENCES booking.appointments(id) ON DELETE CASCADE,
  constraint appointment_services_service_id_fkey FOREIGN KEY (service_id) REFERENCES booking.services(id)
);

create table booking.appointments (
  id uuid not null,
  master_id uuid not null,
  client_id uuid not null,
  status text not null,
  version integer not null default 1,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  occupied tstzrange not null,
  price_minor bigint not null,
  currency text not null,
  hold_expires_at timestamp with time zone,
  attendance text not null default 'unanswered'::text,
  booked_at timestamp with time zone,
  cancelled_by text,
  cancellation_reason text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  hold_kind text,
  proposal_of uuid,
  constraint appointments_no_overlap EXCLUDE USING gist (master_id WITH =, occupied WITH &&) WHERE ((status = ANY (ARRAY['held'::text, 'pending'::text, 'confirmed'::text]))),
  constraint appointments_pkey PRIMARY KEY (id),
  constraint appointments_client_id_fkey FOREIGN KEY (client_id) REFERENCES booking.clients(id),
  constraint appointments_master_id_fkey FOREIGN KEY (master_id) REFERENCES booking.masters(id),
  constraint appointments_proposal_of_fkey FOREIGN KEY (proposal_of) REFERENCES booking.appointments(id),
  constraint appointments_ends_after_start CHECK ((ends_at > starts_at)),
  constraint appointments_held_has_end CHECK (((status = 'held'::text) = (hold_expires_at IS NOT NULL))),
  constraint appointments_held_has_kind CHECK (((status = 'held'::text) = (hold_kind IS NOT NULL))),
  constraint appointments_hold_kind_known CHECK ((hold_kind = ANY (ARRAY['choice'::text, 'waitlist'::text, 'proposal'::text]))),
  constraint appointments_proposal_names_request CHECK ((((hold_kind = 'proposal'::text) IS NOT TRUE) OR (proposal_of IS NOT NULL))),
  constraint appointments_status_known CHECK ((status = ANY (ARRAY['held'::text, 'pending'::text, 'confirmed'::text, 'completed'::text, 'no_show'::text, 'cancelled'::text, 'declined'::text, 'expired'::text]))),
  constraint appointments_visit_within_occupied CHECK ((occupied @> tstzrange(starts_at, ends_at)))
);
CREATE INDEX appointments_of_client ON booking.appointments USING btree (client_id, starts_at);
CREATE UNIQUE INDEX appointments_one_proposal ON booking.appointments USING btree (proposal_of) WHERE (status = 'held'::text);
CREATE TRIGGER appointments_audited AFTER INSERT OR DELETE OR UPDATE ON booking.appointments FOR EACH ROW EXECUTE FUNCTION booking.audit_row('appointment', 'id', 'cancellation_reason', 'client_id');

create table booking.audit (
  id bigint not null generated always as identity,
  txid xid8 not null default pg_current_xact_id(),
  occurred_at timestamp with time zone not null,
  actor text not null,
  channel text not null,
  operation text,
  action text not null,
  subject text not null,
  before jsonb,
  after jsonb,
  constraint audit_pkey PRIMARY KEY (id),
  constraint audit_action_known CHECK ((action = ANY (ARRAY['created'::text, 'changed'::text, 'deleted'::text])))
);
CREATE INDEX audit_of_actor ON booking.audit USING btree (actor, id);
CREATE INDEX audit_of_subject ON booking.audit USING btree (subject, id);
CREATE TRIGGER audit_append_only BEFORE DELETE OR UPDATE ON booking.audit FOR EACH ROW EXECUTE FUNCTION booking.refuse_change();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON booking.audit FOR EACH STATEMENT EXECUTE FUNCTION booking.refuse_change();

create table booking.audit_personal (
  audit_id bigint not null,
  client_id uuid not null,
  before jsonb,
  after jsonb,
  constraint audit_personal_pkey PRIMARY KEY (audit_id),
  constraint audit_personal_audit_id_fkey FOREIGN KEY (audit_id) REFERENCES booking.audit(id)
);
CREATE INDEX audit_personal_of_client ON booking.audit_personal USING btree (client_id);

create table booking.business (
  only_row boolean not null default true,
  name jsonb not null,
  address jsonb,
  latitude double precision,
  longitude double precision,
  phone text,
  time_zone text not null,
  currency text not null,
  default_locale text not null default 'ru'::text,
  slot_step_minutes integer not null default 15,
  minimum_notice_minutes integer not null default 60,
  horizon_days integer not null default 60,
  hold_minutes integer not null default 5,
  change_notice_minutes integer not null default 120,
  max_active_appointments_per_client integer not null default 5,
  max_holds_per_hour integer not null default 30,
  approval_after_no_shows integer,
  proposal_hours integer not null default 24,
  waitlist_offer_minutes integer not null default 10,
  retention_days integer,
  constraint business_pkey PRIMARY KEY (only_row),
  constraint business_only_row CHECK (only_row),
  constraint business_step_positive CHECK ((slot_step_minutes > 0))
);
CREATE TRIGGER business_are_rules AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON booking.business FOR EACH STATEMENT EXECUTE FUNCTION booking.count_rules_revision();
CREATE TRIGGER business_audited AFTER INSERT OR DELETE OR UPDATE ON booking.business FOR EACH ROW EXECUTE FUNCTION booking.audit_row('business', 'only_row');

create table booking.clients (
  id uuid not null,
  telegram_user_id bigint,
  name text not null,
  locale text,
  phone text,
  unreachable_at timestamp with time zone,
  created_at timestamp with time zone not null,
  erased_at timestamp with time zone,
  constraint clients_telegram_user_once UNIQUE (telegram_user_id),
  constraint clients_pkey PRIMARY KEY (id)
);
CREATE TRIGGER clients_audited AFTER INSERT OR DELETE OR UPDATE ON booking.clients FOR EACH ROW EXECUTE FUNCTION booking.audit_row('client', 'id', 'name,phone,locale,telegram_user_id', 'id');

create table booking.closures (
  date date not null,
  name jsonb,
  windows jsonb not null default '[]'::jsonb,
  constraint closures_pkey PRIMARY KEY (date)
);
CREATE TRIGGER closures_are_rules AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON booking.closures FOR EACH STATEMENT EXECUTE FUNCTION booking.count_rules_revision();
CREATE TRIGGER closures_audited AFTER INSERT OR DELETE OR UPDATE ON booking.closures FOR EACH ROW EXECUTE FUNCTION booking.audit_row('closure', 'date');

create table booking.events (
  position bigint not null generated always as identity,
  txid xid8 not null default pg_current_xact_id(),
  id uuid not null,
  type text not null,
  actor text not null,
  data jsonb not null,
  occurred_at timestamp with time zone not null,
  traceparent text,
  constraint events_id_key UNIQUE (id),
  constraint events_pkey PRIMARY KEY ("position")
);
CREATE INDEX events_feed ON booking.events USING btree (txid, "position");

create table booking.idempotency_keys (
  caller text not null,
  key text not null,
  request_hash text not null,
  body jsonb,
  created_at timestamp with time zone not null,
  constraint idempotency_keys_pkey PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_keys_by_age ON booking.idempotency_keys USING btree (created_at);

create table booking.masters (
  id uuid not null,
  name jsonb not null,
  about jsonb,
  telegram_user_id bigint,
  locale text not null default 'ru'::text,
  active boolean not null default true,
  position integer not null default 0,
  constraint masters_telegram_user_once UNIQUE (telegram_user_id),
  constraint masters_pkey PRIMARY KEY (id)
);
CREATE TRIGGER masters_are_rules AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON booking.masters FOR EACH STATEMENT EXECUTE FUNCTION booking.count_rules_revision();
CREATE TRIGGER masters_audited AFTER INSERT OR DELETE OR UPDATE ON booking.masters FOR EACH ROW EXECUTE FUNCTION booking.audit_row('master', 'id');

create table booking.offerings (
  master_id uuid not null,
  service_id uuid not null,
  duration_minutes integer,
  price_minor integer,
  constraint offerings_pkey PRIMARY KEY (master_id, service_id),
  constraint offerings_master_id_fkey FOREIGN KEY (master_id) REFERENCES booking.masters(id) ON DELETE CASCADE,
  constraint offerings_service_id_fkey FOREIGN KEY (service_id) REFERENCES booking.services(id) ON DELETE CASCADE,
  constraint offerings_duration_positive CHECK ((duration_minutes > 0)),
  constraint offerings_price_not_negative CHECK ((price_minor >= 0))
);
CREATE TRIGGER offerings_are_rules AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON booking.offerings FOR EACH STATEMENT EXECUTE FUNCTION booking.count_rules_revision();
CREATE TRIGGER offerings_audited AFTER INSERT OR DELETE OR UPDATE ON booking.offerings FOR EACH ROW EXECUTE FUNCTION booking.audit_row('offering', 'master_id,service_id');

create table booking.overrides (
  master_id uuid not null,
  date date not null,
  windows jsonb not null,
  constraint overrides_pkey PRIMARY KEY (master_id, date),
  constraint overrides_master_id_fkey FOREIGN KEY (master_id) REFERENCES booking.masters(id) ON DELETE CASCADE
);
CREATE TRIGGER overrides_are_rules AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON booking.overrides FOR EACH STATEMENT EXECUTE FUNCTION booking.count_rules_revision();
CREATE TRIGGER overrides_audited AFTER INSERT OR DELETE OR UPDATE ON booking.overrides FOR EACH ROW EXECUTE FUNCTION booking.audit_row('override', 'master_id,date');

create table booking.rules_revision (
  only_row boolean not null default true,
  revision bigint not null default 1,
  constraint rules_revision_pkey PRIMARY KEY (only_row),
  constraint rules_revision_only_row CHECK (only_row)
);

create table booking.services (
  id uuid not null,
  name jsonb not null,
  description jsonb,
  duration_minutes integer not null,
  price_minor integer not null,
  buffer_before_minutes integer not null default 0,
  buffer_after_minutes integer not null default 0,
  active boolean not null default true,
  position integer not null default 0,
  requires_approval boolean not null default false,
  constraint services_pkey PRIMARY KEY (id),
  constraint services_buffers_not_negative CHECK (((buffer_before_minutes >= 0) AND (buffer_after_minutes >= 0))),
  constraint services_duration_positive CHECK ((duration_minutes > 0)),
  constraint services_price_not_negative CHECK ((price_minor >= 0))
);
CREATE TRIGGER services_are_rules AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON booking.services FOR EACH STATEMENT EXECUTE FUNCTION booking.count_rules_revision();
CREATE TRIGGER services_audited AFTER INSERT OR DELETE OR UPDATE ON booking.services FOR EACH ROW EXECUTE FUNCTION booking.audit_row('service', 'id');

create table booking.working_windows (
  master_id uuid not null,
  weekday smallint not null,
  minutes int4range not null,
  constraint working_windows_no_overlap EXCLUDE USING gist (master_id WITH =, weekday WITH =, minutes WITH &&),
  constraint working_windows_master_id_fkey FOREIGN KEY (master_id) REFERENCES booking.masters(id) ON DELETE CASCADE,
  constraint working_windows_weekday_iso CHECK (((weekday >= 1) AND (weekday <= 7))),
  constraint working_windows_within_day CHECK (((minutes <@ int4range(0, 1440)) AND (NOT isempty(minutes))))
);
CREATE TRIGGER working_windows_are_rules AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON booking.working_windows FOR EACH STATEMENT EXECUTE FUNCTION booking.count_rules_revision();
CREATE TRIGGER working_windows_audited AFTER INSERT OR DELETE OR UPDATE ON booking.working_windows FOR EACH ROW EXECUTE FUNCTION booking.audit_row('working_hours', 'master_id');
