alter table booking.business
  add column max_holds_per_hour integer not null default 30,
  add column approval_after_no_shows integer,
  add column proposal_hours integer not null default 24,
  add column waitlist_offer_minutes integer not null default 10,
  add column retention_days integer;

alter table booking.services add column requires_approval boolean not null default false;

-- Why a time is held. A hold that a client is choosing makes way for their next one; a time offered to them or proposed by
-- the business stays theirs until they answer.
alter table booking.appointments
  add column hold_kind text,
  add column proposal_of uuid references booking.appointments (id);
update booking.appointments set hold_kind = 'choice' where status = 'held';
alter table booking.appointments
  add constraint appointments_hold_kind_known check (hold_kind in ('choice', 'waitlist', 'proposal')),
  add constraint appointments_held_has_kind check ((status = 'held') = (hold_kind is not null)),
  add constraint appointments_proposal_names_request check ((hold_kind = 'proposal') is not true or proposal_of is not null);

-- A request has one proposal at a time.
create unique index appointments_one_proposal on booking.appointments (proposal_of) where status = 'held';

-- Whoever asked to be forgotten has no account any more.
alter table booking.clients
  alter column telegram_user_id drop not null,
  add column erased_at timestamptz;
