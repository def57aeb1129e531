import { type AppointmentModel } from "../appointments/appointment.models";
import { type LocalizedText } from "../catalog/localized-text";
import { type Business } from "../shop/shop";
import { type CalendarEvent } from "./icalendar";

/** States in which a visit stands in a calendar, and how. Holds and requests are nobody's visit yet. */
const shown = {
  confirmed: "CONFIRMED",
  completed: "CONFIRMED",
  no_show: "CONFIRMED",
  cancelled: "CANCELLED",
  declined: "CANCELLED",
} as const;

/** Those states, for queries. */
export const shownStatuses = Object.keys(shown);

/** A visit as the client sees it, or as the master does, each in their own language; undefined for what is not one. */
export function toCalendarEvent(
  row: AppointmentModel,
  business: Business,
  reader: "client" | "master",
): CalendarEvent | undefined {
  const status = Object.entries(shown).find(([name]) => name === row.status)?.[1];
  if (status === undefined || row.bookedAt === null) return undefined;
  const locale = reader === "master" ? row.master.locale : (row.client.locale ?? business.defaultLocale);
  const say = (text: LocalizedText) => text[locale] ?? text.ru ?? text.en ?? "";
  const services = [...row.services]
    .sort((a, b) => a.position - b.position)
    .map(({ name }) => say(name))
    .join(" + ");
  const other = reader === "master" ? row.client.name : say(row.master.name);
  const place = [business.name, ...(business.address ? [business.address] : [])].map(say).join(", ");
  return {
    uid: `${row.id}@okoshko`,
    sequence: row.version,
    changedAt: row.updatedAt,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    summary: `${services} · ${other}`,
    // In the words of the client, whom their own file reminds of what they said, and the master has read it already.
    description: row.note ?? undefined,
    location: reader === "client" ? place : undefined,
    status,
  };
}
