-- Who runs the business. Masters are not listed here: that somebody is a master, and by which account, is said in
-- booking.masters. One person may be both.
create table booking.staff (
  telegram_user_id bigint primary key,
  name text not null,
  role text not null,
  created_at timestamptz not null,
  constraint staff_role_known check (role in ('owner', 'admin'))
);

-- A row that was accepted stays: the same tap twice is answered twice, and nobody else gets in by the same code.
create table booking.invitations (
  id uuid primary key,
  -- SHA-256 of 144 random bits: no salt is needed against guessing, and a copy of this table lets nobody in.
  code_hash bytea not null,
  role text not null,
  name text,
  master_id uuid references booking.masters (id) on delete cascade,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by bigint,
  constraint invitations_code_once unique (code_hash),
  constraint invitations_role_known check (role in ('owner', 'admin', 'master')),
  constraint invitations_master_named check ((role = 'master') = (master_id is not null)),
  constraint invitations_others_have_name check (role = 'master' or name is not null),
  constraint invitations_accepted_by_somebody check ((accepted_at is null) = (accepted_by is null))
);

create table booking.api_keys (
  id uuid primary key,
  name text not null,
  -- What a person can tell keys apart by; not secret, and not unique.
  prefix text not null,
  -- SHA-256 of 256 random bits.
  key_hash bytea not null,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  constraint api_keys_hash_once unique (key_hash),
  constraint api_keys_have_scopes check (cardinality(scopes) > 0)
);

create trigger staff_audited after insert or update or delete on booking.staff
  for each row execute function booking.audit_row('staff', 'telegram_user_id');
create trigger invitations_audited after insert or update or delete on booking.invitations
  for each row execute function booking.audit_row('invitation', 'id');
-- That a key was used is no change of it: only the columns that somebody decides on.
create trigger api_keys_audited after insert or delete or update of name, scopes, expires_at, revoked_at on booking.api_keys
  for each row execute function booking.audit_row('api_key', 'id');
