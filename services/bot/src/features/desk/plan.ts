import { type Composer } from "grammy";
import { Temporal } from "temporal-polyfill";
import { type BotContext, onAppointmentTap, onTap } from "../../context";
import { type Plan, type StepAt } from "../../draft/steps/desk";
import { localDateOf } from "../../formats";
import { type Card, marked } from "../../keyboards/card";
import { monthGrid } from "../../keyboards/month";
import { type Time, timesGrid } from "../../keyboards/times";
import { holdFor } from "./book";
import { daysVisits } from "./day";
import { decided, isCurrent } from "./decide";
import { deskOf } from "./desk-booking";
import { orInstead } from "./instead";
import { originOf } from "../visit/origin";
import { nextFreeDays, otherMasters, planned, planOr } from "./planned";
import { neighbours } from "./visit";
import { deskVisitOr, homeOfDesk } from "./whose";

const listed = 7;

/**
 * Days and times at the desk: another time proposed for a request, a visit that is moved, a visit that is booked for somebody
 * who called. What it is for is in the draft's plan.
 */
export function plan(composer: Composer<BotContext>): void {
  onAppointmentTap(composer, "propose", async (ctx, tap) => {
    const origin = originOf(ctx);
    if (!(await isCurrent(ctx, tap, origin))) return;
    const { appointmentId, version } = tap;
    const { masterId } = await deskVisitOr(ctx, appointmentId);
    await ctx.live.show({
      at: "desk-plan-days",
      plan: { for: "propose", appointmentId, version, masterId, origin },
    });
  });
  onTap(composer, "desk-move", async (ctx, { appointmentId, version }) => {
    const { masterId } = await deskVisitOr(ctx, appointmentId);
    await ctx.live.show({ at: "desk-plan-days", plan: { for: "move", appointmentId, version, masterId } });
  });

  onTap(composer, "desk-plan-days", async (ctx) =>
    ctx.live.show({ at: "desk-plan-days", plan: await planOr(ctx) }),
  );
  onTap(composer, "desk-plan-month", async (ctx, { month }) =>
    ctx.live.show({ at: "desk-plan-month", plan: await planOr(ctx), month }),
  );
  onTap(composer, "desk-plan-day", async (ctx, { date, part }) =>
    ctx.live.show({ at: "desk-plan-times", plan: await planOr(ctx), date, part }),
  );
  onTap(composer, "desk-plan-masters", async (ctx) =>
    ctx.live.show({ at: "desk-plan-masters", plan: await planOr(ctx) }),
  );
  onTap(composer, "desk-plan-master", async (ctx, { masterId }) =>
    ctx.live.show({ at: "desk-plan-days", plan: { ...(await planOr(ctx)), masterId } }),
  );

  onTap(composer, "desk-plan-time", async (ctx, { startsAt }) => {
    const chosen = await planOr(ctx);
    if (chosen.for !== "book") return ctx.live.show({ at: "desk-plan-sure", plan: chosen, startsAt });
    await orInstead(ctx, chosen, startsAt, () => holdFor(ctx, chosen, startsAt));
  });
  onTap(composer, "desk-plan-sure", async (ctx) => {
    const { step } = ctx.live;
    const chosen = await planOr(ctx);
    if (step.at !== "desk-plan-sure" || chosen.for === "book")
      return ctx.live.show({ at: "desk-plan-days", plan: chosen });
    await orInstead(ctx, chosen, step.startsAt, () => carryOut(ctx, chosen, step.startsAt));
  });
  onTap(composer, "desk-plan-leave", async (ctx) => {
    const { step } = ctx.live;
    const notice = ctx.words.html("notice-kept");
    if ("plan" in step && step.plan.for !== "book")
      return ctx.live.show({ at: "desk-visit", appointmentId: step.plan.appointmentId }, { notice });
    await ctx.live.show(await homeOfDesk(ctx), {
      notice: "plan" in step ? ctx.words.html("notice-nothing-booked") : notice,
    });
  });
}

