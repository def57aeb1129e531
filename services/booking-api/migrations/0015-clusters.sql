-- The feed and the seals go by the number of the transaction that wrote a row, and below which number nothing can be added any
-- more. Transactions are counted by the cluster: one into which a dump is restored begins anew, far below the numbers that are
-- in use, and what is written there would stand before what every reader has seen. So rows are given the cluster's number plus
-- a base, which is raised when the database finds itself in a cluster that counts lower.
create table booking.commit_base (
  base bigint not null,
  the_only_one boolean primary key default true,
  constraint commit_base_one_row check (the_only_one)
);
insert into booking.commit_base (base) values (0);

create function booking.commit_number() returns xid8 language sql volatile as $$
  select (pg_current_xact_id()::text::bigint + base)::text::xid8 from booking.commit_base
$$;

-- The oldest transaction that still runs may add rows with its number; nobody adds any below.
create function booking.settled_below() returns xid8 language sql stable as $$
  select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + base)::text::xid8 from booking.commit_base
$$;

alter table booking.events alter column txid set default booking.commit_number();
alter table booking.audit alter column txid set default booking.commit_number();

-- The highest number in use, when no transaction of this cluster can have given it; otherwise null.
create function booking.number_from_elsewhere() returns bigint language sql volatile as $$
  select highest
  from booking.commit_base, lateral (
    select greatest(
      (select txid from booking.events order by events.txid desc, events.position desc limit 1),
      (select txid from booking.audit order by audit.txid desc, audit.id desc limit 1),
      (select txid from booking.audit_seals order by audit_seals.position desc limit 1)
    )::text::bigint as highest
  ) numbers
  where highest >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint + base
$$;

-- Called on every new connection (src/database.ts), because only with a new one can one have come to another cluster.
create function booking.adopt_cluster() returns boolean language plpgsql volatile as $$
declare
  highest bigint;
begin
  if booking.number_from_elsewhere() is null then
    return false;
  end if;
  perform from booking.commit_base for update;
  -- Again: another connection may have done it meanwhile.
  highest := booking.number_from_elsewhere();
  if highest is null then
    return false;
  end if;
  -- To the next multiple of 2^40, not just above: readers may have seen, and kept cursors of, what was written after the dump.
  update booking.commit_base set base = (highest / (1::bigint << 40) + 1) * (1::bigint << 40);
  raise warning 'the database has come to another cluster; its transactions are numbered from % on',
    (select base from booking.commit_base);
  return true;
end
$$;
