import { type NotifierSchemas } from "@okoshko/contracts/notifier-client";
import { type EndpointRow } from "./endpoint";
import { type AttemptRow, type DetailsRow, type LogRow } from "./log";

export function toEndpoint(row: EndpointRow): NotifierSchemas["WebhookEndpoint"] {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    eventTypes: row.event_types,
    state: row.state,
    pauseReason: row.pause_reason,
    pausedAt: iso(row.paused_at),
    failingSince: iso(row.failing_since),
    restingUntil: iso(row.resting_until),
    lastDeliveredAt: iso(row.last_delivered_at),
    waiting: row.waiting,
    previousSecretValidUntil: iso(row.previous_secret_valid_until),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

export function toDelivery(row: LogRow): NotifierSchemas["WebhookDelivery"] {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    eventId: row.event_id,
    eventType: row.event_type,
    status: row.status,
    reason: row.reason,
    attempts: row.attempts,
    nextAttemptAt: row.status === "waiting" ? row.not_before.toISOString() : null,
    givesUpAt: iso(row.gives_up_at),
    replays: row.replays,
    deliveredAt: iso(row.delivered_at),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

export function toDetails(
  row: DetailsRow,
  attempts: AttemptRow[],
): NotifierSchemas["WebhookDeliveryDetails"] {
  const event: unknown = JSON.parse(row.body);
  return {
    ...toDelivery(row),
    event: typeof event === "object" && event !== null ? { ...event } : {},
    isPersonErased: row.is_person_erased,
    attemptLog: attempts.map((attempt) => ({
      number: attempt.number,
      startedAt: attempt.started_at.toISOString(),
      durationMs: attempt.duration_ms,
      outcome: attempt.outcome,
      statusCode: attempt.status_code,
      error: attempt.error,
      responseExcerpt: attempt.response_excerpt,
    })),
  };
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}
