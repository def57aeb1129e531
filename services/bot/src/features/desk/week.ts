import { type Composer } from "grammy";
import { Temporal } from "temporal-polyfill";
import { type BotContext, onTap } from "../../context";
import { type Card } from "../../keyboards/card";
import { monthGrid } from "../../keyboards/month";
import { freeOf, minutesOf, windowsOf } from "./day-sheet";
import { boundsOf, daysVisits, onDate, plusDays } from "./day";
import { deskOf } from "./desk-booking";
import { whose } from "./whose";

/** A week at a glance, and the calendar that leads to any other day. */
export function week(composer: Composer<BotContext>): void {
  onTap(composer, "desk-week", (ctx, { masterId, date }) =>
    ctx.live.show({ at: "desk-week", masterId, date }),
  );
  onTap(composer, "desk-month", (ctx, { masterId, month }) =>
    ctx.live.show({ at: "desk-month", masterId, month }),
  );
}

export async function renderWeek(ctx: BotContext, masterId: string, asked: string | null): Promise<Card> {
  const { words } = ctx;
  const { business, today, now, master, isOwn } = await whose(ctx, masterId);
  const { timeZone } = business;
  const any = Temporal.PlainDate.from(asked ?? today);
  const monday = any.subtract({ days: any.dayOfWeek - 1 }).toString();
  const sunday = plusDays(monday, 6);
  const api = deskOf(ctx);
  const [visits, rules, timeOff] = await Promise.all([
    api.visits({ masterId, from: monday, to: sunday, status: [...daysVisits] }),
    api.rules(masterId, monday, sunday),
    api.timeOff(masterId, ...boundsOf(monday, timeZone, 7)),
  ]);
  const days = [0, 1, 2, 3, 4, 5, 6].map((index) => {
    const date = plusDays(monday, index);
    const own = visits.filter(({ localDate }) => localDate === date);
    const windows = windowsOf(rules, date, timeZone);
    const free = minutesOf(freeOf({ windows, visits: own, timeOff: onDate(timeOff, date, timeZone), now }));
    return { date, visits: own.length, works: windows.length > 0, free };
  });
  return {
    text: [
      words.html("desk-week-title", {
        master: words.of(master.name),
        own: isOwn ? "yes" : "no",
        from: words.shortDay(monday),
        to: words.shortDay(sunday),
      }),
      words.html("desk-day-sums", {
        visits: visits.length,
        free: words.duration(days.reduce((sum, { free }) => sum + free, 0)),
      }),
      "",
      words.html("desk-week-text"),
    ].join("\n"),
    rows: [
      ...days.map(({ date, visits: count, works, free }) => [
        {
          label: words.plain("desk-week-day", {
            day: words.shortDay(date),
            visits: count,
            free: words.duration(free),
            state: works || count > 0 ? (free > 0 ? "free" : "full") : "off",
          }),
          on: { do: "desk-day", masterId, date: date === today ? null : date, page: 0 } as const,
        },
      ]),
      [
        {
          label: words.plain("button-week-before"),
          on: { do: "desk-week", masterId, date: plusDays(monday, -7) },
        },
        {
          label: words.plain("button-week-after"),
          on: { do: "desk-week", masterId, date: plusDays(monday, 7) },
        },
      ],
      [{ label: words.plain("button-back"), on: { do: "desk-day", masterId, date: null, page: 0 } }],
    ],
  };
}

/** How far back the calendar leads. */
const monthsBack = 12;

export async function renderMonthOfDesk(ctx: BotContext, masterId: string, month: string): Promise<Card> {
  const { words } = ctx;
  const { business, today } = await whose(ctx, masterId);
  const grid = monthGrid({
    month,
    bookable: new Set(datesOf(month)),
    first: Temporal.PlainDate.from(today).subtract({ months: monthsBack }).toString(),
    last: plusDays(today, business.horizonDays),
    weekday: (number) => words.weekday(number),
    shortMonth: (other) => words.shortMonth(other),
    onDay: (date) => ({ do: "desk-day", masterId, date: date === today ? null : date, page: 0 }),
    onMonth: (other) => ({ do: "desk-month", masterId, month: other }),
  });
  return {
    text: words.html("desk-month-text", { month: words.month(month) }),
    rows: [
      ...grid,
      [{ label: words.plain("button-back"), on: { do: "desk-day", masterId, date: null, page: 0 } }],
    ],
  };
}

export function datesOf(month: string): string[] {
  const { daysInMonth } = Temporal.PlainYearMonth.from(month);
  return Array.from({ length: daysInMonth }, (_, index) => `${month}-${String(index + 1).padStart(2, "0")}`);
}
