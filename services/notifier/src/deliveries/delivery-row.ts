import {
  type Delivery,
  type DeliveryStatus,
  type Locale,
  type LocalizedText,
  type Priority,
  type Recipient,
  type VisitFacts,
  type VisitKind,
  type WishKind,
} from "./delivery";

/** The columns that sending needs, of `notifier.deliveries d` with what belongs to them. */
export const deliveryColumns = `
  d.id, d.kind, d.priority, d.recipient_telegram_user_id, d.recipient_role, d.recipient_locale, d.appointment_id,
  d.appointment_version, d.waitlist_entry_id, d.visit_starts_at, d.facts, d.due_at, d.claim, d.failures, d.repeat_of, d.traceparent,
  (select corrected.status from notifier.deliveries corrected where corrected.id = d.corrects) as corrected_status,
  (select broadcast.text from notifier.broadcasts broadcast where broadcast.id = d.broadcast_id) as broadcast_text,
  (select broadcast.state from notifier.broadcasts broadcast where broadcast.id = d.broadcast_id) as broadcast_state`;

interface BaseRow {
  id: string;
  priority: Priority;
  recipient_telegram_user_id: number | null;
  recipient_role: Recipient["role"];
  recipient_locale: Locale;
  due_at: Date;
  claim: number;
  failures: number;
  repeat_of: string | null;
  traceparent: string | null;
}

/** What a check of the table keeps apart. */
export type DeliveryRow =
  | (BaseRow & { kind: "broadcast"; broadcast_text: LocalizedText; broadcast_state: string })
  | { [Kind in WishKind]: BaseRow & { kind: Kind; waitlist_entry_id: string } }[WishKind]
  | (BaseRow & {
      kind: VisitKind;
      appointment_id: string;
      appointment_version: number;
      visit_starts_at: Date;
      facts: VisitFacts;
      corrected_status: DeliveryStatus | null;
    });

export function toDelivery(row: DeliveryRow): Delivery {
  const base = {
    id: row.id,
    priority: row.priority,
    recipient: {
      telegramUserId: row.recipient_telegram_user_id,
      role: row.recipient_role,
      locale: row.recipient_locale,
    },
    dueAt: row.due_at,
    claim: row.claim,
    failures: row.failures,
    repeatOf: row.repeat_of,
    traceparent: row.traceparent,
  };
  if (row.kind === "broadcast")
    return {
      ...base,
      kind: row.kind,
      text: row.broadcast_text,
      isStopped: row.broadcast_state === "stopped",
    };
  if (row.kind === "waitlist_joined_master" || row.kind === "waitlist_joined_staff")
    return { ...base, kind: row.kind, waitlistEntryId: row.waitlist_entry_id };
  return {
    ...base,
    kind: row.kind,
    appointmentId: row.appointment_id,
    appointmentVersion: row.appointment_version,
    visitStartsAt: row.visit_starts_at,
    facts: row.facts,
    correctedStatus: row.corrected_status,
  };
}
