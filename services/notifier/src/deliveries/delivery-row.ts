import { type Delivery, type DeliveryKind, type Locale, type Priority, type VisitFacts } from "./delivery";

/** The columns that sending needs, for `select` and `returning`. */
export const deliveryColumns = `
  id, kind, priority, recipient_telegram_user_id, recipient_role, recipient_locale, appointment_id,
  appointment_version, visit_starts_at, facts, due_at, claim, failures, repeat_of, traceparent`;

export interface DeliveryRow {
  id: string;
  kind: DeliveryKind;
  priority: Priority;
  recipient_telegram_user_id: number | null;
  recipient_role: "client" | "master";
  recipient_locale: Locale;
  appointment_id: string;
  appointment_version: number;
  visit_starts_at: Date;
  facts: VisitFacts;
  due_at: Date;
  claim: number;
  failures: number;
  repeat_of: string | null;
  traceparent: string | null;
}

export function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    kind: row.kind,
    priority: row.priority,
    recipient: {
      telegramUserId: row.recipient_telegram_user_id,
      role: row.recipient_role,
      locale: row.recipient_locale,
    },
    appointmentId: row.appointment_id,
    appointmentVersion: row.appointment_version,
    visitStartsAt: row.visit_starts_at,
    facts: row.facts,
    dueAt: row.due_at,
    claim: row.claim,
    failures: row.failures,
    repeatOf: row.repeat_of,
    traceparent: row.traceparent,
  };
}
