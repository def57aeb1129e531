import { type NotifierSchemas } from "@okoshko/contracts/notifier-client";
import { type LedgerRow } from "./list";

export function toRepresentation(row: LedgerRow): NotifierSchemas["Delivery"] {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    reason: row.reason,
    priority: row.priority,
    recipient: {
      telegramUserId: row.recipient_telegram_user_id,
      role: row.recipient_role,
      locale: row.recipient_locale,
    },
    appointmentId: row.appointment_id,
    appointmentVersion: row.appointment_version,
    leadMinutes: row.lead_minutes,
    broadcastId: row.broadcast_id,
    waitlistEntryId: row.waitlist_entry_id,
    dueAt: row.due_at.toISOString(),
    attempts: row.attempts,
    repeatOf: row.repeat_of,
    corrects: row.corrects,
    sentAt: row.sent_at?.toISOString() ?? null,
    telegramMessageId: row.telegram_message_id,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
