create table booking.api_keys (
  id uuid not null,
  name text not null,
  prefix text not null,
  key_hash bytea not null,
  scopes text[] not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint api_keys_hash_once UNIQUE (key_hash),
  constraint api_keys_pkey PRIMARY KEY (id),
  constraint api_keys_have_scopes CHECK ((cardinality(scopes) > 0))
);
CREATE TRIGGER api_keys_audited AFTER INSERT OR DELETE OR UPDATE OF name, scopes, expires_at, revoked_at ON booking.api_keys FOR EACH ROW EXECUTE FUNCTION booking.audit_row('api_key', 'id');

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
  held_by text not null default 'client'::text,
  proposed tstzrange,
  note text,
  source text,
  constraint appointments_no_overlap EXCLUDE USING gist (master_id WITH =, occupied WITH &&) WHERE ((status = ANY (ARRAY['held'::text, 'pending'::text, 'confirmed'::text]))),
  constraint appointments_pkey PRIMARY KEY (id),
  constraint appointments_client_id_fkey FOREIGN KEY (client_id) REFERENCES booking.clients(id),
  constraint appointments_master_id_fkey FOREIGN KEY (master_id) REFERENCES booking.masters(id),
  constraint appointments_proposal_of_fkey FOREIGN KEY (proposal_of) REFERENCES booking.appointments(id),
  constraint appointments_ends_after_start CHECK ((ends_at > starts_at)),
  constraint appointments_held_by_known CHECK ((held_by = ANY (ARRAY['client'::text, 'staff'::text, 'system'::text]))),
  constraint appointments_held_has_end CHECK (((status = 'held'::text) = (hold_expires_at IS NOT NULL))),
  constraint appointments_held_has_kind CHECK (((status = 'held'::text) = (hold_kind IS NOT NULL))),
  constraint appointments_hold_kind_known CHECK ((hold_kind = ANY (ARRAY['choice'::text, 'waitlist'::text, 'proposal'::text]))),
  constraint appointments_note_short CHECK ((length(note) <= 500)),
  constraint appointments_proposal_has_time CHECK (((proposal_of IS NULL) = (proposed IS NULL))),
  constraint appointments_proposal_names_request CHECK ((((hold_kind = 'proposal'::text) IS NOT TRUE) OR (proposal_of IS NOT NULL))),
  constraint appointments_status_known CHECK ((status = ANY (ARRAY['held'::text, 'pending'::text, 'confirmed'::text, 'completed'::text, 'no_show'::text, 'cancelled'::text, 'declined'::text, 'expired'::text]))),
  constraint appointments_visit_within_occupied CHECK ((COALESCE(proposed, occupied) @> tstzrange(starts_at, ends_at)))
);
CREATE INDEX appointments_booked ON booking.appointments USING btree (master_id, lower(occupied)) INCLUDE (occupied, id) WHERE (status = ANY (ARRAY['pending'::text, 'confirmed'::text]));
CREATE INDEX appointments_by_start ON booking.appointments USING btree (starts_at, id) WHERE (booked_at IS NOT NULL);
CREATE INDEX appointments_ended_of_client ON booking.appointments USING btree (client_id, status) WHERE (status = ANY (ARRAY['completed'::text, 'no_show'::text]));
CREATE INDEX appointments_held ON booking.appointments USING btree (master_id) WHERE (status = 'held'::text);
CREATE INDEX appointments_held_until ON booking.appointments USING btree (hold_expires_at) WHERE (status = 'held'::text);
CREATE INDEX appointments_of_client ON booking.appointments USING btree (client_id, starts_at);
CREATE INDEX appointments_of_master ON booking.appointments USING btree (master_id, starts_at, id) WHERE (booked_at IS NOT NULL);
CREATE UNIQUE INDEX appointments_one_proposal ON booking.appointments USING btree (proposal_of) WHERE (status = 'held'::text);
CREATE INDEX appointments_open_by_end ON booking.appointments USING btree (ends_at) WHERE (status = ANY (ARRAY['pending'::text, 'confirmed'::text]));
CREATE INDEX appointments_proposals ON booking.appointments USING btree (proposal_of, created_at) WHERE (proposal_of IS NOT NULL);
CREATE INDEX appointments_requested ON booking.appointments USING btree (starts_at, id) WHERE (status = 'pending'::text);
CREATE TRIGGER appointments_audited AFTER INSERT OR DELETE OR UPDATE ON booking.appointments FOR EACH ROW EXECUTE FUNCTION booking.audit_row('appointment', 'id', 'cancellation_reason,note,source', 'client_id');
CREATE TRIGGER appointments_free_time AFTER UPDATE ON booking.appointments FOR EACH ROW WHEN (((old.status = ANY (ARRAY['held'::text, 'pending'::text, 'confirmed'::text])) AND ((new.status <> ALL (ARRAY['held'::text, 'pending'::text, 'confirmed'::text])) OR (new.master_id <> old.master_id) OR (NOT (new.occupied @> old.occupied))))) EXECUTE FUNCTION booking.note_freed_time();
CREATE TRIGGER appointments_free_time_when_deleted AFTER DELETE ON booking.appointments FOR EACH ROW WHEN ((old.status = ANY (ARRAY['held'::text, 'pending'::text, 'confirmed'::text]))) EXECUTE FUNCTION booking.note_freed_time();
CREATE TRIGGER appointments_settle_waitlist AFTER UPDATE OF status ON booking.appointments FOR EACH ROW WHEN (((new.status <> old.status) AND ((old.hold_kind = 'waitlist'::text) OR (old.status = 'expired'::text)))) EXECUTE FUNCTION booking.settle_waitlist_offer();