async function carryOut(
  ctx: BotContext,
  chosen: Exclude<Plan, { for: "book" }>,
  startsAt: string,
): Promise<void> {
  const { appointmentId, version: expectedVersion, masterId } = chosen;
  const change = { startsAt, masterId, expectedVersion };
  const api = deskOf(ctx);
  const changed =
    chosen.for === "propose"
      ? await api.propose(appointmentId, change)
      : await api.reschedule(appointmentId, change);
  const { words } = ctx;
  const at = chosen.for === "propose" ? changed.proposal : changed;
  const note = words.plain("desk-note-planned", {
    for: chosen.for,
    day: words.shortDay(at?.localDate ?? changed.localDate),
    time: at?.localTime ?? changed.localTime,
  });
  await decided(ctx, appointmentId, chosen.for === "propose" ? chosen.origin : null, note, { andShow: true });
}

export async function renderPlanDays(ctx: BotContext, chosen: Plan): Promise<Card> {
  const { words } = ctx;
  const arranged = await planned(ctx, chosen);
  const [free, others] = await Promise.all([
    nextFreeDays(ctx, arranged, listed),
    chosen.for === "book" ? [] : otherMasters(ctx, arranged),
  ]);
  const last = free.at(-1);
  return {
    text: [
      arranged.title,
      "",
      free.length > 0
        ? words.html("desk-plan-days-text")
        : words.html("desk-plan-days-none", { last: words.longDay(arranged.last, arranged.today) }),
    ].join("\n"),
    rows: [
      ...free.map(({ date, slots }) => [
        {
          label: words.plain("day-button", { day: words.shortDay(date), free: slots }),
          on: { do: "desk-plan-day", date, part: null } as const,
        },
      ]),
      ...(last === undefined || free.length < listed
        ? []
        : [
            [
              {
                label: words.plain("button-other-date"),
                on: { do: "desk-plan-month", month: last.date.slice(0, 7) } as const,
              },
            ],
          ]),
      ...(others.length > 0
        ? [[{ label: words.plain("button-other-master"), on: { do: "desk-plan-masters" } as const }]]
        : []),
      [
        // Another time begins at the visit's card, and leaving it leads there.
        ...(chosen.for === "book"
          ? [{ label: words.plain("button-back"), on: { do: "desk-services" } as const }]
          : []),
        arranged.leave,
      ],
    ],
  };
}

export async function renderPlanMasters(ctx: BotContext, chosen: Plan): Promise<Card> {
  const { words } = ctx;
  const arranged = await planned(ctx, chosen);
  const others = await otherMasters(ctx, arranged);
  return {
    text: [arranged.title, "", words.html("desk-plan-masters-text")].join("\n"),
    rows: [
      ...others
        .slice(0, 40)
        .map((master) => [
          { label: words.of(master.name), on: { do: "desk-plan-master", masterId: master.id } as const },
        ]),
      [{ label: words.plain("button-back"), on: { do: "desk-plan-days" } }, arranged.leave],
    ],
  };
}

export async function renderPlanMonth(ctx: BotContext, chosen: Plan, month: string): Promise<Card> {
  const { words } = ctx;
  const arranged = await planned(ctx, chosen);
  const { today, last } = arranged;
  const from = [`${month}-01`, today].sort().at(-1) ?? today;
  const end = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 31 }).toString();
  const to = [end, last].sort()[0] ?? last;
  const free = from <= to ? await deskOf(ctx).days(arranged.wanted, from, to) : [];
  const bookable = new Set(free.filter(({ slots }) => slots > 0).map(({ date }) => date));
  const grid = monthGrid({
    month,
    bookable,
    first: today,
    last,
    weekday: (number) => words.weekday(number),
    shortMonth: (other) => words.shortMonth(other),
    onDay: (date) => ({ do: "desk-plan-day", date, part: null }),
    onMonth: (other) => ({ do: "desk-plan-month", month: other }),
  });
  return {
    text: [
      arranged.title,
      "",
      words.html("month-text", { month: words.month(month) }),
      ...(bookable.size > 0 ? [] : [words.html("month-none")]),
    ].join("\n"),
    rows: [...grid, [{ label: words.plain("button-back"), on: { do: "desk-plan-days" } }, arranged.leave]],
  };
}

