-- When a master is away for once: an hour at the dentist's, a fortnight. Beside the hours of the wall clock, so that "back in
-- thirty minutes" need not rewrite a day. Two may overlap.
create table booking.time_off (
  id uuid primary key,
  master_id uuid not null references booking.masters (id) on delete cascade,
  during tstzrange not null,
  note text,
  created_at timestamptz not null,
  constraint time_off_has_length check (not isempty(during) and not lower_inf(during) and not upper_inf(during))
);
create index time_off_of_master on booking.time_off using gist (master_id, during);

create trigger time_off_are_rules after insert or update or delete or truncate on booking.time_off
  for each statement execute function booking.count_rules_revision();
create trigger time_off_audited after insert or update or delete on booking.time_off
  for each row execute function booking.audit_row('time_off', 'id');

-- The rules say what is offered, but whoever writes a visit read them a moment ago. So a writer asks once more, and takes turns
-- with whoever takes time off: many writers at once, or one who takes time off. Who was first is told of by the other. Volatile,
-- hence what is read after the wait is what was committed before it. 7603 is any number that no other advisory lock uses.
create function booking.is_away(master uuid, visit tstzrange) returns boolean language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock_shared(7603, hashtext(master::text));
  return exists (select from booking.time_off t where t.master_id = master and t.during && visit);
end
$$;

create function booking.wait_for_writers() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(7603, hashtext(new.master_id::text));
  return new;
end
$$;
create trigger time_off_waits_for_writers before insert or update on booking.time_off
  for each row execute function booking.wait_for_writers();
