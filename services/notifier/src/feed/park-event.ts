import { type DomainEvent } from "@okoshko/contracts/booking-client";
import { type Tx } from "../database";

const sql = `
  insert into notifier.parked_events (event_id, event, error, parked_at)
  values ($1, $2, $3, $4)
  on conflict on constraint parked_events_pkey do nothing`;

/** Keeps an event that could not be planned for a person to look at. */
export async function parkEvent(tx: Tx, event: DomainEvent, error: unknown, now: Date): Promise<void> {
  await tx.query(sql, [String(event.id), JSON.stringify(event), String(error), now]);
}
