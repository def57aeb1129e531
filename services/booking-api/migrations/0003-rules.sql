-- Days on which the whole business is shut or keeps other hours: public holidays, the day of the move. No windows: shut.
create table booking.closures (
  date date primary key,
  name jsonb,
  windows jsonb not null default '[]'
);

-- One number for all the rules by which times are offered, so that whoever keeps them in memory can ask in one tiny statement
-- whether they are still the rules. Triggers count, not the code: an edit by psql counts as well.
create table booking.rules_revision (
  only_row boolean primary key default true,
  revision bigint not null default 1,
  constraint rules_revision_only_row check (only_row)
);
insert into booking.rules_revision default values;

-- The row lock orders edits: a revision that can be seen was committed, and so were all before it.
create function booking.count_rules_revision() returns trigger language plpgsql as $$
begin
  update booking.rules_revision set revision = revision + 1;
  return null;
end
$$;

-- After the statement, not before: rows first, then the number, is the order of everybody who edits, also of those who lock a
-- row of their own accord beforehand.
create trigger business_are_rules after insert or update or delete or truncate on booking.business
  for each statement execute function booking.count_rules_revision();
create trigger services_are_rules after insert or update or delete or truncate on booking.services
  for each statement execute function booking.count_rules_revision();
create trigger masters_are_rules after insert or update or delete or truncate on booking.masters
  for each statement execute function booking.count_rules_revision();
create trigger offerings_are_rules after insert or update or delete or truncate on booking.offerings
  for each statement execute function booking.count_rules_revision();
create trigger working_windows_are_rules after insert or update or delete or truncate on booking.working_windows
  for each statement execute function booking.count_rules_revision();
create trigger overrides_are_rules after insert or update or delete or truncate on booking.overrides
  for each statement execute function booking.count_rules_revision();
create trigger closures_are_rules after insert or update or delete or truncate on booking.closures
  for each statement execute function booking.count_rules_revision();