create table booking.audit (
  id bigint not null generated always as identity,
  txid xid8 not null default booking.commit_number(),
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
CREATE INDEX audit_in_commit_order ON booking.audit USING btree (txid, id);
CREATE INDEX audit_of_actor ON booking.audit USING btree (actor, id);
CREATE INDEX audit_of_subject ON booking.audit USING btree (subject COLLATE "C", id);
CREATE TRIGGER audit_append_only BEFORE DELETE OR UPDATE ON booking.audit FOR EACH ROW EXECUTE FUNCTION booking.refuse_change();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON booking.audit FOR EACH STATEMENT EXECUTE FUNCTION booking.refuse_change();

create table booking.audit_actors (
  id uuid not null default gen_random_uuid(),
  telegram_user_id bigint not null,
  forget_when_left boolean not null default false,
  constraint audit_actors_telegram_user_once UNIQUE (telegram_user_id),
  constraint audit_actors_pkey PRIMARY KEY (id)
);

create table booking.audit_personal (
  audit_id bigint not null,
  client_id uuid not null,
  before jsonb,
  after jsonb,
  constraint audit_personal_pkey PRIMARY KEY (audit_id),
  constraint audit_personal_audit_id_fkey FOREIGN KEY (audit_id) REFERENCES booking.audit(id)
);
CREATE INDEX audit_personal_of_client ON booking.audit_personal USING btree (client_id);
CREATE TRIGGER audit_personal_no_truncate BEFORE TRUNCATE ON booking.audit_personal FOR EACH STATEMENT EXECUTE FUNCTION booking.refuse_change();
CREATE TRIGGER audit_personal_not_rewritten BEFORE UPDATE ON booking.audit_personal FOR EACH ROW EXECUTE FUNCTION booking.refuse_change();

create table booking.audit_seals (
  position bigint not null,
  audit_id bigint not null,
  txid xid8 not null,
  digest bytea not null,
  constraint audit_seals_entry_once UNIQUE (audit_id),
  constraint audit_seals_pkey PRIMARY KEY ("position")
);
CREATE TRIGGER audit_seals_append_only BEFORE DELETE OR UPDATE ON booking.audit_seals FOR EACH ROW EXECUTE FUNCTION booking.refuse_change();
CREATE TRIGGER audit_seals_no_truncate BEFORE TRUNCATE ON booking.audit_seals FOR EACH STATEMENT EXECUTE FUNCTION booking.refuse_change();

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
  quiet_from text default '21:00'::text,
  quiet_to text default '09:00'::text,
  reminder_leads_minutes integer[] not null default '{1440,120}'::integer[],
  requires_phone boolean not null default false,
  constraint business_pkey PRIMARY KEY (only_row),
  constraint business_only_row CHECK (only_row),
  constraint business_quiet_has_both CHECK (((quiet_from IS NULL) = (quiet_to IS NULL))),
  constraint business_reminders_few CHECK ((cardinality(reminder_leads_minutes) <= 4)),
  constraint business_step_positive CHECK ((slot_step_minutes > 0))
);
CREATE TRIGGER business_are_rules AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON booking.business FOR EACH STATEMENT EXECUTE FUNCTION booking.count_rules_revision();
CREATE TRIGGER business_audited AFTER INSERT OR DELETE OR UPDATE ON booking.business FOR EACH ROW EXECUTE FUNCTION booking.audit_row('business', 'only_row');

