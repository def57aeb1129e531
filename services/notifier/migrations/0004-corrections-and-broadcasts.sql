-- The message that became untrue while it was on its way, and that this delivery puts right.
alter table notifier.deliveries
  add column corrects uuid,
  add constraint deliveries_corrects_fkey foreign key (corrects) references notifier.deliveries (id);

-- One message to many clients. The audience is read from booking-api page by page, and no further ahead than is soon sent.
create table notifier.broadcasts (
  id uuid not null default gen_random_uuid(),
  state text not null default 'sending',
  text jsonb not null,
  audience jsonb not null,
  -- Where the next page of the audience begins, and whether there is one.
  audience_cursor text,
  audience_read boolean not null default false,
  total integer,
  -- The person who ordered it; null when the business's own token did.
  created_by bigint,
  caller text not null,
  idempotency_key text not null,
  request_hash text not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  -- After a page that could not be read.
  not_before timestamptz not null,
  failures integer not null default 0,
  constraint broadcasts_pkey primary key (id),
  constraint broadcasts_idempotency_unique unique (caller, idempotency_key),
  constraint broadcasts_state_known check (state in ('sending', 'done', 'stopped')),
  constraint broadcasts_finished_recorded check ((state = 'sending') = (finished_at is null))
);
create index broadcasts_by_creation on notifier.broadcasts (created_at desc, id desc);
create index broadcasts_sending on notifier.broadcasts (created_at) where state = 'sending';

alter table notifier.deliveries
  add column broadcast_id uuid,
  add constraint deliveries_broadcast_fkey foreign key (broadcast_id) references notifier.broadcasts (id),
  -- Every message is about a visit or part of a broadcast.
  add constraint deliveries_about_one_thing check ((appointment_id is null) = (broadcast_id is not null));
create index deliveries_by_broadcast on notifier.deliveries (broadcast_id, status) where broadcast_id is not null;

-- The claim asks for what is due of each priority by itself, so that a long broadcast is not looked through for what is urgent.
drop index notifier.deliveries_claimable;
create index deliveries_claimable on notifier.deliveries (priority, not_before) where status = 'planned';
