import { isProblem } from "@okoshko/contracts/problem-error";
import { Temporal } from "temporal-polyfill";
import { type AvailableDay, type Wanted } from "../../booking-api";
import { type Business } from "../../catalogue";
import { type BotContext, NoLonger } from "../../context";
import { type Visit } from "../../draft/steps/client";
import { type Button } from "../../keyboards/card";
import { servicesOf, todayOf, whenOf } from "../visit/visit-text";
import { backFrom } from "./masters";
import { addServiceRow, namesOf, servicesIn, totalOf } from "./services";
import { wayOut } from "./ways";

/** A visit that is being arranged, with all that the screens of choosing a day and a time need to know. */
export interface Arranged {
  visit: Visit;
  wanted: Wanted;
  business: Business;
  /** The business's date now, and the last one that can be booked. */
  today: string;
  last: string;
  /** What is arranged, as the head of each screen (HTML). */
  title: string;
  /** The way to more services in the same visit, with the same master. */
  more: Button[][];
  back: Button;
  cancel: Button;
}

export async function arrange(ctx: BotContext, visit: Visit): Promise<Arranged> {
  const { words } = ctx;
  const catalogue = await ctx.parts.catalogue();
  const { business } = catalogue;
  const today = todayOf(ctx, business);
  const last = Temporal.PlainDate.from(today).add({ days: business.horizonDays }).toString();
  const shared = { visit, business, today, last };
  if (visit.kind === "move") {
    const appointment = await ctx.booking.appointment(visit.appointmentId).catch((error: unknown) => {
      throw isProblem(error, "not-found") ? new NoLonger("problem-not-found", { at: "bookings" }) : error;
    });
    return {
      ...shared,
      wanted: {
        serviceIds: appointment.services.map(({ serviceId }) => serviceId),
        masterId: appointment.masterId,
        moving: appointment.id,
      },
      title: words.html("move-title", {
        services: servicesOf(words, appointment),
        master: words.of(appointment.masterName),
        when: whenOf(words, appointment, today),
      }),
      more: [],
      back: {
        label: words.plain("button-back"),
        on: { action: "show", appointmentId: appointment.id, version: appointment.version },
      },
      cancel: { label: words.plain("button-keep"), on: { do: "cancel" } },
    };
  }
  const { serviceIds, masterId } = visit;
  const chosen = servicesIn(catalogue, serviceIds);
  const masters = catalogue.mastersOf(...serviceIds);
  const master = masters.find(({ id }) => id === masterId);
  if (masterId !== null && master === undefined)
    throw new NoLonger("notice-master-gone", { at: "masters", serviceIds });
  return {
    ...shared,
    wanted: { serviceIds, masterId, moving: null },
    title: [
      words.html("booking-title", {
        services: namesOf(words, chosen),
        master: master === undefined ? words.plain("any-master") : words.of(master.name),
      }),
      ...(chosen.length > 1 ? [totalOf(words, catalogue, serviceIds, masterId)] : []),
    ].join("\n"),
    more: addServiceRow(words, catalogue, visit),
    back: {
      label: words.plain("button-back"),
      on: masters.length > 1 ? { do: "service", serviceIds } : backFrom(serviceIds),
    },
    cancel: wayOut(words),
  };
}

/** The most days that booking-api tells of at once. */
const span = 62;

/** The first days with free times, at most `count`, looking no further than the horizon. */
export async function nextFreeDays(
  ctx: BotContext,
  { wanted, today, last }: Arranged,
  count: number,
): Promise<AvailableDay[]> {
  const found: AvailableDay[] = [];
  for (let from = today; from <= last && found.length < count; from = plusDays(from, span)) {
    const to = [plusDays(from, span - 1), last].sort()[0] ?? last;
    found.push(...(await ctx.booking.days(wanted, from, to)).filter(({ slots }) => slots > 0));
  }
  return found.slice(0, count);
}

function plusDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}
