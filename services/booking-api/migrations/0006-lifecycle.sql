alter table booking.appointments
  -- Who had the time held. How many holds a client may make within an hour counts only their own.
  add column held_by text not null default 'client',
  -- Of a proposal: all the time that the visit would take. A request keeps its own time while another one is proposed, and no
  -- two active rows may overlap, so a proposal half an hour later occupies only what the request does not occupy already.
  add column proposed tstzrange,
  add constraint appointments_held_by_known check (held_by in ('client', 'staff', 'system')),
  add constraint appointments_proposal_has_time check ((proposal_of is null) = (proposed is null)),
  drop constraint appointments_visit_within_occupied,
  add constraint appointments_visit_within_occupied check (
    coalesce(proposed, occupied) @> tstzrange(starts_at, ends_at)
  );

-- The proposals of a request, also those that ended: accepting twice is answered twice.
create index appointments_proposals on booking.appointments (proposal_of, created_at) where proposal_of is not null;
-- For the job that closes what nobody closed.
create index appointments_open_by_end on booking.appointments (ends_at) where status in ('pending', 'confirmed');
-- How often clients came and how often they did not.
create index appointments_ended_of_client on booking.appointments (client_id, status)
  where status in ('completed', 'no_show');
-- The desk reads by start: everybody's, one master's, or what waits for an answer.
create index appointments_by_start on booking.appointments (starts_at, id) where booked_at is not null;
create index appointments_of_master on booking.appointments (master_id, starts_at, id) where booked_at is not null;
create index appointments_requested on booking.appointments (starts_at, id) where status = 'pending';

-- Which account caused an event, so that nobody is told what they did themselves.
alter table booking.events add column actor_telegram_user_id bigint;

-- Private addresses of calendars. Whoever knows one can read it, so only the SHA-256 of its 192 random bits is kept.
create table booking.calendar_feeds (
  master_id uuid primary key references booking.masters (id) on delete cascade,
  token_hash bytea not null,
  created_at timestamptz not null,
  constraint calendar_feeds_token_once unique (token_hash)
);
create trigger calendar_feeds_audited after insert or update or delete on booking.calendar_feeds
  for each row execute function booking.audit_row('calendar_feed', 'master_id');
