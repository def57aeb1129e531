-- One kind of reminder for all lead times. Processes of the release before may go on planning for a moment while this one is
-- rolled out, so their rows are taken over as they come, too: the same event planned by both must give the same key.
create function notifier.one_kind_of_reminder() returns trigger language plpgsql as $$
declare
  lead integer := case new.kind when 'reminder_24h' then 1440 else 120 end;
begin
  new.dedupe_key := replace(new.dedupe_key, ':' || new.kind || ':', ':reminder-' || lead || ':');
  new.facts := new.facts || jsonb_build_object('leadMinutes', lead);
  new.kind := 'reminder';
  return new;
end $$;

create trigger deliveries_one_kind_of_reminder before insert or update on notifier.deliveries
  for each row when (new.kind in ('reminder_24h', 'reminder_2h'))
  execute function notifier.one_kind_of_reminder();

update notifier.deliveries set kind = kind where kind in ('reminder_24h', 'reminder_2h');
