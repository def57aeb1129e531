import { type Queryable } from "../database";
import {
  type DeliveryKind,
  type DeliveryReason,
  type DeliveryStatus,
  type Locale,
  type Priority,
  type Recipient,
} from "./delivery";

/** A row as the ledger shows it. */
export interface LedgerRow {
  id: string;
  kind: DeliveryKind;
  status: DeliveryStatus;
  reason: DeliveryReason | null;
  priority: Priority;
  recipient_telegram_user_id: number | null;
  recipient_role: Recipient["role"];
  recipient_locale: Locale;
  appointment_id: string | null;
  appointment_version: number | null;
  lead_minutes: number | null;
  broadcast_id: string | null;
  waitlist_entry_id: string | null;
  due_at: Date;
  attempts: number;
  repeat_of: string | null;
  corrects: string | null;
  sent_at: Date | null;
  telegram_message_id: number | null;
  created_at: Date;
  updated_at: Date;
}

export const ledgerColumns = `
  id, kind, status, reason, priority, recipient_telegram_user_id, recipient_role, recipient_locale, appointment_id,
  appointment_version, (facts ->> 'leadMinutes')::integer as lead_minutes, broadcast_id, waitlist_entry_id, due_at, attempts,
  repeat_of, corrects, sent_at, telegram_message_id, created_at, updated_at`;

// Parameters that are null drop out before planning, because each query is planned with its values.
const listSql = `
  select ${ledgerColumns}
  from notifier.deliveries
  where ($1::uuid is null or appointment_id = $1)
    and ($2::bigint is null or recipient_telegram_user_id = $2)
    and ($3::text is null or status = $3)
    and ($4::text is null or kind = $4)
    and ($5::text is null or reason = $5)
    and ($6::timestamptz is null or due_at >= $6)
    and ($7::timestamptz is null or due_at < $7)
    and ($8::uuid is null or broadcast_id = $8)
    and ($9::timestamptz is null or (due_at, id) < ($9, $10::uuid))
  order by due_at desc, id desc
  limit $11`;

export interface LedgerFilter {
  appointmentId?: string | undefined;
  telegramUserId?: number | undefined;
  status?: DeliveryStatus | undefined;
  kind?: DeliveryKind | undefined;
  reason?: DeliveryReason | undefined;
  /** Due then or later. */
  from?: string | undefined;
  /** Due before. */
  to?: string | undefined;
  broadcastId?: string | undefined;
}

/** The ledger, latest due first, from behind `after` on. */
export async function listDeliveries(
  db: Queryable,
  filter: LedgerFilter,
  page: { after: { dueAt: Date; id: string } | undefined; limit: number },
): Promise<LedgerRow[]> {
  const { rows } = await db.query<LedgerRow>(listSql, [
    filter.appointmentId ?? null,
    filter.telegramUserId ?? null,
    filter.status ?? null,
    filter.kind ?? null,
    filter.reason ?? null,
    filter.from ?? null,
    filter.to ?? null,
    filter.broadcastId ?? null,
    page.after?.dueAt ?? null,
    page.after?.id ?? null,
    page.limit,
  ]);
  return rows;
}

const getSql = `select ${ledgerColumns} from notifier.deliveries where id = $1`;

export async function getDelivery(db: Queryable, id: string): Promise<LedgerRow | undefined> {
  const { rows } = await db.query<LedgerRow>(getSql, [id]);
  return rows[0];
}
