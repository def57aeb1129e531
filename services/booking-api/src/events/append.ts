import { randomUUID } from "node:crypto";
import { type Transaction } from "sequelize";
import { type DomainEvent } from "@okoshko/contracts/booking-client";
import { currentTraceparent } from "@okoshko/runtime/trace-context";
import { counted, type Database, rows } from "../database";

type WithoutEnvelope<Event> = Event extends unknown ? Omit<Event, "id" | "occurredAt"> : never;

/** What the use cases know of an event; `append` gives it its id and time. */
export type NewEvent = WithoutEnvelope<DomainEvent>;

/** Writes what happened into the transaction that made it happen, with the trace it belongs to. */
export async function append(db: Database, event: NewEvent, now: Date, tx: Transaction): Promise<void> {
  const sql = `
    insert into booking.events (id, type, actor, actor_telegram_user_id, data, occurred_at, traceparent)
    values ($1, $2, $3, $4, $5::jsonb, $6, $7)`;
  const bind = [
    randomUUID(),
    event.type,
    event.actor,
    event.actorTelegramUserId ?? null,
    JSON.stringify(event.data),
    now,
    currentTraceparent() ?? null,
  ];
  await rows(db, sql, bind, tx);
  counted(db, tx, ({ events }) => events.inc({ type: event.type, actor: event.actor }));
}
