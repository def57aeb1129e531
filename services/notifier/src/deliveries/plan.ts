import { type BookingSchemas, type DomainEvent } from "@okoshko/contracts/booking-client";
import {
  type DeliveryKind,
  type DeliveryReason,
  type Priority,
  type Recipient,
  type VisitFacts,
} from "./delivery";

/** A delivery to be written to the ledger. */
export interface PlannedDelivery {
  dedupeKey: string;
  kind: DeliveryKind;
  priority: Priority;
  recipient: Recipient;
  /** Whom it is about, whoever is told. */
  clientId: string;
  appointmentId: string;
  appointmentVersion: number;
  visitStartsAt: Date;
  facts: VisitFacts;
  dueAt: Date;
  /** Set when it is clear from the start that it will not be sent; it is recorded all the same. */
  skipped?: DeliveryReason;
}

/** Deliveries of earlier versions that were not begun yet, and why they no longer are to be. */
export interface Withdrawal {
  appointmentId: string;
  beforeVersion: number;
  reminders: DeliveryReason;
  others: DeliveryReason;
}

export interface Plan {
  deliveries: PlannedDelivery[];
  withdraw?: Withdrawal;
  /** The client of whom nothing may be kept. */
  forget?: { clientId: string };
}

/** How long before the visit the client is reminded. */
const reminderLeads = [
  { kind: "reminder_24h", minutes: 24 * 60 },
  { kind: "reminder_2h", minutes: 2 * 60 },
] as const;

/**
 * What an event means for people: the deliveries that it causes and those that it makes pointless. Planning the same event
 * again gives the same dedupe keys, so it has no further effect. Events of a kind not known here cause nothing.
 */
export function planEvent(event: DomainEvent): Plan {
  switch (event.type) {
    case "appointment.confirmed":
      return planConfirmed(event);
    case "appointment.rescheduled":
      return planRescheduled(event);
    case "appointment.cancelled":
      return planCancelled(event);
    case "client.erased":
      return { deliveries: [], forget: event.data };
    case "appointment.attendance_answered":
    case "appointment.requested":
    case "appointment.declined":
    case "appointment.time_proposed":
    case "appointment.proposal_refused":
    case "appointment.completed":
    case "appointment.missed":
    case "waitlist.offered":
    case "waitlist.offer_ended":
      return { deliveries: [] };
    default:
      event satisfies never;
      return { deliveries: [] };
  }
}

function planConfirmed(event: BookingSchemas["AppointmentConfirmed"]): Plan {
  const visit = visitOf(event);
  return {
    deliveries: [
      toClient("confirmation", visit),
      ...toMaster("confirmation_master", visit, visit.appointment.master),
      ...reminders(visit),
    ],
  };
}

function planRescheduled(event: BookingSchemas["AppointmentRescheduled"]): Plan {
  const now = visitOf(event);
  const { appointment } = now;
  const { previous } = event.data;
  const before = {
    localDate: previous.localDate,
    localTime: previous.localTime,
    masterId: previous.masterId,
    masterName: previous.master.name,
  };
  const visit: Visit = { ...now, facts: { ...now.facts, previous: before } };
  const withdraw = {
    appointmentId: appointment.id,
    beforeVersion: appointment.version,
    reminders: "appointment_moved",
    others: "superseded",
  } as const;
  if (previous.masterId === appointment.masterId) {
    return {
      deliveries: [
        toClient("change", visit),
        ...toMaster("change_master", visit, appointment.master),
        ...reminders(now),
      ],
      withdraw,
    };
  }
  const lost: Visit = {
    ...now,
    startsAt: new Date(previous.startsAt),
    facts: { ...now.facts, ...before, handedOver: true },
  };
  return {
    deliveries: [
      toClient("change", visit),
      ...toMaster("cancellation_master", lost, previous.master),
      ...toMaster("confirmation_master", now, appointment.master),
      ...reminders(now),
    ],
    withdraw,
  };
}

