import { type Appointment } from "../../booking-api";
import { type Business } from "../../catalogue";
import { type BotContext } from "../../context";
import { localDateOf } from "../../formats";
import { type Words } from "../../words";

/** The business's date now. */
export function todayOf(ctx: BotContext, business: Business): string {
  return localDateOf(ctx.parts.clock.now(), business.timeZone);
}

/** `Haircut, beard trim` */
export function servicesOf(words: Words, appointment: Appointment): string {
  return appointment.services.map(({ name }) => words.of(name)).join(", ");
}

/** `Tuesday 24 November, 14:30` */
export function whenOf(words: Words, appointment: Appointment, today: string): string {
  return words.plain("day-and-time", {
    day: words.longDay(appointment.localDate, today),
    time: appointment.localTime,
  });
}

/** Everything about a visit, line by line, as HTML. */
export function visitLines(
  words: Words,
  appointment: Appointment,
  business: Business,
  today: string,
): string {
  return [
    words.html("visit-service", { services: servicesOf(words, appointment) }),
    words.html("visit-when", { when: whenOf(words, appointment, today) }),
    words.html("visit-master", { master: words.of(appointment.masterName) }),
    words.html("visit-price", {
      duration: words.duration(appointment.durationMinutes),
      price: words.money(appointment.priceMinor, appointment.currency),
    }),
    ...(business.address === null
      ? []
      : [words.html("visit-address", { address: words.of(business.address) })]),
    ...(appointment.note === null ? [] : [words.html("visit-note", { note: appointment.note })]),
  ].join("\n");
}

/** In one line, for a card that has said its last word. */
export function visitInOneLine(words: Words, appointment: Appointment, today: string): string {
  return words.plain("visit-line", {
    services: servicesOf(words, appointment),
    when: whenOf(words, appointment, today),
  });
}

/** Until when it can be moved or cancelled without a call, as HTML. */
export function changePolicy(
  words: Words,
  appointment: Appointment,
  business: Business,
  today: string,
): string {
  return words.html("policy-until", {
    when: words.plain("day-and-time", {
      day: words.longDay(localDateOf(appointment.changeableUntil, business.timeZone), today),
      time: words.timeOf(appointment.changeableUntil, business.timeZone),
    }),
  });
}

/** That it is too late, and whom to call. */
export function tooLate(words: Words, business: Business): string {
  return business.phone ? words.html("too-late-call", { phone: business.phone }) : words.html("too-late");
}

/** Whether the client may still move or cancel it; booking-api decides again when they do. */
export function isChangeable(ctx: BotContext, appointment: Appointment): boolean {
  return (
    (appointment.status === "confirmed" || appointment.status === "pending") &&
    ctx.parts.clock.now().getTime() <= Date.parse(appointment.changeableUntil)
  );
}
