-- How far the event feed of booking-api has been read. One row for each feed; whoever plans holds its lock.
create table notifier.feed_cursors (
  feed text not null,
  cursor text,
  updated_at timestamptz not null,
  constraint feed_cursors_pkey primary key (feed)
);

-- The ledger: every message to a person that is not a direct reply, from the plan to its end.
create table notifier.deliveries (
  id uuid not null default gen_random_uuid(),
  -- Appointment, version, kind and recipient. An event that is planned twice adds nothing.
  dedupe_key text not null,
  kind text not null,
  priority text not null,
  status text not null,
  reason text,
  recipient_telegram_user_id bigint not null,
  recipient_role text not null,
  recipient_locale text not null,
  appointment_id uuid,
  appointment_version integer,
  -- After this nobody needs the message any more.
  visit_starts_at timestamptz,
  -- What the message says, as it was when it was planned.
  facts jsonb not null,
  -- When it should be sent, and since when it may be claimed: later than due after a refusal or a flood limit.
  due_at timestamptz not null,
  not_before timestamptz not null,
  -- Fencing token: rises with each claim, and a job that carries an older one does nothing.
  claim integer not null default 0,
  lease_until timestamptz,
  attempts integer not null default 0,
  failures integer not null default 0,
  last_error text,
  repeat_of uuid,
  telegram_message_id bigint,
  sent_at timestamptz,
  traceparent text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint deliveries_pkey primary key (id),
  constraint deliveries_dedupe_key_unique unique (dedupe_key),
  -- An uncertain message is repeated at most once.
  constraint deliveries_one_repeat unique (repeat_of),
  constraint deliveries_repeat_of_fkey foreign key (repeat_of) references notifier.deliveries (id),
  constraint deliveries_status_known check (
    status in ('planned', 'queued', 'sending', 'sent', 'skipped', 'failed', 'unknown')
  ),
  constraint deliveries_priority_known check (priority in ('direct', 'reminder', 'broadcast')),
  constraint deliveries_reason_given check ((status in ('skipped', 'failed')) = (reason is not null)),
  constraint deliveries_lease_held check ((status in ('queued', 'sending')) = (lease_until is not null)),
  constraint deliveries_sent_recorded check (
    (status = 'sent') = (sent_at is not null and telegram_message_id is not null)
  )
);

-- For the claim, which looks every second: only what still waits.
create index deliveries_claimable on notifier.deliveries (not_before) where status = 'planned';
create index deliveries_leased on notifier.deliveries (lease_until) where status in ('queued', 'sending');
create index deliveries_by_appointment on notifier.deliveries (appointment_id);
create index deliveries_by_recipient on notifier.deliveries (recipient_telegram_user_id);
create index deliveries_by_due on notifier.deliveries (due_at desc, id desc);

-- What booking-api must still learn: that Telegram refuses messages to these people.
create table notifier.unreachable_reports (
  telegram_user_id bigint not null,
  noticed_at timestamptz not null,
  not_before timestamptz not null,
  failures integer not null default 0,
  constraint unreachable_reports_pkey primary key (telegram_user_id)
);

-- Events that could not be planned because of a fault of ours. Kept, so that one bad event neither stops the feed nor is lost.
create table notifier.parked_events (
  event_id text not null,
  event jsonb not null,
  error text not null,
  parked_at timestamptz not null,
  constraint parked_events_pkey primary key (event_id)
);
