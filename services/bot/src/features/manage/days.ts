import { type Composer } from "grammy";
import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { type BotContext, onTap, onText } from "../../context";
import { type Button, type Card } from "../../keyboards/card";
import { weeksOf } from "../../keyboards/month";
import { todayOf } from "../visit/visit-text";
import { parseDate } from "./answers/date";
import { type Window } from "./answers/hours";
import { management } from "./api";
import { hoursText, placeOf, toHoursOf, wireOfWindows } from "./hours";
import { back, quoted } from "./layout";

/** As many as are read on one screen; the next ones come closer by themselves. */
const listed = 20;

/** Days that differ from the usual ones: of a master, or of the whole business. */
export function days(composer: Composer<BotContext>): void {
  onTap(composer, "manage-days", (ctx, { masterId }) => ctx.live.show({ at: "manage-days", masterId }));
  onTap(composer, "manage-dates", (ctx, { masterId, month }) =>
    ctx.live.show({ at: "manage-dates", masterId, month }),
  );
  onTap(composer, "manage-import", (ctx) => ctx.live.show({ at: "manage-import" }));

  for (const at of ["manage-days", "manage-dates"] as const)
    onText(composer, at, async (ctx, step, text) => {
      const { words } = ctx;
      const { body: business } = await management(ctx).business();
      const today = todayOf(ctx, business);
      const date = parseDate(text, today);
      if (date === undefined || date < today)
        return ctx.live.show(step, {
          notice: `${quoted(words, text)}\n${words.html("manage-fault-date")}`,
        });
      await toHoursOf(ctx, step.masterId, date);
    });

  onText(composer, "manage-import", (ctx, _step, text) => importHolidays(ctx, text));
}

const line = z.string().min(1).max(200);
const spoken = z.object({ ru: z.exactOptional(line), en: z.exactOptional(line) });
const holiday = z.object({
  date: z.iso.date(),
  name: z.union([
    spoken,
    z
      .string()
      .min(1)
      .max(200)
      .transform((name) => ({ ru: name, en: name })),
  ]),
});
const holidays = z.union([
  z.array(holiday),
  z.object({ items: z.array(holiday) }).transform(({ items }) => items),
]);

/** Holidays in a JSON text: a list, or `{ items: … }`, each with a date and a name. Undefined for anything else. */
export function parseHolidays(text: string): z.infer<typeof holidays> | undefined {
  try {
    const found = holidays.safeParse(JSON.parse(text));
    const known = found.data?.filter(({ name }) => Object.keys(name).length > 0) ?? [];
    const once = new Set(known.map(({ date }) => date)).size === known.length;
    return known.length > 0 && known.length <= 500 && known.length === found.data?.length && once
      ? known
      : undefined;
  } catch {
    return undefined;
  }
}

async function importHolidays(ctx: BotContext, text: string): Promise<void> {
  const items = parseHolidays(text);
  if (items === undefined)
    return ctx.live.show({ at: "manage-import" }, { notice: ctx.words.html("manage-fault-holidays") });
  const { changed, unchanged } = await management(ctx).importHolidays(items);
  await ctx.live.show(
    { at: "manage-days", masterId: null },
    { notice: ctx.words.html("manage-imported", { changed, unchanged }) },
  );
}

export function renderImport({ words }: BotContext): Card {
  return {
    text: words.html("manage-import-text", {
      example: `[{"date": "2027-01-01", "name": {"ru": "Новый год", "en": "New Year"}}]`,
    }),
    rows: [[back(words, { at: "manage-days", masterId: null })]],
  };
}

export async function renderDays(ctx: BotContext, masterId: string | null): Promise<Card> {
  const { words } = ctx;
  const api = management(ctx);
  const { body: business } = await api.business();
  const today = todayOf(ctx, business);
  const to = Temporal.PlainDate.from(today).add({ days: 365 }).toString();
  const all: { date: string; windows: Window[]; name?: string }[] =
    masterId === null
      ? (await api.closures(today, to)).map(({ date, windows, name }) => ({
          date,
          windows,
          ...(name === null ? {} : { name: words.of(name) }),
        }))
      : await api.overrides(masterId, today, to);
  const shown = all.slice(0, listed);
  const title =
    masterId === null
      ? words.html("manage-closures-title")
      : words.html("manage-days-title", { name: words.of((await api.master(masterId)).body.name) });
  return {
    text: [
      title,
      words.html(masterId === null ? "manage-closures-text" : "manage-days-text"),
      ...(all.length > 0 ? [] : ["", words.html("manage-days-none")]),
      ...(all.length > listed ? ["", words.html("manage-days-more", { days: all.length - listed })] : []),
    ].join("\n"),
    rows: [
      ...shown.map(({ date, windows, name }) => [
        {
          label: words.plain("manage-day-button", {
            day: words.shortDay(date),
            hours: [hoursText(words, wireOfWindows(windows)), ...(name === undefined ? [] : [name])].join(
              " · ",
            ),
          }),
          on: { do: "manage-hours", place: placeOf(masterId, date) } as const,
        },
      ]),
      [
        {
          label: words.plain("manage-button-date"),
          on: { do: "manage-dates", masterId, month: today.slice(0, 7) },
        },
        ...(masterId === null
          ? [{ label: words.plain("manage-button-import"), on: { do: "manage-import" } as const }]
          : []),
      ],
      [back(words, masterId === null ? { at: "manage" } : { at: "manage-master", masterId })],
    ],
  };
}

/** Any day of a month, from today on. */
export async function renderDates(ctx: BotContext, masterId: string | null, month: string): Promise<Card> {
  const { words } = ctx;
  const { body: business } = await management(ctx).business();
  const today = todayOf(ctx, business);
  const thisMonth = Temporal.PlainYearMonth.from(today.slice(0, 7));
  const shownMonth = Temporal.PlainYearMonth.from(month);
  const turn = (by: number): Button[] => {
    const other = shownMonth.add({ months: by });
    const isOffered =
      Temporal.PlainYearMonth.compare(other, thisMonth) >= 0 &&
      Temporal.PlainYearMonth.compare(other, thisMonth.add({ months: 18 })) <= 0;
    const label = words.shortMonth(other.toString());
    return isOffered
      ? [
          {
            label: by < 0 ? `‹ ${label}` : `${label} ›`,
            on: { do: "manage-dates", masterId, month: other.toString() },
          },
        ]
      : [];
  };
  const dead = (label: string): Button => ({ label, on: { do: "pick-day" } });
  const weeks = weeksOf(month).filter((week) => week.some((date) => date !== null && date >= today));
  return {
    text: words.html("manage-dates-text", { month: words.month(month) }),
    rows: [
      [1, 2, 3, 4, 5, 6, 7].map((day) => dead(words.weekday(day))),
      ...weeks.map((week) =>
        week.map((date) =>
          date === null || date < today
            ? dead("·")
            : {
                label: String(Number(date.slice(8))),
                on: { do: "manage-hours", place: placeOf(masterId, date) } as const,
              },
        ),
      ),
      [...turn(-1), ...turn(1)],
      [back(words, { at: "manage-days", masterId })],
    ],
  };
}