function planCancelled(event: BookingSchemas["AppointmentCancelled"]): Plan {
  const visit = visitOf(event);
  if (event.data.reason !== undefined) visit.facts.cancellationReason = event.data.reason;
  return {
    deliveries: [
      toClient("cancellation", visit),
      ...toMaster("cancellation_master", visit, visit.appointment.master),
    ],
    withdraw: {
      appointmentId: visit.appointment.id,
      beforeVersion: visit.appointment.version,
      reminders: "appointment_cancelled",
      others: "appointment_cancelled",
    },
  };
}

type EventAppointment = BookingSchemas["EventAppointment"];

interface Visit {
  appointment: EventAppointment;
  actor: DomainEvent["actor"];
  occurredAt: Date;
  startsAt: Date;
  facts: VisitFacts;
}

function visitOf(event: Exclude<DomainEvent, { type: "client.erased" }>): Visit {
  const { appointment } = event.data;
  return {
    appointment,
    actor: event.actor,
    occurredAt: new Date(event.occurredAt),
    startsAt: new Date(appointment.startsAt),
    facts: factsOf(appointment),
  };
}

function factsOf(appointment: EventAppointment): VisitFacts {
  return {
    clientName: appointment.client.name,
    masterId: appointment.masterId,
    masterName: appointment.master.name,
    serviceNames: appointment.services.map((service) => service.name),
    localDate: appointment.localDate,
    localTime: appointment.localTime,
    timeZone: appointment.timeZone,
    durationMinutes: appointment.durationMinutes,
    priceMinor: appointment.priceMinor,
    currency: appointment.currency,
    businessName: appointment.business.name,
    address: appointment.business.address,
  };
}

/** Clients act in the chat, where the bot has answered them already: for them it is only recorded. */
function toClient(kind: DeliveryKind, visit: Visit): PlannedDelivery {
  const delivery = {
    ...base(kind, visit, clientOf(visit)),
    priority: "direct",
    dueAt: visit.occurredAt,
  } as const;
  if (delivery.recipient.telegramUserId === null)
    return { ...delivery, skipped: "recipient_without_account" };
  return visit.actor === "client" ? { ...delivery, skipped: "recipient_acted_in_chat" } : delivery;
}

/** A master without Telegram is told by nobody; there is no recipient to record. */
function toMaster(kind: DeliveryKind, visit: Visit, master: EventAppointment["master"]): PlannedDelivery[] {
  if (master.telegramUserId === null) return [];
  const recipient = { telegramUserId: master.telegramUserId, role: "master", locale: master.locale } as const;
  return [{ ...base(kind, visit, recipient), priority: "direct", dueAt: visit.occurredAt }];
}

/** Compared with when the visit was booked and not with now: a feed that lags behind must not swallow reminders. */
function reminders(visit: Visit): PlannedDelivery[] {
  return reminderLeads.map(({ kind, minutes }) => {
    const dueAt = new Date(visit.startsAt.getTime() - minutes * 60_000);
    const delivery = { ...base(kind, visit, clientOf(visit)), priority: "reminder", dueAt } as const;
    if (delivery.recipient.telegramUserId === null)
      return { ...delivery, skipped: "recipient_without_account" };
    return dueAt <= visit.occurredAt ? { ...delivery, skipped: "lead_already_past" } : delivery;
  });
}

function clientOf({ appointment: { client } }: Visit): Recipient {
  return { telegramUserId: client.telegramUserId, role: "client", locale: client.locale };
}

function base(kind: DeliveryKind, { appointment, startsAt, facts }: Visit, recipient: Recipient) {
  return {
    dedupeKey: [appointment.id, appointment.version, kind, recipient.telegramUserId ?? "nobody"].join(":"),
    kind,
    recipient,
    clientId: appointment.client.id,
    appointmentId: appointment.id,
    appointmentVersion: appointment.version,
    visitStartsAt: startsAt,
    facts,
  };
}
