import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type NotifierSchemas } from "@okoshko/contracts/notifier-client";

export type DeliveryKind = NotifierSchemas["DeliveryKind"];
export type DeliveryStatus = NotifierSchemas["DeliveryStatus"];
export type DeliveryReason = NotifierSchemas["DeliveryReason"];
export type Priority = NotifierSchemas["Delivery"]["priority"];
export type Locale = BookingSchemas["Locale"];
export type LocalizedText = BookingSchemas["LocalizedText"];

export interface Recipient {
  /** Null for who has no account here: a client whom staff wrote down, or who asked to be forgotten. */
  telegramUserId: number | null;
  role: "client" | "master";
  locale: Locale;
}

/** A time of visit as the business reads it off its own clock on the wall. */
export interface WallTime {
  /** `YYYY-MM-DD` */
  localDate: string;
  /** `HH:MM` */
  localTime: string;
}

/** What a message about a visit says. Kept with the delivery, so that sending needs nobody's catalogue. */
export interface VisitFacts extends WallTime {
  /** Null when the client asked to be forgotten. */
  clientName: string | null;
  masterId: string;
  masterName: LocalizedText;
  serviceNames: LocalizedText[];
  timeZone: string;
  durationMinutes: number;
  priceMinor: number;
  currency: string;
  businessName: LocalizedText;
  address: LocalizedText | null;
  /** Of a move: what was true before. */
  previous?: WallTime & { masterId: string; masterName: LocalizedText };
  /** Of a time that is kept for the client: until when. */
  keptUntil?: WallTime;
  /** Of a cancellation or a request that was turned down: what its author wrote. */
  cancellationReason?: string;
  /** Of a cancellation told to a master: the visit takes place, with another master. */
  handedOver?: true;
}

/** A row of the ledger with what sending needs. */
export interface Delivery {
  id: string;
  kind: DeliveryKind;
  priority: Priority;
  recipient: Recipient;
  appointmentId: string;
  appointmentVersion: number;
  visitStartsAt: Date;
  facts: VisitFacts;
  dueAt: Date;
  claim: number;
  failures: number;
  repeatOf: string | null;
  traceparent: string | null;
}

export function isReminder(kind: DeliveryKind): boolean {
  return kind === "reminder_24h" || kind === "reminder_2h";
}

/** What says that something is over. It stays true whatever comes after it. */
export const endings = [
  "cancellation",
  "cancellation_master",
  "decline",
  "decline_master",
  "waitlist_offer_ended",
] as const satisfies readonly DeliveryKind[];

export function isEnding(kind: DeliveryKind): boolean {
  return endings.some((ending) => ending === kind);
}

/** Below this a repeated reminder would only be noise on the way to the visit. */
const worthRepeatingMinutes = 15;

/**
 * Whether an uncertain delivery is sent once more. A client who was perhaps reminded twice is better off than one who was
 * perhaps not reminded; for all other kinds a second message would look like a second event, so they stay uncertain.
 */
export function isWorthRepeating(
  delivery: Pick<Delivery, "kind" | "repeatOf" | "visitStartsAt">,
  now: Date,
): boolean {
  if (!isReminder(delivery.kind) || delivery.repeatOf !== null) return false;
  return delivery.visitStartsAt.getTime() - now.getTime() >= worthRepeatingMinutes * 60_000;
}

type Appointment = BookingSchemas["Appointment"];

/**
 * Whether a delivery still makes sense, judged by the appointment as booking-api has it at this moment (undefined when it
 * has none): undefined to send it, or the reason to skip it.
 */
export function reasonToSkip(
  delivery: Pick<Delivery, "kind" | "appointmentVersion" | "facts">,
  appointment: Pick<Appointment, "status" | "version" | "masterId"> | undefined,
): DeliveryReason | undefined {
  if (isEnding(delivery.kind)) {
    // It holds for good, unless the visit has come back to the very master of whom it is said.
    const isBack =
      appointment && isActive(appointment.status) && appointment.masterId === delivery.facts.masterId;
    return isBack ? "superseded" : undefined;
  }
  if (!appointment || isCalledOff(appointment.status)) return "appointment_cancelled";
  if (!isActive(appointment.status)) return "appointment_over";
  if (appointment.version === delivery.appointmentVersion) return undefined;
  return isReminder(delivery.kind) ? "appointment_moved" : "superseded";
}

function isActive(status: Appointment["status"]): boolean {
  return status === "held" || status === "pending" || status === "confirmed";
}

function isCalledOff(status: Appointment["status"]): boolean {
  return status === "cancelled" || status === "declined" || status === "expired";
}
