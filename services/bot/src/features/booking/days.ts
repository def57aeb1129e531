import { type Composer } from "grammy";
import { Temporal } from "temporal-polyfill";
import { type BotContext, onTap } from "../../context";
import { type Visit } from "../../draft/steps/client";
import { type Card } from "../../keyboards/card";
import { monthGrid } from "../../keyboards/month";
import { waitlistRow } from "../waitlist/join";
import { arrange, nextFreeDays } from "./arranged";

/** As many as fit a phone's screen together with the buttons below. */
const listed = 7;

/** Which day: first the next ones with free times, then any other one in a calendar. */
export function days(composer: Composer<BotContext>): void {
  onTap(composer, "days", (ctx, { visit }) => ctx.live.show({ at: "days", visit }));
  onTap(composer, "month", (ctx, { visit, month }) => ctx.live.show({ at: "month", visit, month }));
}

export async function renderDays(ctx: BotContext, visit: Visit): Promise<Card> {
  const { words } = ctx;
  const arranged = await arrange(ctx, visit);
  const free = await nextFreeDays(ctx, arranged, listed);
  const last = free.at(-1);
  const buttons = free.map(({ date, slots }) => [
    {
      label: words.plain("day-button", { day: words.shortDay(date), free: slots }),
      on: { do: "day", visit, date, part: null } as const,
    },
  ]);
  return {
    text: [
      arranged.title,
      "",
      free.length > 0
        ? words.html("days-text")
        : words.html("days-none", { last: words.longDay(arranged.last, arranged.today) }),
    ].join("\n"),
    rows: [
      ...buttons,
      ...(last === undefined || free.length < listed
        ? []
        : [
            [
              {
                label: words.plain("button-other-date"),
                on: { do: "month", visit, month: last.date.slice(0, 7) } as const,
              },
            ],
          ]),
      ...waitlistRow(ctx, arranged, null),
      // What has no room alone has none with more.
      ...(free.length > 0 ? arranged.more : []),
      [arranged.back, arranged.cancel],
    ],
  };
}

export async function renderMonth(ctx: BotContext, visit: Visit, month: string): Promise<Card> {
  const { words } = ctx;
  const arranged = await arrange(ctx, visit);
  const { today, last } = arranged;
  const from = [`${month}-01`, today].sort().at(-1) ?? today;
  const end = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 31 }).toString();
  const to = [end, last].sort()[0] ?? last;
  const free = from <= to ? await ctx.booking.days(arranged.wanted, from, to) : [];
  const bookable = new Set(free.filter(({ slots }) => slots > 0).map(({ date }) => date));
  const grid = monthGrid({
    month,
    bookable,
    first: today,
    last,
    weekday: (number) => words.weekday(number),
    shortMonth: (other) => words.shortMonth(other),
    onDay: (date) => ({ do: "day", visit, date, part: null }),
    onMonth: (other) => ({ do: "month", visit, month: other }),
  });
  return {
    text: [
      arranged.title,
      "",
      words.html("month-text", { month: words.month(month) }),
      ...(bookable.size > 0 ? [] : [words.html("month-none")]),
    ].join("\n"),
    rows: [...grid, [{ label: words.plain("button-back"), on: { do: "days", visit } }, arranged.cancel]],
  };
}
