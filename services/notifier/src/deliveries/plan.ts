import { type BookingSchemas, type DomainEvent } from "@okoshko/contracts/booking-client";
import { wallTimeOf } from "../messages/when";
import {
  type DeliveryReason,
  type Priority,
  type Recipient,
  type VisitFacts,
  type VisitKind,
  type WishKind,
} from "./delivery";
import { reminderTimes } from "./reminder-times";

interface BasePlanned {
  dedupeKey: string;
  priority: Priority;
  recipient: Recipient;
  /** Whom it is about, whoever is told. */
  clientId: string;
  dueAt: Date;
}

/** A delivery about a visit, to be written to the ledger. */
export interface PlannedDelivery extends BasePlanned {
  kind: VisitKind;
  appointmentId: string;
  appointmentVersion: number;
  visitStartsAt: Date;
  facts: VisitFacts;
  /** Set when it is clear from the start that it will not be sent; it is recorded all the same. */
  skipped?: DeliveryReason;
  /** Of a correction: the delivery that it puts right. */
  corrects?: string;
}

/** A delivery about a wish. Who waits, and for what, is asked for when it is sent. */
export interface PlannedWish extends BasePlanned {
  kind: WishKind;
  waitlistEntryId: string;
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
  wishes?: PlannedWish[];
  /** What each of these people must hear if a message with the time of before is on its way to them at this moment. */
  corrections?: Correction[];
  withdraw?: Withdrawal;
  /** The client of whom nothing may be kept. */
  forget?: { clientId: string };
}

/** A delivery that is planned only if there is something to correct. */
export interface Correction {
  delivery: PlannedDelivery & { traceparent?: string | undefined };
  /** When the change was made: what reached somebody after this was untrue already. */
  changedAt: Date;
  /** They get a message about this very change, so that only what may arrive after that message needs a correction. */
  isTold: boolean;
}

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
    case "waitlist.joined":
      return planJoined(event);
    case "waitlist.offered":
      return { deliveries: [toClient("waitlist_offer", keptFor(visitOf(event)))] };
    case "waitlist.offer_ended":
      return planOfferEnded(event);
    case "client.erased":
      return { deliveries: [], forget: event.data };
    case "appointment.attendance_answered":
      return planAnswered(event);
    case "appointment.note_changed":
      return planNoteChanged(event);
    case "appointment.completed":
    case "appointment.missed":
      return { deliveries: [] };
    default:
      event satisfies never;
      return { deliveries: [] };
  }
}

function planJoined(event: BookingSchemas["WaitlistJoined"]): Plan {
  const { entryId, clientId, master, toTell = toldBefore(master) } = event.data;
  const whom = master === null ? "staff" : "master";
  const kind = `waitlist_joined_${whom}` as const;
  const wishes = toTell.map(({ telegramUserId, locale }) => ({
    dedupeKey: [entryId, kind, telegramUserId].join(":"),
    kind,
    priority: "direct" as const,
    recipient: { telegramUserId, role: whom, locale } as const,
    clientId,
    waitlistEntryId: entryId,
    dueAt: new Date(event.occurredAt),
  }));
  return { deliveries: [], wishes };
}

/** Events of an earlier release, which the feed may still hold, leave it to their reader. */
function toldBefore(master: EventAppointment["master"] | null) {
  if (master === null || master.telegramUserId === null) return [];
  return [{ telegramUserId: master.telegramUserId, locale: master.locale }];
}

/** Who refused it knows, so that only an offer that was on its way to them is put right; whose wish staff ended is told. */
function planOfferEnded(event: BookingSchemas["WaitlistOfferEnded"]): Plan {
  const visit = visitOf(event);
  const { telegramUserId } = visit.appointment.client;
  const gone: Visit = { ...off(visit), facts: { ...off(visit).facts, wasOffer: true } };
  return {
    deliveries: [toClient("waitlist_offer_ended", visit)],
    corrections: correction(gone, clientOf(visit), telegramUserId),
    withdraw: superseded(visit),
  };
}

/** The client may have agreed to another time, or to another master, than the one that they had asked for. */
function planConfirmed(event: BookingSchemas["AppointmentConfirmed"]): Plan {
  const now = visitOf(event);
  const { previous } = event.data;
  const { appointment } = now;
  const visit: Visit = previous ? { ...now, facts: { ...now.facts, previous: whatWas(previous) } } : now;
  const isHandedOver = previous !== undefined && previous.masterId !== appointment.masterId;
  return {
    deliveries: [
      toClient("confirmation", visit),
      ...toMaster("confirmation_master", isHandedOver ? now : visit, appointment.master),
      ...(isHandedOver ? toMaster("cancellation_master", lostBy(now, previous), previous.master) : []),
      ...reminders(now),
    ],
    ...(previous && { corrections: correctionsOfMove(now, previous) }),
    // What was said of the request, if there was one.
    withdraw: superseded(visit),
  };
}

/** Told also when nothing is left of the note: what the master read before does not hold any more. */
function planNoteChanged(event: BookingSchemas["AppointmentNoteChanged"]): Plan {
  const visit = visitOf(event);
  const deliveries = toMaster("note_master", visit, visit.appointment.master);
  return { deliveries: deliveries.map((delivery) => oncePerEvent(delivery, event)) };
}

