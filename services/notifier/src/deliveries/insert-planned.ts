import { type Tx } from "../database";
import { type DeliveryKind, type DeliveryReason } from "./delivery";
import { type PlannedDelivery, type PlannedWish } from "./plan";

const sql = `
  insert into notifier.deliveries (
    dedupe_key, kind, priority, status, reason, recipient_telegram_user_id, recipient_role, recipient_locale,
    client_id, appointment_id, appointment_version, waitlist_entry_id, visit_starts_at, facts, due_at, not_before, corrects,
    traceparent, created_at, updated_at
  )
  select
    p.dedupe_key, p.kind, p.priority, p.status, p.reason, p.telegram_user_id, p.role, p.locale,
    p.client_id, p.appointment_id, p.appointment_version, p.waitlist_entry_id, p.visit_starts_at, coalesce(p.facts, '{}'),
    p.due_at, p.due_at, p.corrects, p.traceparent, $2, $2
  from jsonb_to_recordset($1::jsonb) as p (
    dedupe_key text, kind text, priority text, status text, reason text, telegram_user_id bigint, role text, locale text,
    client_id uuid, appointment_id uuid, appointment_version integer, waitlist_entry_id uuid, visit_starts_at timestamptz, facts jsonb, due_at timestamptz,
    corrects uuid, traceparent text
  )
  on conflict on constraint deliveries_dedupe_key_unique do nothing
  returning kind, reason`;

export type PlannedWithTrace = (PlannedDelivery | PlannedWish) & { traceparent?: string | undefined };

/** Writes what was planned and returns what is new; what an earlier run had planned already stays as it is. */
export async function insertPlanned(
  tx: Tx,
  deliveries: PlannedWithTrace[],
  now: Date,
): Promise<{ kind: DeliveryKind; reason: DeliveryReason | null }[]> {
  if (deliveries.length === 0) return [];
  const rows = deliveries.map((delivery) => ({
    dedupe_key: delivery.dedupeKey,
    kind: delivery.kind,
    priority: delivery.priority,
    telegram_user_id: delivery.recipient.telegramUserId,
    role: delivery.recipient.role,
    locale: delivery.recipient.locale,
    client_id: delivery.clientId,
    due_at: delivery.dueAt,
    traceparent: delivery.traceparent ?? null,
    ...(isOfWish(delivery) ? ofWish(delivery) : ofVisit(delivery)),
  }));
  const inserted = await tx.query<{ kind: DeliveryKind; reason: DeliveryReason | null }>(sql, [
    JSON.stringify(rows),
    now,
  ]);
  return inserted.rows;
}

function isOfWish(delivery: PlannedDelivery | PlannedWish): delivery is PlannedWish {
  return "waitlistEntryId" in delivery;
}

function ofWish({ waitlistEntryId }: PlannedWish) {
  return { status: "planned", waitlist_entry_id: waitlistEntryId };
}

function ofVisit(delivery: PlannedDelivery) {
  return {
    status: delivery.skipped === undefined ? "planned" : "skipped",
    reason: delivery.skipped,
    appointment_id: delivery.appointmentId,
    appointment_version: delivery.appointmentVersion,
    visit_starts_at: delivery.visitStartsAt,
    facts: delivery.facts,
    corrects: delivery.corrects,
  };
}
