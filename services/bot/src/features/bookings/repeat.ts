import { type Composer } from "grammy";
import { Temporal } from "temporal-polyfill";
import { type Appointment, type Slot } from "../../booking-api";
import { type Catalogue } from "../../catalogue";
import { type BotContext, NoLonger, onTap } from "../../context";
import { type NewVisit } from "../../draft/steps/client";
import { type Button } from "../../keyboards/card";
import { arrange, nextFreeDays } from "../booking/arranged";
import { keep } from "../booking/hold";
import { appointmentOr } from "./booking";

/** The same as last time, in two taps: this one keeps the nearest fitting time, and the next one confirms it. */
export function repeat(composer: Composer<BotContext>): void {
  onTap(composer, "repeat", async (ctx, { appointmentId }) => {
    const past = await appointmentOr(ctx, appointmentId);
    const visit = sameAgain(await ctx.parts.catalogue(), past);
    if (visit === undefined) throw new NoLonger("notice-service-gone", { at: "services" });
    const slot = await likeLastTime(ctx, past, visit);
    if (slot === undefined) return ctx.live.show({ at: "days", visit });
    await keep(ctx, visit, slot.startsAt, ctx.words.html("repeat-notice"));
  });
}

/** As many past visits as are looked through for the last one that took place. */
export const recent = 10;

/** Cancelled and missed ones say nothing about what a person likes. */
export function tookPlace({ status }: Appointment): boolean {
  return status === "completed" || status === "confirmed";
}

/** The way to the same again, from the start page. */
export async function repeatRow(ctx: BotContext): Promise<Button[][]> {
  const { words } = ctx;
  const [catalogue, past] = await Promise.all([
    ctx.parts.catalogue(),
    ctx.booking.appointments("past", recent),
  ]);
  const last = past.find(tookPlace);
  const visit = last === undefined ? undefined : sameAgain(catalogue, last);
  if (last === undefined || visit === undefined) return [];
  const services = last.services.map(({ name }) => words.of(name)).join(", ");
  const label =
    visit.masterId === null
      ? words.plain("repeat-services", { services })
      : words.plain("repeat-with", { services, master: words.of(last.masterName) });
  return [[{ label, on: { do: "repeat", appointmentId: last.id } }]];
}

/** The same services with the same master, or with any when that one no longer does them. */
function sameAgain(catalogue: Catalogue, past: Appointment): NewVisit | undefined {
  const serviceIds = past.services.map(({ serviceId }) => serviceId);
  const able = catalogue.mastersOf(...serviceIds);
  const isOffered = serviceIds.every((id) => catalogue.services.some((service) => service.id === id));
  if (!isOffered || able.length === 0) return undefined;
  const masterId = able.some(({ id }) => id === past.masterId) ? past.masterId : null;
  return { kind: "new", serviceIds, masterId };
}

/** So many free days are looked through for the weekday of last time. */
const within = 14;

/**
 * The next free day that is the weekday of last time, else the next free day at all; on it the time that is nearest to
 * that of last time. The day of last time itself is left out, and so are days on which the person comes anyway.
 */
async function likeLastTime(ctx: BotContext, past: Appointment, visit: NewVisit): Promise<Slot | undefined> {
  const arranged = await arrange(ctx, visit);
  const [free, upcoming] = await Promise.all([
    nextFreeDays(ctx, arranged, within),
    ctx.booking.appointments("upcoming", 20),
  ]);
  const comesAnyway = new Set(
    upcoming.filter(({ status }) => status !== "held").map(({ localDate }) => localDate),
  );
  const possible = free
    .map(({ date }) => date)
    .filter((date) => !comesAnyway.has(date) && date > past.localDate);
  const date = possible.find((other) => weekdayOf(other) === weekdayOf(past.localDate)) ?? possible[0];
  return date === undefined
    ? undefined
    : nearest(await ctx.booking.slots(arranged.wanted, date), past.localTime);
}

/** The slot whose time of day is nearest to that one, the earlier of two. */
function nearest(slots: Slot[], localTime: string): Slot | undefined {
  const distance = (slot: Slot): number => Math.abs(minutesOf(slot.localTime) - minutesOf(localTime));
  return slots.reduce<Slot | undefined>(
    (best, slot) => (best === undefined || distance(slot) < distance(best) ? slot : best),
    undefined,
  );
}

function weekdayOf(date: string): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}

function minutesOf(localTime: string): number {
  return Number(localTime.slice(0, 2)) * 60 + Number(localTime.slice(3, 5));
}