create table booking.calendar_feeds (
  master_id uuid not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  constraint calendar_feeds_token_once UNIQUE (token_hash),
  constraint calendar_feeds_pkey PRIMARY KEY (master_id),
  constraint calendar_feeds_master_id_fkey FOREIGN KEY (master_id) REFERENCES booking.masters(id) ON DELETE CASCADE
);
CREATE TRIGGER calendar_feeds_audited AFTER INSERT OR DELETE OR UPDATE ON booking.calendar_feeds FOR EACH ROW EXECUTE FUNCTION booking.audit_row('calendar_feed', 'master_id');

create table booking.clients (
  id uuid not null,
  telegram_user_id bigint,
  name text not null,
  locale text,
  phone text,
  unreachable_at timestamp with time zone,
  created_at timestamp with time zone not null,
  erased_at timestamp with time zone,
  favourite_master_id uuid,
  reminder_leads_minutes integer[],
  accepts_broadcasts boolean not null default true,
  added_by_master_id uuid,
  constraint clients_telegram_user_once UNIQUE (telegram_user_id),
  constraint clients_pkey PRIMARY KEY (id),
  constraint clients_added_by_master_id_fkey FOREIGN KEY (added_by_master_id) REFERENCES booking.masters(id) ON DELETE SET NULL,
  constraint clients_favourite_master_id_fkey FOREIGN KEY (favourite_master_id) REFERENCES booking.masters(id) ON DELETE SET NULL,
  constraint clients_reminders_few CHECK ((cardinality(reminder_leads_minutes) <= 4))
);
CREATE INDEX clients_added_by_master ON booking.clients USING btree (added_by_master_id) WHERE (added_by_master_id IS NOT NULL);
CREATE INDEX clients_by_name ON booking.clients USING btree (name, id) WHERE (erased_at IS NULL);
CREATE TRIGGER clients_are_back AFTER UPDATE OF unreachable_at ON booking.clients FOR EACH ROW WHEN (((old.unreachable_at IS NOT NULL) AND (new.unreachable_at IS NULL))) EXECUTE FUNCTION booking.look_at_wishes_again();
CREATE TRIGGER clients_audited AFTER INSERT OR DELETE OR UPDATE ON booking.clients FOR EACH ROW EXECUTE FUNCTION booking.audit_row('client', 'id', 'name,phone,locale,telegram_user_id,favourite_master_id,reminder_leads_minutes,accepts_broadcasts', 'id');

create table booking.closures (
  date date not null,
  name jsonb,
  windows jsonb not null default '[]'::jsonb,
  constraint closures_pkey PRIMARY KEY (date)
);
CREATE TRIGGER closures_are_rules AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON booking.closures FOR EACH STATEMENT EXECUTE FUNCTION booking.count_rules_revision();
CREATE TRIGGER closures_audited AFTER INSERT OR DELETE OR UPDATE ON booking.closures FOR EACH ROW EXECUTE FUNCTION booking.audit_row('closure', 'date');

create table booking.commit_base (
  base bigint not null,
  the_only_one boolean not null default true,
  constraint commit_base_pkey PRIMARY KEY (the_only_one),
  constraint commit_base_one_row CHECK (the_only_one)
);

