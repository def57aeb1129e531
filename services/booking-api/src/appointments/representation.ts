import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { wallClock } from "../availability/local-day";
import { type MasterModel } from "../catalog/catalog.models";
import { type Business, type Shop } from "../shop/shop";
import { changeableUntil, hasHoldEnded } from "./appointment";
import { type AppointmentModel } from "./appointment.models";

type Appointment = BookingSchemas["Appointment"];

/** An appointment as the contract shows it at `now`: a hold that ran out is `expired`, whatever its row still says. */
export function toAppointment(row: AppointmentModel, business: Business, now: Date): Appointment {
  const wall = wallClock(row.startsAt, business.timeZone);
  const ended = row.status === "held" && hasHoldEnded(row, now);
  return {
    id: row.id,
    status: ended ? "expired" : row.status,
    version: row.version,
    masterId: row.masterId,
    masterName: row.master.name,
    services: [...row.services]
      .sort((a, b) => a.position - b.position)
      .map(({ serviceId, name, durationMinutes, priceMinor }) => ({
        serviceId,
        name,
        durationMinutes,
        priceMinor,
      })),
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    localDate: wall.date,
    localTime: wall.time,
    timeZone: business.timeZone,
    durationMinutes: Math.round((row.endsAt.getTime() - row.startsAt.getTime()) / 60_000),
    priceMinor: Number(row.priceMinor),
    currency: row.currency,
    holdKind: ended ? null : row.holdKind,
    proposal: toProposal(row.proposal, business, now),
    holdExpiresAt: ended ? null : (row.holdExpiresAt?.toISOString() ?? null),
    attendance: row.attendance,
    changeableUntil: changeableUntil(row.startsAt, business.changeNoticeMinutes).toISOString(),
    createdAt: row.createdAt.toISOString(),
    cancelledBy: row.cancelledBy,
    note: row.note,
  };
}

function toProposal(
  held: AppointmentModel | null,
  business: Business,
  now: Date,
): BookingSchemas["Proposal"] | null {
  if (!held || held.holdExpiresAt === null || hasHoldEnded(held, now)) return null;
  const wall = wallClock(held.startsAt, business.timeZone);
  return {
    startsAt: held.startsAt.toISOString(),
    endsAt: held.endsAt.toISOString(),
    localDate: wall.date,
    localTime: wall.time,
    masterId: held.masterId,
    masterName: held.master.name,
    expiresAt: held.holdExpiresAt.toISOString(),
  };
}

/** The same with everything that a message about it needs, so that whoever reads the feed asks for nothing more. */
export function toEventAppointment(
  row: AppointmentModel,
  shop: Shop,
  now: Date,
): BookingSchemas["EventAppointment"] {
  const { business } = shop;
  return {
    ...toAppointment(row, business, now),
    client: {
      id: row.client.id,
      telegramUserId: row.client.telegramUserId === null ? null : Number(row.client.telegramUserId),
      name: row.client.name,
      locale: row.client.locale ?? business.defaultLocale,
    },
    master: toEventMaster(row.master),
    business: { name: business.name, address: business.address, timeZone: business.timeZone },
    reminders: toReminders(row, shop),
  };
}

/** The client's own leads, else all those of the services of the visit, each its own or the business's; longest first. */
function toReminders(row: AppointmentModel, shop: Shop): BookingSchemas["EventAppointment"]["reminders"] {
  const { business, services } = shop;
  const leads =
    row.client.reminderLeadsMinutes ??
    row.services.flatMap(
      ({ serviceId }) => services.get(serviceId)?.reminderLeadsMinutes ?? business.reminderLeadsMinutes,
    );
  return {
    leadsMinutes: [...new Set(leads)].sort((a, b) => b - a),
    quietFrom: business.quietFrom,
    quietTo: business.quietTo,
  };
}

/** Where a visit was before it moved, for whom it is news. */
export function toPrevious(row: AppointmentModel, business: Business): BookingSchemas["PreviousTime"] {
  const wall = wallClock(row.startsAt, business.timeZone);
  return {
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    localDate: wall.date,
    localTime: wall.time,
    masterId: row.masterId,
    master: toEventMaster(row.master),
  };
}

/** A master as events carry them: they read in the language that they talk to the bot in, once they do. */
export function toEventMaster(master: MasterModel): BookingSchemas["EventAppointment"]["master"] {
  return {
    id: master.id,
    name: master.name,
    telegramUserId: master.telegramUserId === null ? null : Number(master.telegramUserId),
    locale: master.chosenLocale ?? master.locale,
  };
}
