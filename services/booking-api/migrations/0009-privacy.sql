-- The audit log never says an account by itself: it names a person, and here is which account that is. Whoever is forgotten is
-- deleted here, and the log, which nobody may change, does not say any more who they were.
create table booking.audit_actors (
  id uuid primary key default gen_random_uuid(),
  telegram_user_id bigint not null,
  constraint audit_actors_telegram_user_once unique (telegram_user_id)
);

-- The first statement of every transaction that changes something; see src/transaction.ts. 25 µs more than to set the name
-- itself.
create function booking.say_who(context jsonb) returns void language plpgsql as $$
declare
  account bigint := substring(context ->> 'actor' from '^telegram:([0-9]+)$')::bigint;
  person uuid;
begin
  if account is not null then
    select id into person from booking.audit_actors where telegram_user_id = account;
    if person is null then
      insert into booking.audit_actors (telegram_user_id) values (account)
      on conflict on constraint audit_actors_telegram_user_once do update set telegram_user_id = excluded.telegram_user_id
      returning id into person;
    end if;
    context := context || jsonb_build_object('actor', 'person:' || person);
  end if;
  perform set_config('okoshko.context', context::text, true);
end
$$;

-- The account of a person of the log, while it is kept; any other actor as it is.
create function booking.account_of(actor text) returns text language sql stable as $$
  select coalesce(
    (
      select 'telegram:' || telegram_user_id
      from booking.audit_actors
      where actor like 'person:%' and id = substring(actor from 8)::uuid
    ),
    actor
  )
$$;

-- Forgetting deletes what identifies a person; nothing rewrites it.
create trigger audit_personal_not_rewritten before update on booking.audit_personal
  for each row execute function booking.refuse_change();
create trigger audit_personal_no_truncate before truncate on booking.audit_personal
  for each statement execute function booking.refuse_change();

-- In the order of bytes, so that all things of a kind are one range: from `staff:` to `staff;`.
drop index booking.audit_of_subject;
create index audit_of_subject on booking.audit (subject collate "C", id);
create index audit_in_commit_order on booking.audit (txid, id);

-- A chain over the log: each digest covers the entry and the digest before, so that an entry cannot be altered, removed or put
-- in later without a trace. See src/audit/seals.ts.
create table booking.audit_seals (
  position bigint primary key,
  audit_id bigint not null,
  txid xid8 not null,
  digest bytea not null,
  constraint audit_seals_entry_once unique (audit_id)
);
create trigger audit_seals_append_only before update or delete on booking.audit_seals
  for each row execute function booking.refuse_change();
create trigger audit_seals_no_truncate before truncate on booking.audit_seals
  for each statement execute function booking.refuse_change();

-- What events say of a client, for when they are forgotten.
create index events_of_client on booking.events ((data #>> '{appointment,client,id}'));
-- The list of clients goes by name. Searching looks at all of them, 0.1 s for 100,000: an index of trigrams would need an
-- extension that not every owner of a database may create, for a search that few people make a few times a day.
create index clients_by_name on booking.clients (name, id) where erased_at is null;
