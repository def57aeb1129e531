-- Whom a message is about, also where somebody else is told, so that all of a client's rows are found when they ask to be
-- forgotten. The rows stay, because the ledger accounts for every message; what they say of the person goes.
alter table notifier.deliveries
  add column client_id uuid,
  alter column recipient_telegram_user_id drop not null,
  add constraint deliveries_has_whom_to_send check (
    status not in ('planned', 'queued') or recipient_telegram_user_id is not null
  );
create index deliveries_by_client on notifier.deliveries (client_id);
