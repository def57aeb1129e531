import { type Transaction } from "sequelize";
import { addDays, localDay, toDate, wallClock } from "../availability/local-day";
import { toWallMinute } from "../availability/windows";
import { type Database, rows } from "../database";
import { business, fullDay, holidays, masters, services, waiting } from "./shop";

/**
 * A day on which next to nothing is free, and somebody who waits for it. Its visits make no events: nobody is told of visits
 * that were there before the shop opened.
 */
export async function seedFullDay(db: Database, now: Date, tx: Transaction): Promise<void> {
  const date = nextWorkingDay(now);
  for (const guest of fullDay.guests) {
    await insertClient(db, { ...guest, id: guest.clientId, telegramUserId: null, locale: null }, now, tx);
    await insertVisit(db, guest, date, now, tx);
  }
  await insertClient(db, { ...waiting, id: waiting.clientId, phone: null }, now, tx);
  const wish = `
    insert into booking.waitlist_entries (
      id, client_id, service_ids, master_id, from_date, to_date, day_parts, queued_at, created_at, updated_at
    )
    values ($1, $2, $3::uuid[], $4, $5, $5, $6::text[], $7, $7, $7)`;
  const { entryId, clientId, serviceIds, dayParts } = waiting;
  await rows(db, wish, [entryId, clientId, [...serviceIds], fullDay.masterId, date, [...dayParts], now], tx);
}

function nextWorkingDay(now: Date): string {
  let date = addDays(wallClock(now, business.timeZone).date, 1);
  while (!isWorkingDay(date)) date = addDays(date, 1);
  return date;
}

function isWorkingDay(date: string): boolean {
  const { weekday } = localDay(date, business.timeZone);
  const isHoliday = holidays.some(({ day }) => date.endsWith(day));
  return !isHoliday && fullDay.weekdays.some((working) => working === weekday);
}

interface Person {
  id: string;
  telegramUserId: number | null;
  name: string;
  locale: string | null;
  phone: string | null;
}

async function insertClient(db: Database, person: Person, now: Date, tx: Transaction): Promise<void> {
  const sql = `
    insert into booking.clients (id, telegram_user_id, name, locale, phone, created_at)
    values ($1, $2, $3, $4, $5, $6)`;
  const { id, telegramUserId, name, locale, phone } = person;
  await rows(db, sql, [id, telegramUserId, name, locale, phone, now], tx);
}

type Guest = (typeof fullDay.guests)[number];

async function insertVisit(
  db: Database,
  guest: Guest,
  date: string,
  now: Date,
  tx: Transaction,
): Promise<void> {
  const { service, durationMinutes, priceMinor } = asOffered(guest.serviceId);
  const start = localDay(date, business.timeZone).edgeAt(toWallMinute(guest.time));
  const end = start + durationMinutes;
  const sql = `
    with visit as (
      insert into booking.appointments (
        id, master_id, client_id, status, version, starts_at, ends_at, occupied,
        price_minor, currency, held_by, booked_at, created_at, updated_at, note
      )
      values ($1, $2, $3, 'confirmed', 2, $4, $5, tstzrange($6, $7), $8, $9, 'staff', $10, $10, $10, $15)
      returning id
    )
    insert into booking.appointment_services (
      appointment_id, position, service_id, name, duration_minutes, price_minor
    )
    select id, 0, $11, $12::jsonb, $13, $14 from visit`;
  const bind = [
    guest.appointmentId,
    fullDay.masterId,
    guest.clientId,
    toDate(start),
    toDate(end),
    toDate(start - service.bufferBeforeMinutes),
    toDate(end + service.bufferAfterMinutes),
    priceMinor,
    business.currency,
    now,
    service.id,
    JSON.stringify(service.name),
    durationMinutes,
    priceMinor,
    guest.note,
  ];
  await rows(db, sql, bind, tx);
}

/** The service as that master does it. */
function asOffered(serviceId: string | undefined) {
  const service = services.find(({ id }) => id === serviceId);
  const offers: { serviceId: string | undefined; durationMinutes?: number; priceMinor?: number }[] =
    masters.find(({ id }) => id === fullDay.masterId)?.offers ?? [];
  const offer = offers.find((candidate) => candidate.serviceId === serviceId);
  if (!service || !offer) throw new Error(`The demo has nobody who does ${serviceId}`);
  return {
    service,
    durationMinutes: offer.durationMinutes ?? service.durationMinutes,
    priceMinor: offer.priceMinor ?? service.priceMinor,
  };
}
