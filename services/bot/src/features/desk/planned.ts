import { Temporal } from "temporal-polyfill";
import { type AvailableDay } from "../../booking-api";
import { type Business, type Master } from "../../catalogue";
import { type BotContext, NoLonger } from "../../context";
import { type Plan } from "../../draft/steps/desk";
import { type Button } from "../../keyboards/card";
import { servicesOf } from "../visit/visit-text";
import { plusDays } from "./day";
import { deskOf, type DeskVisit, type DeskWanted } from "./desk-booking";
import { hoursOf } from "./visit-words";
import { stretchOf } from "./day-sheet";
import { deskVisitOr, homeOfDesk, whose } from "./whose";

/** A visit that gets a time at the desk, with all that the screens of choosing it need to know. */
export interface Planned {
  plan: Plan;
  /** The visit that is moved, or whose request gets another time. */
  visit: DeskVisit | undefined;
  wanted: DeskWanted;
  business: Business;
  today: string;
  last: string;
  /** As the head of each screen (HTML). */
  title: string;
  /** The way out, which changes nothing. */
  leave: Button;
}

export async function planned(ctx: BotContext, plan: Plan): Promise<Planned> {
  const { words } = ctx;
  const { business, today, master } = await whose(ctx, plan.masterId);
  const last = Temporal.PlainDate.from(today).add({ days: business.horizonDays }).toString();
  const leave: Button = {
    label: words.plain(plan.for === "book" ? "button-cancel" : "button-keep"),
    on: { do: "desk-plan-leave" },
    style: "danger",
  };
  if (plan.for === "book") {
    const { services } = await ctx.parts.catalogue();
    const names = plan.serviceIds.map((id) => words.of(services.find((one) => one.id === id)?.name ?? null));
    return {
      plan,
      visit: undefined,
      wanted: { serviceIds: plan.serviceIds, masterId: plan.masterId, moving: null, asStaff: true },
      business,
      today,
      last,
      title: words.html("desk-plan-title", {
        for: plan.for,
        client: plan.clientName,
        services: names.join(", "),
        master: words.of(master.name),
      }),
      leave,
    };
  }
  const visit = await deskVisitOr(ctx, plan.appointmentId);
  return {
    plan,
    visit,
    wanted: {
      serviceIds: visit.services.map(({ serviceId }) => serviceId),
      masterId: plan.masterId,
      moving: visit.id,
      asStaff: plan.for === "move",
    },
    business,
    today,
    last,
    title: [
      words.html("desk-plan-title", {
        for: plan.for,
        client: visit.client.name,
        services: servicesOf(words, visit),
        master: words.of(master.name),
      }),
      words.html("desk-plan-before", {
        for: plan.for,
        day: words.longDay(visit.localDate, today),
        hours: hoursOf(words, stretchOf(visit), business.timeZone),
      }),
    ].join("\n"),
    leave,
  };
}

/** Who else does all of this; nobody for a master, who gives away times of their own only. */
export async function otherMasters(ctx: BotContext, { plan, wanted }: Planned): Promise<Master[]> {
  const { roles } = await ctx.access();
  if (!roles.includes("owner") && !roles.includes("admin")) return [];
  const { masters } = await ctx.parts.catalogue();
  return masters.filter(
    ({ id, serviceIds }) =>
      id !== plan.masterId && wanted.serviceIds.every((service) => serviceIds.includes(service)),
  );
}

/** The most days that booking-api tells of at once. */
const span = 62;

/** The first days with free times, at most `count`. */
export async function nextFreeDays(
  ctx: BotContext,
  { wanted, today, last }: Planned,
  count: number,
): Promise<AvailableDay[]> {
  const found: AvailableDay[] = [];
  for (let from = today; from <= last && found.length < count; from = plusDays(from, span)) {
    const to = [plusDays(from, span - 1), last].sort()[0] ?? last;
    found.push(...(await deskOf(ctx).days(wanted, from, to)).filter(({ slots }) => slots > 0));
  }
  return found.slice(0, count);
}

/** The plan of the draft; without one there is nothing to go on with. */
export async function planOr(ctx: BotContext): Promise<Plan> {
  const { step } = ctx.live;
  if ("plan" in step) return step.plan;
  throw new NoLonger("desk-plan-lost", await homeOfDesk(ctx));
}