/** Masters plan their day by it. */
function planAnswered(event: BookingSchemas["AppointmentAttendanceAnswered"]): Plan {
  const visit = visitOf(event);
  const deliveries = toMaster("attendance_master", visit, visit.appointment.master);
  return { deliveries: deliveries.map((delivery) => oncePerEvent(delivery, event)) };
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
    ...(previous && { corrections: correctionsOfMove(now, previous) }),
    withdraw: superseded(visit),
  };
}

function planDeclined(event: BookingSchemas["AppointmentDeclined"]): Plan {
  const visit = visitOf(event);
  if (event.data.reason !== undefined) visit.facts.cancellationReason = event.data.reason;
  return {
    deliveries: [toClient("decline", visit), ...toMaster("decline_master", visit, visit.appointment.master)],
    corrections: correctionsOfEnd(visit),
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
      corrections: correctionsOfMove(now, previous),
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
    corrections: correctionsOfMove(now, previous),
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
    corrections: correctionsOfEnd(visit),
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

function visitOf(event: Extract<DomainEvent, { data: { appointment: EventAppointment } }>): Visit {
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
  const { telegramUserId, locale } = appointment.master;
  return {
    ...(telegramUserId === null ? {} : { masterAccount: { telegramUserId, locale } }),
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

/** Of a visit that takes place at another time, or with another master. */
function correctionsOfMove(visit: Visit, previous: PreviousTime): Correction[] {
  const { client, master } = visit.appointment;
  const isHandedOver = previous.masterId !== visit.appointment.masterId;
  return [
    ...correction(visit, clientOf(visit), client.telegramUserId),
    ...correction(visit, masterAs(master), master.telegramUserId),
    ...(isHandedOver
      ? correction(off(lostBy(visit, previous)), masterAs(previous.master), previous.master.telegramUserId)
      : []),
  ];
}

/** Of a visit that does not take place. */
function correctionsOfEnd(visit: Visit): Correction[] {
  const { client, master } = visit.appointment;
  return [
    ...correction(off(visit), clientOf(visit), client.telegramUserId),
    ...correction(off(visit), masterAs(master), master.telegramUserId),
  ];
}

function correction(visit: Visit, recipient: Recipient, telegramUserId: number | null): Correction[] {
  if (telegramUserId === null) return [];
  const dueAt = visit.occurredAt;
  const delivery = { ...base("correction", visit, recipient), priority: "direct", dueAt } as const;
  const isTold =
    recipient.role === "client" ? visit.actor !== "client" : visit.actorTelegramUserId !== telegramUserId;
  return [{ delivery, changedAt: visit.occurredAt, isTold }];
}

function off(visit: Visit): Visit {
  return { ...visit, facts: { ...visit.facts, isOff: true } };
}

/** Clients act in the chat, where the bot has answered them already: for them it is only recorded. */
function toClient(kind: VisitKind, visit: Visit): PlannedDelivery {
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
function toMaster(kind: VisitKind, visit: Visit, master: EventAppointment["master"]): PlannedDelivery[] {
  if (master.telegramUserId === null) return [];
  const recipient = masterAs(master);
  const { note } = visit.appointment;
  const told = note ? { ...visit, facts: { ...visit.facts, note } } : visit;
  const delivery = { ...base(kind, told, recipient), priority: "direct", dueAt: visit.occurredAt } as const;
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
  const { leadsMinutes, quietFrom, quietTo } = visit.appointment.reminders ?? beforeThereWereRules;
  const times = reminderTimes({
    startsAt: visit.startsAt,
    bookedAt: visit.occurredAt,
    leadsMinutes,
    quiet: quietFrom === null || quietTo === null ? undefined : { from: quietFrom, to: quietTo },
    timeZone: visit.appointment.timeZone,
  });
  return times.map(({ leadMinutes, dueAt, skipped }) => {
    const delivery = {
      ...base("reminder", visit, clientOf(visit), `reminder-${leadMinutes}`),
      facts: { ...visit.facts, leadMinutes },
      priority: "reminder",
      dueAt,
    } as const;
    if (delivery.recipient.telegramUserId === null)
      return { ...delivery, skipped: "recipient_without_account" };
    return skipped === undefined ? delivery : { ...delivery, skipped };
  });
}

/** Events of an earlier release, which the feed may still hold, say nothing of reminders. */
const beforeThereWereRules = { leadsMinutes: [24 * 60, 2 * 60], quietFrom: null, quietTo: null };

function masterAs({ telegramUserId, locale }: EventAppointment["master"]): Recipient {
  return { telegramUserId, role: "master", locale };
}

function clientOf({ appointment: { client } }: Visit): Recipient {
  return { telegramUserId: client.telegramUserId, role: "client", locale: client.locale };
}

/** What may happen again without making another version of the appointment. */
function oncePerEvent(delivery: PlannedDelivery, event: DomainEvent): PlannedDelivery {
  return { ...delivery, dedupeKey: `${delivery.dedupeKey}:${event.id}` };
}

function base(
  kind: VisitKind,
  { appointment, startsAt, facts }: Visit,
  recipient: Recipient,
  which: string = kind,
) {
  return {
    dedupeKey: [appointment.id, appointment.version, which, recipient.telegramUserId ?? "nobody"].join(":"),
    kind,
    recipient,
    clientId: appointment.client.id,
    appointmentId: appointment.id,
    appointmentVersion: appointment.version,
    visitStartsAt: startsAt,
    facts,
  };
}
