import { randomUUID } from "node:crypto";
import { type BookingSchemas, type DomainEvent } from "@okoshko/contracts/booking-client";

type EventAppointment = BookingSchemas["EventAppointment"];

const minute = 60_000;
let nextPerson = 500_000;

/** A Telegram user whom no other test has. */
export function aPerson(): number {
  return (nextPerson += 1);
}

/** A confirmed visit on Tuesday 24 November 2026 at 15:00 in Riga (13:00 UTC), of a client and a master of its own. */
export function aVisit(overrides: Partial<EventAppointment> = {}): EventAppointment {
  const startsAt = overrides.startsAt ?? "2026-11-24T13:00:00.000Z";
  const master = overrides.master ?? {
    id: randomUUID(),
    name: { ru: "Глеб Орешин", en: "Gleb Oreshin" },
    telegramUserId: aPerson(),
    locale: "ru",
  };
  const durationMinutes = 45;
  return {
    id: randomUUID(),
    status: "confirmed",
    version: 1,
    masterId: master.id,
    masterName: master.name,
    services: [
      {
        serviceId: randomUUID(),
        name: { ru: "Стрижка", en: "Haircut" },
        durationMinutes,
        priceMinor: 2500,
      },
    ],
    startsAt,
    endsAt: new Date(Date.parse(startsAt) + durationMinutes * minute).toISOString(),
    ...wallTimeInRiga(startsAt),
    timeZone: "Europe/Riga",
    durationMinutes,
    priceMinor: 2500,
    currency: "EUR",
    holdExpiresAt: null,
    holdKind: null,
    proposal: null,
    attendance: "unanswered",
    changeableUntil: new Date(Date.parse(startsAt) - 60 * minute).toISOString(),
    createdAt: "2026-11-20T09:00:00.000Z",
    cancelledBy: null,
    note: null,
    client: { id: randomUUID(), telegramUserId: aPerson(), name: "Вера Лугова", locale: "ru" },
    master,
    business: {
      name: { ru: "Усы и лапы", en: "Whiskers & Paws" },
      address: { ru: "Выдуманная улица, 7", en: "7 Invented Street" },
      timeZone: "Europe/Riga",
    },
    reminders: { leadsMinutes: [1440, 120], quietFrom: null, quietTo: null },
    ...overrides,
  };
}

/** In winter, which is when these tests play, Riga is two hours ahead of UTC. */
function wallTimeInRiga(startsAt: string): { localDate: string; localTime: string } {
  const local = new Date(Date.parse(startsAt) + 120 * minute).toISOString();
  return { localDate: local.slice(0, 10), localTime: local.slice(11, 16) };
}

type About = { actor?: DomainEvent["actor"]; occurredAt?: string };

const base = ({ actor = "staff", occurredAt = "2026-11-20T09:00:00.000Z" }: About) => ({
  id: randomUUID(),
  actor,
  occurredAt,
});

export function confirmed(
  appointment: EventAppointment,
  about: About = {},
): BookingSchemas["AppointmentConfirmed"] {
  return { ...base(about), type: "appointment.confirmed", data: { appointment } };
}

export function requested(
  appointment: EventAppointment,
  about: About = { actor: "client" },
): BookingSchemas["AppointmentRequested"] {
  return { ...base(about), type: "appointment.requested", data: { appointment } };
}

/** Somebody waits for a time of this master, or of any. */
export function joined(
  master: EventAppointment["master"] | null,
  toTell?: BookingSchemas["WaitlistJoined"]["data"]["toTell"],
): BookingSchemas["WaitlistJoined"] {
  const days = { from: "2026-11-24", to: "2026-11-27" };
  const wish = { entryId: randomUUID(), clientId: randomUUID(), serviceIds: [randomUUID()] };
  const told = toTell === undefined ? {} : { toTell };
  const data = { ...wish, master, ...told, ...days, dayParts: ["afternoon" as const, "evening" as const] };
  return { ...base({ actor: "client" }), type: "waitlist.joined", data };
}

/** The same visit one version later, at another time or with another master. */
export function moved(
  before: EventAppointment,
  change: { startsAt?: string; master?: EventAppointment["master"] },
  about: About = {},
): BookingSchemas["AppointmentRescheduled"] {
  const master = change.master ?? before.master;
  const appointment = aVisit({
    id: before.id,
    client: before.client,
    version: before.version + 1,
    startsAt: change.startsAt ?? before.startsAt,
    master,
  });
  const { startsAt, endsAt, localDate, localTime, masterId } = before;
  const previous = { startsAt, endsAt, localDate, localTime, masterId, master: before.master };
  return { ...base(about), type: "appointment.rescheduled", data: { appointment, previous } };
}

export function erased(client: EventAppointment["client"]): BookingSchemas["ClientErased"] {
  return { ...base({ actor: "client" }), type: "client.erased", data: { clientId: client.id } };
}

export function cancelled(
  before: EventAppointment,
  about: About & { reason?: string } = {},
): BookingSchemas["AppointmentCancelled"] {
  const appointment = { ...before, version: before.version + 1, status: "cancelled" as const };
  return {
    ...base(about),
    type: "appointment.cancelled",
    data: { appointment, ...(about.reason === undefined ? {} : { reason: about.reason }) },
  };
}