create table booking.events (
  position bigint not null generated always as identity,
  txid xid8 not null default booking.commit_number(),
  id uuid not null,
  type text not null,
  actor text not null,
  data jsonb not null,
  occurred_at timestamp with time zone not null,
  traceparent text,
  actor_telegram_user_id bigint,
  constraint events_id_key UNIQUE (id),
  constraint events_pkey PRIMARY KEY ("position")
);
CREATE INDEX events_feed ON booking.events USING btree (txid, "position");
CREATE INDEX events_of_client ON booking.events USING btree (((data #>> '{appointment,client,id}'::text[])));

create table booking.freed_times (
  id bigint not null generated always as identity,
  master_id uuid not null,
  during tstzrange not null,
  constraint freed_times_pkey PRIMARY KEY (id)
);

create table booking.idempotency_keys (
  caller text not null,
  key text not null,
  request_hash text not null,
  body jsonb,
  created_at timestamp with time zone not null,
  constraint idempotency_keys_pkey PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_keys_by_age ON booking.idempotency_keys USING btree (created_at);

create table booking.invitations (
  id uuid not null,
  code_hash bytea not null,
  role text not null,
  name text,
  master_id uuid,
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  accepted_by bigint,
  constraint invitations_code_once UNIQUE (code_hash),
  constraint invitations_pkey PRIMARY KEY (id),
  constraint invitations_master_id_fkey FOREIGN KEY (master_id) REFERENCES booking.masters(id) ON DELETE CASCADE,
  constraint invitations_accepted_by_somebody CHECK (((accepted_at IS NULL) = (accepted_by IS NULL))),
  constraint invitations_master_named CHECK (((role = 'master'::text) = (master_id IS NOT NULL))),
  constraint invitations_others_have_name CHECK (((role = 'master'::text) OR (name IS NOT NULL))),
  constraint invitations_role_known CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'master'::text])))
);
CREATE TRIGGER invitations_audited AFTER INSERT OR DELETE OR UPDATE ON booking.invitations FOR EACH ROW EXECUTE FUNCTION booking.audit_row('invitation', 'id');

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
CREATE TRIGGER masters_forget_who_left AFTER DELETE OR UPDATE OF telegram_user_id ON booking.masters FOR EACH ROW WHEN ((old.telegram_user_id IS NOT NULL)) EXECUTE FUNCTION booking.forget_who_left();

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
  reminder_leads_minutes integer[],
  constraint services_pkey PRIMARY KEY (id),
  constraint services_buffers_not_negative CHECK (((buffer_before_minutes >= 0) AND (buffer_after_minutes >= 0))),
  constraint services_duration_positive CHECK ((duration_minutes > 0)),
  constraint services_price_not_negative CHECK ((price_minor >= 0)),
  constraint services_reminders_few CHECK ((cardinality(reminder_leads_minutes) <= 4))
);
CREATE TRIGGER services_are_rules AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON booking.services FOR EACH STATEMENT EXECUTE FUNCTION booking.count_rules_revision();
CREATE TRIGGER services_audited AFTER INSERT OR DELETE OR UPDATE ON booking.services FOR EACH ROW EXECUTE FUNCTION booking.audit_row('service', 'id');

create table booking.staff (
  telegram_user_id bigint not null,
  name text not null,
  role text not null,
  created_at timestamp with time zone not null,
  constraint staff_pkey PRIMARY KEY (telegram_user_id),
  constraint staff_role_known CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text])))
);
CREATE TRIGGER staff_audited AFTER INSERT OR DELETE OR UPDATE ON booking.staff FOR EACH ROW EXECUTE FUNCTION booking.audit_row('staff', 'telegram_user_id');
CREATE TRIGGER staff_forget_who_left AFTER DELETE OR UPDATE OF telegram_user_id ON booking.staff FOR EACH ROW EXECUTE FUNCTION booking.forget_who_left();

