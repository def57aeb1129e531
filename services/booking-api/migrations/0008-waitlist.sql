-- What a client wishes for when the times that suit them are taken.
create table booking.waitlist_entries (
  id uuid primary key,
  client_id uuid not null references booking.clients (id),
  -- In the order in which they are done.
  service_ids uuid[] not null,
  -- Null: any master who does all of them.
  master_id uuid references booking.masters (id),
  from_date date not null,
  to_date date not null,
  -- In the order of the day; all three mean any time.
  day_parts text[] not null,
  state text not null default 'waiting',
  -- The place in the queue: when the client joined, or when an offer to them last ran out.
  queued_at timestamptz not null,
  -- The rules against which all days of the wish were looked at, to no avail. What comes free later under the same rules is
  -- noted in booking.freed_times. Null: still to be looked at.
  seen_revision bigint,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint waitlist_entries_state_known check (state in ('waiting', 'offered', 'booked', 'left', 'ended')),
  constraint waitlist_entries_has_services check (cardinality(service_ids) > 0),
  constraint waitlist_entries_day_parts_known check (
    cardinality(day_parts) > 0 and day_parts <@ array['morning', 'afternoon', 'evening']
  ),
  constraint waitlist_entries_ends_after_start check (to_date >= from_date)
);
create index waitlist_entries_queue on booking.waitlist_entries (queued_at, id) where state = 'waiting';
create index waitlist_entries_by_end on booking.waitlist_entries (to_date) where state = 'waiting';
create index waitlist_entries_of_client on booking.waitlist_entries (client_id, created_at, id);
create index waitlist_entries_by_age on booking.waitlist_entries (created_at, id);

-- Every time that was held for a wish, and what came of it. It outlives the hold, so that nobody is asked about one time twice
-- and a hold that is confirmed late still fulfils its wish.
create table booking.waitlist_offers (
  appointment_id uuid primary key references booking.appointments (id),
  entry_id uuid not null references booking.waitlist_entries (id),
  -- Null: the client has not answered yet.
  outcome text,
  offered_at timestamptz not null,
  ended_at timestamptz,
  -- When the event of the end was written; see sweep.ts.
  told_at timestamptz,
  constraint waitlist_offers_outcome_known check (outcome in ('booked', 'refused', 'ran_out')),
  constraint waitlist_offers_ended_has_outcome check ((outcome is null) = (ended_at is null))
);
create index waitlist_offers_of_entry on booking.waitlist_offers (entry_id);
-- A wish is offered one time at a time, whatever the code forgets.
create unique index waitlist_offers_one_open on booking.waitlist_offers (entry_id) where outcome is null;
create index waitlist_offers_to_tell on booking.waitlist_offers (ended_at)
  where outcome in ('refused', 'ran_out') and told_at is null;

-- Time of a master that came free and that nobody who waits was asked about yet. Each row is work for the sweeper, which
-- deletes it when no wish matches any more. Written by a trigger in the transaction that frees the time, so that no way of
-- freeing one can be forgotten and no crash can lose it; written even when nobody waits, because a wish that is about to be
-- committed cannot be seen yet.
create table booking.freed_times (
  id bigint primary key generated always as identity,
  master_id uuid not null,
  during tstzrange not null
);

create function booking.note_freed_time() returns trigger language plpgsql as $$
begin
  -- A proposal within the time of its own request kept nothing from others.
  if not isempty(old.occupied) then
    insert into booking.freed_times (master_id, during) values (old.master_id, old.occupied);
  end if;
  return null;
end
$$;
create trigger appointments_free_time after update on booking.appointments
  for each row
  when (
    old.status in ('held', 'pending', 'confirmed')
    and (
      new.status not in ('held', 'pending', 'confirmed')
      or new.master_id <> old.master_id
      or not new.occupied @> old.occupied
    )
  )
  execute function booking.note_freed_time();
create trigger appointments_free_time_when_deleted after delete on booking.appointments
  for each row when (old.status in ('held', 'pending', 'confirmed')) execute function booking.note_freed_time();

-- Holds that ran out, of any kind: their time is free, and the sweeper says so in their rows.
create index appointments_held_until on booking.appointments (hold_expires_at) where status = 'held';

-- The wish follows the hold that was offered for it, in the transaction of whoever decided: confirmed or requested, it is
-- fulfilled; let go, it waits on in its place; run out, it waits on at the end of the queue, and after the third time no more.
create function booking.settle_waitlist_offer() returns trigger language plpgsql as $$
declare
  result text := case
    when new.status in ('pending', 'confirmed') then 'booked'
    when new.status = 'expired' then 'ran_out'
    else 'refused'
  end;
  wish uuid;
begin
  -- An offer that ran out can still be taken while its time is free; any other end is final.
  update booking.waitlist_offers
  set outcome = result, ended_at = new.updated_at
  where appointment_id = new.id and (outcome is null or (outcome = 'ran_out' and result = 'booked'))
  returning entry_id into wish;
  if wish is null then return null; end if;

  if result = 'booked' then
    update booking.waitlist_entries e
    set state = 'booked', updated_at = new.updated_at
    where id = wish and state in ('waiting', 'offered', 'ended')
      and not exists (select from booking.waitlist_offers o where o.entry_id = e.id and o.outcome is null);
  else
    update booking.waitlist_entries e
    set state = case
          when result = 'ran_out'
            and (select count(*) from booking.waitlist_offers o where o.entry_id = e.id and o.outcome = 'ran_out') >= 3
          then 'ended'
          else 'waiting'
        end,
        queued_at = case when result = 'ran_out' then new.updated_at else queued_at end,
        seen_revision = null,
        updated_at = new.updated_at
    where id = wish and state = 'offered';
  end if;
  return null;
end
$$;
create trigger appointments_settle_waitlist after update of status on booking.appointments
  for each row
  when (new.status <> old.status and (old.hold_kind = 'waitlist' or old.status = 'expired'))
  execute function booking.settle_waitlist_offer();

-- Nobody is offered a time who cannot hear of it. When they can again, what came free meanwhile is looked at.
create function booking.look_at_wishes_again() returns trigger language plpgsql as $$
begin
  update booking.waitlist_entries set seen_revision = null where client_id = new.id and state = 'waiting';
  return null;
end
$$;
create trigger clients_are_back after update of unreachable_at on booking.clients
  for each row when (old.unreachable_at is not null and new.unreachable_at is null)
  execute function booking.look_at_wishes_again();

create trigger waitlist_entries_audited
  after insert or delete or update of state on booking.waitlist_entries
  for each row execute function booking.audit_row('waitlist_entry', 'id');
