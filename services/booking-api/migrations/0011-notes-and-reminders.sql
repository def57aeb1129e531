alter table booking.business
  -- Wall-clock times as the contract writes them; the notifier reckons with them.
  add column quiet_from text default '21:00',
  add column quiet_to text default '09:00',
  add column reminder_leads_minutes integer[] not null default '{1440,120}',
  add column requires_phone boolean not null default false,
  add constraint business_quiet_has_both check ((quiet_from is null) = (quiet_to is null)),
  add constraint business_reminders_few check (cardinality(reminder_leads_minutes) <= 4);

-- Null: as the business says.
alter table booking.services
  add column reminder_leads_minutes integer[],
  add constraint services_reminders_few check (cardinality(reminder_leads_minutes) <= 4);

alter table booking.clients
  add column favourite_master_id uuid references booking.masters (id) on delete set null,
  -- Null: as the services of the visit and the business say.
  add column reminder_leads_minutes integer[],
  add column accepts_broadcasts boolean not null default true,
  -- The master who added somebody that came or called; they see them before the first visit.
  add column added_by_master_id uuid references booking.masters (id) on delete set null,
  add constraint clients_reminders_few check (cardinality(reminder_leads_minutes) <= 4);
create index clients_added_by_master on booking.clients (added_by_master_id) where added_by_master_id is not null;

alter table booking.appointments
  -- What the master should know, in the client's own words.
  add column note text,
  -- What brought the client here: the campaign of a deep link.
  add column source text,
  add constraint appointments_note_short check (length(note) <= 500);

-- What was added and says something of a person is forgotten with them.
drop trigger clients_audited on booking.clients;
create trigger clients_audited after insert or update or delete on booking.clients
  for each row execute function booking.audit_row(
    'client', 'id',
    'name,phone,locale,telegram_user_id,favourite_master_id,reminder_leads_minutes,accepts_broadcasts', 'id'
  );
drop trigger appointments_audited on booking.appointments;
create trigger appointments_audited after insert or update or delete on booking.appointments
  for each row execute function booking.audit_row(
    'appointment', 'id', 'cancellation_reason,note,source', 'client_id'
  );
