import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type NotifierSchemas } from "@okoshko/contracts/notifier-client";

export type DeliveryKind = NotifierSchemas["DeliveryKind"];
/** What is told of a visit. */
export type VisitKind = Exclude<DeliveryKind, "broadcast" | WishKind>;
/** What is told of a wish. */
export type WishKind = "waitlist_joined_master" | "waitlist_joined_staff";
export type DeliveryStatus = NotifierSchemas["DeliveryStatus"];
export type DeliveryReason = NotifierSchemas["DeliveryReason"];
export type Priority = NotifierSchemas["Delivery"]["priority"];
export type Locale = BookingSchemas["Locale"];
export type LocalizedText = BookingSchemas["LocalizedText"];

export interface Recipient {
  /** Null for who has no account here: a client whom staff wrote down, or who asked to be forgotten. */
  telegramUserId: number | null;
  role: NotifierSchemas["Delivery"]["recipient"]["role"];
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
  /** Where the visit's master is told that the client can't be. */
  masterAccount?: { telegramUserId: number; locale: Locale };
  /** Of a move: what was true before. */
  previous?: WallTime & { masterId: string; masterName: LocalizedText };
  /** Of a time that is kept for the client: until when. */
  keptUntil?: WallTime;
  /** Of a cancellation or a request that was turned down: what its author wrote. */
  cancellationReason?: string;
  /** Of a cancellation told to a master: the visit takes place, with another master. */
  handedOver?: true;
  /** Of a correction: the visit does not take place, or not with this master. */
  isOff?: true;
  /** Beside `isOff`: it was no visit yet, but a time offered by the waitlist. */
  wasOffer?: true;
  /** Told to masters: what the client wishes to be known. */
  note?: string;
  /** Of a reminder: how long before the visit it was wanted. */
  leadMinutes?: number;
}

interface BaseDelivery {
  id: string;
  priority: Priority;
  recipient: Recipient;
  dueAt: Date;
  claim: number;
  failures: number;
  repeatOf: string | null;
  traceparent: string | null;
}

export interface VisitDelivery extends BaseDelivery {
  kind: VisitKind;
  appointmentId: string;
  appointmentVersion: number;
  visitStartsAt: Date;
  facts: VisitFacts;
  /** Of a correction: how far the message is that it corrects. */
  correctedStatus: DeliveryStatus | null;
}

export interface BroadcastDelivery extends BaseDelivery {
  kind: "broadcast";
  text: LocalizedText;
  /** Nobody is to get it any more. */
  isStopped: boolean;
}

export interface WishDelivery extends BaseDelivery {
  kind: WishKind;
  waitlistEntryId: string;
}

/** A row of the ledger with what sending needs. */
export type Delivery = VisitDelivery | BroadcastDelivery | WishDelivery;

/** What says that something is over. It stays true whatever comes after it. */
export const endings = [
  "cancellation",
  "cancellation_master",
  "decline",
  "decline_master",
  "waitlist_offer_ended",
] as const satisfies readonly VisitKind[];

export function isEnding(kind: DeliveryKind): boolean {
  return endings.some((ending) => ending === kind);
}

/** What tells a master more than an event may: it is asked for as the message leaves. */
export function isBriefed(kind: VisitKind): boolean {
  return kind === "request_master" || kind === "client_unreachable_master";
}

/** Below this a repeated reminder would only be noise on the way to the visit. */
const worthRepeatingMinutes = 15;

/**
 * Whether an uncertain delivery is sent once more. A client who was perhaps reminded twice is better off than one who was
 * perhaps not reminded; for all other kinds a second message would look like a second event, so they stay uncertain.
 */
export function isWorthRepeating(
  delivery:
    | Pick<VisitDelivery, "kind" | "repeatOf" | "visitStartsAt">
    | Pick<BroadcastDelivery | WishDelivery, "kind">,
  now: Date,
): boolean {
  if (delivery.kind !== "reminder" || delivery.repeatOf !== null) return false;
  return delivery.visitStartsAt.getTime() - now.getTime() >= worthRepeatingMinutes * 60_000;
}

type Appointment = BookingSchemas["Appointment"];

/** What the last look before sending finds. */
export type Verdict =
  | { type: "send" }
  /** What is missing for an answer comes by itself, and soon. */
  | { type: "wait" }
  | { type: "skip"; reason: DeliveryReason };

/**
 * Whether a delivery still makes sense, judged by the appointment as booking-api has it at this moment (undefined when it
 * has none).
 */
export function judge(
  delivery: Pick<VisitDelivery, "kind" | "appointmentVersion" | "facts">,
  appointment: Pick<Appointment, "status" | "version" | "masterId"> | undefined,
): Verdict {
  const { kind, appointmentVersion, facts } = delivery;
  if (isEnding(kind)) {
    // It holds for good, unless the visit has come back to the very master of whom it is said.
    const isBack = appointment && isActive(appointment.status) && appointment.masterId === facts.masterId;
    return isBack ? skip("superseded") : send;
  }
  // The event of a newer change withdraws this correction and plans the one that holds then.
  if (kind === "correction")
    return (appointment?.version ?? 0) > appointmentVersion ? { type: "wait" } : send;
  if (!appointment || isCalledOff(appointment.status)) return skip("appointment_cancelled");
  if (!isActive(appointment.status)) return skip("appointment_over");
  if (appointment.version === appointmentVersion) return send;
  // Of a visit that was moved meanwhile it is as true.
  if (kind === "client_unreachable_master" && appointment.masterId === facts.masterId) return send;
  return skip(kind === "reminder" ? "appointment_moved" : "superseded");
}

/** Who has a time, or gave up, waits no more; undefined for a wish that is not there. */
export function judgeWish(wish: Pick<BookingSchemas["WishBriefing"], "state"> | undefined): Verdict {
  return wish?.state === "waiting" || wish?.state === "offered" ? send : skip("wish_over");
}

/** A correction follows what it corrects, if that was sent at all. */
export function judgeCorrected(status: DeliveryStatus): Verdict {
  if (status === "sent" || status === "unknown") return send;
  return status === "skipped" || status === "failed" ? skip("nothing_to_correct") : { type: "wait" };
}

const send: Verdict = { type: "send" };

function skip(reason: DeliveryReason): Verdict {
  return { type: "skip", reason };
}

function isActive(status: Appointment["status"]): boolean {
  return status === "held" || status === "pending" || status === "confirmed";
}

function isCalledOff(status: Appointment["status"]): boolean {
  return status === "cancelled" || status === "declined" || status === "expired";
}
