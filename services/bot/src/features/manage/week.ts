import { isProblem } from "@okoshko/contracts/problem-error";
import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { type Card } from "../../keyboards/card";
import { type Window } from "./answers/hours";
import { management, type WorkingHours } from "./api";
import { hoursText, windowsOn, wireOfWindows, withDay } from "./hours";
import { back } from "./layout";

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** A master's week: its days, and one day's hours copied to others. */
export function week(composer: Composer<BotContext>): void {
  onTap(composer, "manage-week", (ctx, { masterId }) => ctx.live.show({ at: "manage-week", masterId }));
  onTap(composer, "manage-copy", (ctx, { masterId, weekday }) =>
    ctx.live.show({ at: "manage-copy", masterId, weekday }),
  );
  onTap(composer, "manage-copy-to", async (ctx, { masterId, weekday, days }) => {
    const api = management(ctx);
    for (let attempt = 1; ; attempt += 1) {
      const { body, etag } = await api.week(masterId);
      const windows = windowsOn(body, weekday);
      const chosen = weekdays.filter((day) => isIn(days, day));
      const changed = chosen.reduce((so, day) => withDay(so, day, windows), body);
      try {
        await api.putWeek(masterId, changed, etag);
        break;
      } catch (error) {
        if (!isProblem(error, "precondition-failed") || attempt === 5) throw error;
      }
    }
    const names = weekdays.filter((day) => isIn(days, day)).map((day) => ctx.words.weekday(day));
    const notice = ctx.words.html("manage-copied", { days: names.join(", ") });
    await ctx.live.show({ at: "manage-week", masterId }, { notice });
  });
}

/** A set of weekdays in seven bits. */
export function maskOf(days: readonly number[]): number {
  return days.reduce((mask, day) => mask | (1 << (day - 1)), 0);
}

function isIn(mask: number, day: number): boolean {
  return (mask & (1 << (day - 1))) !== 0;
}

export async function renderWeek(ctx: BotContext, masterId: string): Promise<Card> {
  const { words } = ctx;
  const api = management(ctx);
  const [{ body: master }, { body }] = await Promise.all([api.master(masterId), api.week(masterId)]);
  const said = (day: number): string => hoursText(words, wireOf(body, day));
  return {
    text: [
      words.html("manage-week-title", { name: words.of(master.name) }),
      words.html("manage-week-text", { hours: weeklyHours(body) }),
    ].join("\n"),
    rows: [
      ...weekdays.map((weekday) => [
        {
          label: words.plain("manage-weekday-button", {
            day: words.weekdayName(weekday),
            hours: said(weekday),
          }),
          on: { do: "manage-hours", place: { of: "weekday", masterId, weekday } } as const,
        },
      ]),
      [back(words, { at: "manage-master", masterId })],
    ],
  };
}

function wireOf(body: WorkingHours, day: number): string {
  const windows: Window[] = windowsOn(body, day);
  return wireOfWindows(windows);
}

/** Hours of work in a week, rounded to one decimal. */
export function weeklyHours(body: WorkingHours): number {
  const minutes = body.days
    .flatMap(({ windows }) => windows)
    .map(({ from, to }) => minuteIn(to) - minuteIn(from))
    .reduce((sum, length) => sum + length, 0);
  return Math.round(minutes / 6) / 10;
}

function minuteIn(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

export async function renderCopy(ctx: BotContext, masterId: string, weekday: number): Promise<Card> {
  const { words } = ctx;
  const { body } = await management(ctx).week(masterId);
  const to = (label: string, days: readonly number[]) => ({
    label,
    on: {
      do: "manage-copy-to",
      masterId,
      weekday,
      days: maskOf(days.filter((day) => day !== weekday)),
    } as const,
  });
  const others = weekdays.filter((day) => day !== weekday);
  return {
    text: words.html("manage-copy-text", {
      day: words.weekdayName(weekday),
      hours: hoursText(words, wireOf(body, weekday)),
    }),
    rows: [
      [to(words.plain("manage-button-workdays"), [1, 2, 3, 4, 5])],
      [to(words.plain("manage-button-all-days"), weekdays)],
      others.map((day) => to(words.weekday(day), [day])),
      [
        {
          label: words.plain("button-back"),
          on: { do: "manage-hours", place: { of: "weekday", masterId, weekday } },
        },
      ],
    ],
  };
}
