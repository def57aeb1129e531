import { type BookingSchemas, onBehalfOf } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { type NotifierSchemas } from "@okoshko/contracts/notifier-client";
import { type PersonDriver } from "@okoshko/telegram-emulator/driver";
import { eventually } from "@okoshko/testkit/eventually";
import { type Demo } from "../src/system";
import { beginsWith, shortDay } from "./labels";

/** Who is in every demo from the start. */
export const persons = { vera: 1001, theo: 1002, gleb: 2001 } as const;

export type Name = Record<"ru" | "en", string>;

/** What is tapped on the way to a visit, in the words of the buttons. */
export interface Way {
  book: string;
  service: string | RegExp;
  master: string | RegExp;
  day: string | RegExp;
  time: string;
}

export const english: Way = {
  book: "Book a visit",
  service: /^Haircut ·/,
  master: /^Gleb/,
  day: /^Thu 26 Nov/,
  time: "15:00",
};

export const russian: Way = {
  book: "Записаться",
  service: /^Стрижка ·/,
  master: /^Глеб/,
  day: /^чт 26 нояб/,
  time: "15:00",
};

/** The way to 15:00 on a day of one's own choice, with a master of the cast. */
export function inEnglish({ name }: { name: Name }, date: string): Way {
  return { ...english, master: beginsWith(name.en), day: beginsWith(shortDay(date, "en")) };
}

export function inRussian({ name }: { name: Name }, date: string): Way {
  return { ...russian, master: beginsWith(name.ru), day: beginsWith(shortDay(date, "ru")) };
}

/** Far from other stories' patience: the machine may be busy, and a wait that is over early costs nothing. */
export const patient = { timeoutMs: 30_000 };

/** From /start to the list of times. */
export async function toTimes(person: PersonDriver, way: Way): Promise<void> {
  await person.starts();
  // Its button has the same name on cards of before.
  await person.waitFor(/Welcome|Добро пожаловать/, patient);
  for (const label of [way.book, way.service, way.master, way.day]) await person.taps(label, patient);
  await person.waitFor(/What time\?|В какое время\?/, patient);
}

/** From /start to the question whether all is right. */
export async function toConfirm(person: PersonDriver, way: Way): Promise<void> {
  await toTimes(person, way);
  await person.taps(way.time, patient);
  await person.waitFor(/Please check and confirm|Проверьте и подтвердите/, patient);
}

/** Books from /start and answers the booking as booking-api knows it. */
export async function books(
  system: Demo,
  person: PersonDriver,
  way: Way,
): Promise<BookingSchemas["Appointment"]> {
  await toConfirm(person, way);
  await person.taps(/^(Confirm|Подтвердить)/, patient);
  await person.waitFor(/You are booked ✓|Вы записаны ✓/, patient);
  const mine = (await appointmentsOf(system, person.id)).filter(({ status }) => status === "confirmed");
  const newest = mine.sort((a, b) => a.createdAt.localeCompare(b.createdAt)).at(-1);
  if (newest === undefined)
    throw new Error(`${person.id} was told of a booking that booking-api does not know`);
  return newest;
}

/** All that booking-api knows of a person, whatever its state. */
export async function appointmentsOf(
  { booking }: Demo,
  telegramUserId: number,
): Promise<BookingSchemas["Appointment"][]> {
  const header = onBehalfOf(telegramUserId);
  const pages = await Promise.all(
    (["upcoming", "past"] as const).map((when) =>
      unwrap(booking.GET("/v1/appointments", { params: { header, query: { when, limit: 100 } } })),
    ),
  );
  return pages.flatMap(({ items }) => items);
}

export async function appointment(
  { booking }: Demo,
  appointmentId: string,
): Promise<BookingSchemas["Appointment"]> {
  return unwrap(booking.GET("/v1/appointments/{appointmentId}", { params: { path: { appointmentId } } }));
}

/** The ledger's rows about one appointment. */
export async function deliveriesOf(
  { notifier }: Demo,
  appointmentId: string,
): Promise<NotifierSchemas["Delivery"][]> {
  const params = { query: { appointmentId, limit: 200 } };
  return (await unwrap(notifier.GET("/v1/deliveries", { params }))).items;
}

/** `kind status reason` of each row, sorted, as soon as they are the expected ones; of a reminder `reminder 120 …`. */
export async function ledgerBecomes(
  system: Demo,
  appointmentId: string,
  expected: string[],
  timeoutMs = 30_000,
): Promise<void> {
  await eventually(
    async () => {
      const rows = await deliveriesOf(system, appointmentId);
      const told = rows.map(({ kind, leadMinutes, status, reason }) =>
        [kind, leadMinutes, status, reason].filter(Boolean).join(" "),
      );
      expect(told.sort()).toEqual([...expected].sort());
    },
    { timeoutMs, intervalMs: 100 },
  );
}

/** The texts that Telegram was asked to send to a person, since the cursor of calls. */
export async function textsSentTo(system: Demo, personId: number, after = 0): Promise<string[]> {
  const calls = await system.driver.calls({ after, personId, method: "sendMessage", limit: 1000 });
  return calls.map(({ parameters }) => String(parameters["text"]));
}

export function minutesBefore(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) - minutes * 60_000).toISOString();
}
