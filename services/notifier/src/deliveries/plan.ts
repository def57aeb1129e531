import { type BookingSchemas, type DomainEvent } from "@okoshko/contracts/booking-client";
import { wallTimeOf } from "../messages/when";
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
    case "appointment.requested":
      return planRequested(event);
    case "appointment.declined":
      return planDeclined(event);
    case "appointment.time_proposed":
      return planProposed(event);
    case "appointment.proposal_refused":
      return planProposalRefused(event);
    case "waitlist.offered":
      return { deliveries: [toClient("waitlist_offer", keptFor(visitOf(event)))] };
    case "waitlist.offer_ended":
      // Who refused knows.
      if (event.data.how === "refused") return { deliveries: [] };
      return { deliveries: [toClient("waitlist_offer_ended", visitOf(event))] };
    case "client.erased":
      return { deliveries: [], forget: event.data };
    case "appointment.attendance_answered":
    case "appointment.note_changed":
    case "appointment.completed":
    case "appointment.missed":
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
    // What was said of the request, if there was one.
    withdraw: superseded(visit),
  };
}

/** A client asks, perhaps for another time than the one that was agreed on: there is nothing to be reminded of. */
function planRequested(event: BookingSchemas["AppointmentRequested"]): Plan {
  const now = visitOf(event);
  const { previous } = event.data;
  const { appointment } = now;
  const before = previous && whatWas(previous);
  const visit: Visit = before ? { ...now, facts: { ...now.facts, previous: before } } : now;
  const isHandedOver = previous !== undefined && previous.masterId !== appointment.masterId;
  return {
    deliveries: [
      toClient("request", visit),
      ...toMaster("request_master", isHandedOver ? now : visit, appointment.master),
      ...(isHandedOver ? toMaster("cancellation_master", lostBy(now, previous), previous.master) : []),
    ],
    withdraw: superseded(visit),
  };
}

function planDeclined(event: BookingSchemas["AppointmentDeclined"]): Plan {
  const visit = visitOf(event);
  if (event.data.reason !== undefined) visit.facts.cancellationReason = event.data.reason;
  return {
    deliveries: [toClient("decline", visit), ...toMaster("decline_master", visit, visit.appointment.master)],
    withdraw: superseded(visit),
  };
}

/** The client is told of the proposed time, and the one that they asked for is what was before. */
function planProposed(event: BookingSchemas["AppointmentTimeProposed"]): Plan {
  const request = visitOf(event);
  const { proposal } = request.appointment;
  if (!proposal) return { deliveries: [] };
  const { localDate, localTime, masterId, masterName } = proposal;
  const visit: Visit = {
    ...request,
    startsAt: new Date(proposal.startsAt),
    facts: {
      ...request.facts,
      localDate,
      localTime,
      masterId,
      masterName,
      previous: whatWas(request.appointment),
      keptUntil: wallTimeOf(proposal.expiresAt, request.appointment.timeZone),
    },
  };
  return { deliveries: [toClient("proposal", visit)], withdraw: superseded(request) };
}

function planProposalRefused(event: BookingSchemas["AppointmentProposalRefused"]): Plan {
  const visit = visitOf(event);
  return {
    deliveries: toMaster("proposal_refused_master", visit, visit.appointment.master),
    withdraw: superseded(visit),
  };
}

function planRescheduled(event: BookingSchemas["AppointmentRescheduled"]): Plan {
  const now = visitOf(event);
  const { appointment } = now;
  const { previous } = event.data;
  const before = whatWas(previous);
  const visit: Visit = { ...now, facts: { ...now.facts, previous: before } };
  const withdraw = superseded(now);
  if (previous.masterId === appointment.masterId) {
    return {
      deliveries: [
        toClient("change", visit),
        ...toMaster("change_master", visit, appointment.master),
        ...remindersIfAgreed(now),
      ],
      withdraw,
    };
  }
  return {
    deliveries: [
      toClient("change", visit),
      ...toMaster("cancellation_master", lostBy(now, previous), previous.master),
      ...toMaster("confirmation_master", now, appointment.master),
      ...remindersIfAgreed(now),
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

type PreviousTime = BookingSchemas["PreviousTime"];

interface Visit {
  appointment: EventAppointment;
  actor: DomainEvent["actor"];
  actorTelegramUserId: number | null;
  occurredAt: Date;
  startsAt: Date;
  facts: VisitFacts;
}

function visitOf(event: Exclude<DomainEvent, { type: "client.erased" }>): Visit {
  const { appointment } = event.data;
  return {
    appointment,
    actor: event.actor,
    actorTelegramUserId: event.actorTelegramUserId ?? null,
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

function whatWas({
  localDate,
  localTime,
  masterId,
  master,
}: Pick<PreviousTime, "localDate" | "localTime" | "masterId" | "master">) {
  return { localDate, localTime, masterId, masterName: master.name };
}

/** The visit as the master sees it who does not have it any more. */
function lostBy(visit: Visit, previous: PreviousTime): Visit {
  return {
    ...visit,
    startsAt: new Date(previous.startsAt),
    facts: { ...visit.facts, ...whatWas(previous), handedOver: true },
  };
}

/** A time that is held for the client, with the moment until which it is. */
function keptFor(visit: Visit): Visit {
  const { holdExpiresAt, timeZone } = visit.appointment;
  if (holdExpiresAt === null) return visit;
  return { ...visit, facts: { ...visit.facts, keptUntil: wallTimeOf(holdExpiresAt, timeZone) } };
}

/** Everything that was planned of the appointment as it was before this event. */
function superseded({ appointment }: Visit): Withdrawal {
  return {
    appointmentId: appointment.id,
    beforeVersion: appointment.version,
    reminders: "appointment_moved",
    others: "superseded",
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
  const delivery = { ...base(kind, visit, recipient), priority: "direct", dueAt: visit.occurredAt } as const;
  return visit.actorTelegramUserId === master.telegramUserId
    ? [{ ...delivery, skipped: "recipient_acted_in_chat" }]
    : [delivery];
}

/** Of a visit that the business has yet to agree to nobody is reminded. */
function remindersIfAgreed(visit: Visit): PlannedDelivery[] {
  return visit.appointment.status === "confirmed" ? reminders(visit) : [];
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