create table booking.time_off (
  id uuid not null,
  master_id uuid not null,
  during tstzrange not null,
  note text,
  created_at timestamp with time zone not null,
  constraint time_off_pkey PRIMARY KEY (id),
  constraint time_off_master_id_fkey FOREIGN KEY (master_id) REFERENCES booking.masters(id) ON DELETE CASCADE,
  constraint time_off_has_length CHECK (((NOT isempty(during)) AND (NOT lower_inf(during)) AND (NOT upper_inf(during))))
);
CREATE INDEX time_off_of_master ON booking.time_off USING gist (master_id, during);
CREATE TRIGGER time_off_are_rules AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON booking.time_off FOR EACH STATEMENT EXECUTE FUNCTION booking.count_rules_revision();
CREATE TRIGGER time_off_audited AFTER INSERT OR DELETE OR UPDATE ON booking.time_off FOR EACH ROW EXECUTE FUNCTION booking.audit_row('time_off', 'id');
CREATE TRIGGER time_off_waits_for_writers BEFORE INSERT OR UPDATE ON booking.time_off FOR EACH ROW EXECUTE FUNCTION booking.wait_for_writers();

create table booking.waitlist_entries (
  id uuid not null,
  client_id uuid not null,
  service_ids uuid[] not null,
  master_id uuid,
  from_date date not null,
  to_date date not null,
  day_parts text[] not null,
  state text not null default 'waiting'::text,
  queued_at timestamp with time zone not null,
  seen_revision bigint,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  faulty_until timestamp with time zone,
  constraint waitlist_entries_pkey PRIMARY KEY (id),
  constraint waitlist_entries_client_id_fkey FOREIGN KEY (client_id) REFERENCES booking.clients(id),
  constraint waitlist_entries_master_id_fkey FOREIGN KEY (master_id) REFERENCES booking.masters(id),
  constraint waitlist_entries_day_parts_known CHECK (((cardinality(day_parts) > 0) AND (day_parts <@ ARRAY['morning'::text, 'afternoon'::text, 'evening'::text]))),
  constraint waitlist_entries_ends_after_start CHECK ((to_date >= from_date)),
  constraint waitlist_entries_has_services CHECK ((cardinality(service_ids) > 0)),
  constraint waitlist_entries_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'offered'::text, 'booked'::text, 'left'::text, 'ended'::text])))
);
CREATE INDEX waitlist_entries_by_age ON booking.waitlist_entries USING btree (created_at, id);
CREATE INDEX waitlist_entries_by_end ON booking.waitlist_entries USING btree (to_date) WHERE (state = 'waiting'::text);
CREATE INDEX waitlist_entries_of_client ON booking.waitlist_entries USING btree (client_id, created_at, id);
CREATE INDEX waitlist_entries_queue ON booking.waitlist_entries USING btree (queued_at, id) WHERE (state = 'waiting'::text);
CREATE TRIGGER waitlist_entries_audited AFTER INSERT OR DELETE OR UPDATE OF state ON booking.waitlist_entries FOR EACH ROW EXECUTE FUNCTION booking.audit_row('waitlist_entry', 'id');

create table booking.waitlist_offers (
  appointment_id uuid not null,
  entry_id uuid not null,
  outcome text,
  offered_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  told_at timestamp with time zone,
  constraint waitlist_offers_pkey PRIMARY KEY (appointment_id),
  constraint waitlist_offers_appointment_id_fkey FOREIGN KEY (appointment_id) REFERENCES booking.appointments(id),
  constraint waitlist_offers_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES booking.waitlist_entries(id),
  constraint waitlist_offers_ended_has_outcome CHECK (((outcome IS NULL) = (ended_at IS NULL))),
  constraint waitlist_offers_outcome_known CHECK ((outcome = ANY (ARRAY['booked'::text, 'refused'::text, 'ran_out'::text])))
);
CREATE INDEX waitlist_offers_of_entry ON booking.waitlist_offers USING btree (entry_id);
CREATE UNIQUE INDEX waitlist_offers_one_open ON booking.waitlist_offers USING btree (entry_id) WHERE (outcome IS NULL);
CREATE INDEX waitlist_offers_to_tell ON booking.waitlist_offers USING btree (ended_at) WHERE ((outcome = ANY (ARRAY['refused'::text, 'ran_out'::text])) AND (told_at IS NULL));

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
