import { type BookingSchemas } from "@okoshko/contracts/booking-client";

type Appointment = BookingSchemas["Appointment"];

/** A request that a caller made, over all its repetitions. */
export interface Intent {
  at: number;
  /** As the audit log names it. */
  actor: string;
  /** operationId of the contract. */
  operation: string;
  appointmentId?: string;
  telegramUserId: number;
  outcome: "acknowledged" | "refused" | "uncertain";
  /** How often it was sent before there was an answer. */
  attempts: number;
  detail?: string;
}

/** The newest state of an appointment that a 2xx told. */
export interface Acknowledged {
  appointmentId: string;
  telegramUserId: number;
  version: number;
  status: Appointment["status"];
  startsAt: string;
  masterId: string;
  operation: string;
  at: number;
}

/** A tap or a text of a person, from whose view something has to come of it. */
export interface Deed {
  personId: number;
  at: number;
  updateId: number;
  callbackQueryId?: string;
  what: string;
}

/** What clients saw, kept beside the system, so that it can be held against it afterwards. */
export class Journal {
  readonly intents: Intent[] = [];
  readonly acknowledged = new Map<string, Acknowledged>();
  /** Ids of wishes for which a 2xx came. */
  readonly wishes = new Map<string, number>();
  readonly deeds: Deed[] = [];
  /** Contradictions that only who asked could see: one key, two answers. */
  readonly contradictions: string[] = [];

  note(intent: Intent): void {
    this.intents.push(intent);
  }

  /** Answers come in any order; the higher version is the later state. */
  acknowledge(appointment: Appointment, telegramUserId: number, operation: string, at: number): void {
    const { id, version, status, startsAt, masterId } = appointment;
    const known = this.acknowledged.get(id);
    if (known && known.version > version) return;
    const state = { appointmentId: id, telegramUserId, version, status, startsAt, masterId, operation, at };
    this.acknowledged.set(id, state);
  }
}