export async function renderPlanTimes(
  ctx: BotContext,
  { plan: chosen, date, part }: StepAt<"desk-plan-times">,
): Promise<Card> {
  const { words } = ctx;
  const { business, ...arranged } = await planned(ctx, chosen);
  const slots = await deskOf(ctx).slots(arranged.wanted, date);
  // The hour that a clock goes through twice in autumn is told apart by its offset.
  const isTwice = ({ localTime }: Time): boolean =>
    slots.filter((slot) => slot.localTime === localTime).length > 1;
  const day = words.longDay(date, arranged.today);
  return {
    text: [
      arranged.title,
      "",
      slots.length > 0 ? words.html("desk-plan-times-text", { day }) : words.html("times-none", { day }),
    ].join("\n"),
    rows: [
      ...timesGrid({
        times: slots,
        part,
        partName: (name, isOpen) => marked(words, words.plain(`part-${name}`), isOpen),
        label: (time) =>
          isTwice(time)
            ? `${time.localTime} ${words.offset(business.timeZone, time.startsAt)}`
            : time.localTime,
        onTime: ({ startsAt }) => ({ do: "desk-plan-time", startsAt }),
        onPart: (name) => ({ do: "desk-plan-day", date, part: name }),
      }),
      [{ label: words.plain("button-back"), on: { do: "desk-plan-days" } }, arranged.leave],
    ],
  };
}

export async function renderPlanTaken(
  ctx: BotContext,
  { plan: chosen, date, alternatives }: StepAt<"desk-plan-taken">,
): Promise<Card> {
  const { words } = ctx;
  const arranged = await planned(ctx, chosen);
  return {
    text: [
      arranged.title,
      "",
      words.html("desk-plan-taken", { left: alternatives.length > 0 ? "some" : "none" }),
    ].join("\n"),
    rows: [
      ...alternatives.map(({ startsAt, localDate, localTime }) => [
        {
          label: words.plain("day-and-time", { day: words.shortDay(localDate), time: localTime }),
          on: { do: "desk-plan-time", startsAt } as const,
        },
      ]),
      [
        { label: words.plain("button-other-time"), on: { do: "desk-plan-day", date, part: null } },
        { label: words.plain("button-other-day"), on: { do: "desk-plan-days" } },
      ],
      [arranged.leave],
    ],
  };
}

/** The last look before a client is told of another time, with the visits around it. */
export async function renderPlanSure(
  ctx: BotContext,
  { plan: chosen, startsAt }: StepAt<"desk-plan-sure">,
): Promise<Card> {
  const { words } = ctx;
  const arranged = await planned(ctx, chosen);
  const { timeZone } = arranged.business;
  const date = localDateOf(startsAt, timeZone);
  const others = await deskOf(ctx).visits({
    masterId: chosen.masterId,
    from: date,
    to: date,
    status: [...daysVisits],
  });
  return {
    text: [
      arranged.title,
      words.html("desk-plan-after", {
        day: words.longDay(date, arranged.today),
        time: words.timeOf(startsAt, timeZone),
      }),
      ...neighbours(
        words,
        others.filter(({ id }) => id !== arranged.visit?.id),
        { at: startsAt, timeZone },
      ),
      "",
      words.html("desk-plan-sure-text", { for: chosen.for }),
    ].join("\n"),
    rows: [
      [
        {
          label: words.plain("desk-plan-sure", { for: chosen.for }),
          on: { do: "desk-plan-sure" },
          style: "success",
        },
      ],
      [
        { label: words.plain("button-other-time"), on: { do: "desk-plan-day", date, part: null } },
        { label: words.plain("button-other-day"), on: { do: "desk-plan-days" } },
      ],
      [arranged.leave],
    ],
  };
}
