-- Who changed what. Written by triggers, so that no code path can forget it; who it was is said once per transaction in the
-- setting okoshko.context (src/transaction.ts). A change made past the API is recorded as channel `sql`.
create table booking.audit (
  id bigint primary key generated always as identity,
  txid xid8 not null default pg_current_xact_id(),
  occurred_at timestamptz not null,
  actor text not null,
  channel text not null,
  operation text,
  action text not null,
  subject text not null,
  before jsonb,
  after jsonb,
  constraint audit_action_known check (action in ('created', 'changed', 'deleted'))
);
create index audit_of_subject on booking.audit (subject, id);
create index audit_of_actor on booking.audit (actor, id);

-- What identifies a person is kept apart from the log, so that it can be forgotten while the log stays whole.
create table booking.audit_personal (
  audit_id bigint primary key references booking.audit (id),
  client_id uuid not null,
  before jsonb,
  after jsonb
);
create index audit_personal_of_client on booking.audit_personal (client_id);

create function booking.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'booking.% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_append_only before update or delete on booking.audit
  for each row execute function booking.refuse_change();
create trigger audit_no_truncate before truncate on booking.audit
  for each statement execute function booking.refuse_change();

-- Arguments: kind of the subject; columns of its key; columns that identify a person; the column with that person's id.
create function booking.audit_row() returns trigger language plpgsql as $$
declare
  context jsonb := coalesce(nullif(current_setting('okoshko.context', true), ''), '{}');
  old_row jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - 'updated_at' end;
  new_row jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - 'updated_at' end;
  either jsonb := coalesce(new_row, old_row);
  personal text[] := string_to_array(coalesce(tg_argv[2], ''), ',');
  subject text;
  entry bigint;
begin
  select tg_argv[0] || ':' || string_agg(either ->> key, ':' order by place) into subject
  from unnest(string_to_array(tg_argv[1], ',')) with ordinality as k (key, place);

  if tg_op = 'UPDATE' then
    select jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, n.value) into old_row, new_row
    from jsonb_each(old_row) o join jsonb_each(new_row) n using (key)
    where o.value <> n.value;
    if old_row is null then return null; end if;
  end if;

  insert into booking.audit (occurred_at, actor, channel, operation, action, subject, before, after)
  values (
    coalesce((context ->> 'now')::timestamptz, clock_timestamp()),
    coalesce(context ->> 'actor', 'sql:' || session_user),
    coalesce(context ->> 'channel', 'sql'),
    context ->> 'operation',
    case tg_op when 'INSERT' then 'created' when 'UPDATE' then 'changed' else 'deleted' end,
    subject,
    old_row - personal,
    new_row - personal
  )
  returning id into entry;

  if coalesce(old_row, '{}') ?| personal or coalesce(new_row, '{}') ?| personal then
    insert into booking.audit_personal (audit_id, client_id, before, after)
    select entry, (either ->> tg_argv[3])::uuid,
      (select jsonb_object_agg(key, value) from jsonb_each(old_row) where key = any(personal)),
      (select jsonb_object_agg(key, value) from jsonb_each(new_row) where key = any(personal));
  end if;
  return null;
end
$$;

create trigger business_audited after insert or update or delete on booking.business
  for each row execute function booking.audit_row('business', 'only_row');
create trigger services_audited after insert or update or delete on booking.services
  for each row execute function booking.audit_row('service', 'id');
create trigger masters_audited after insert or update or delete on booking.masters
  for each row execute function booking.audit_row('master', 'id');
create trigger offerings_audited after insert or update or delete on booking.offerings
  for each row execute function booking.audit_row('offering', 'master_id,service_id');
create trigger working_windows_audited after insert or update or delete on booking.working_windows
  for each row execute function booking.audit_row('working_hours', 'master_id');
create trigger overrides_audited after insert or update or delete on booking.overrides
  for each row execute function booking.audit_row('override', 'master_id,date');
create trigger closures_audited after insert or update or delete on booking.closures
  for each row execute function booking.audit_row('closure', 'date');
create trigger clients_audited after insert or update or delete on booking.clients
  for each row execute function booking.audit_row('client', 'id', 'name,phone,locale,telegram_user_id', 'id');
create trigger appointments_audited after insert or update or delete on booking.appointments
  for each row execute function booking.audit_row('appointment', 'id', 'cancellation_reason', 'client_id');
