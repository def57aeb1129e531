import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { type StepAt } from "../../draft/steps/desk";
import { type Button, type Card } from "../../keyboards/card";
import { monthGrid } from "../../keyboards/month";
import { farthestDays, take, timeOffWords, visitsWithin } from "./block";
import { boundsOf, plusDays } from "./day";
import { clientName } from "./visit-words";
import { datesOf } from "./week";
import { type Words } from "../../words";
import { whose } from "./whose";

const visitsNamed = 8;
/** As long as booking-api lets a master be away at a time. */
const longestDays = 366;

/** A day off, or a holiday from one day to another. */
export function daysOff(composer: Composer<BotContext>): void {
  onTap(composer, "desk-off", (ctx, { masterId, month, first }) =>
    ctx.live.show({ at: "desk-off", masterId, month, first }),
  );
  onTap(composer, "desk-off-day", (ctx, { masterId, first, last }) =>
    ctx.live.show(
      last === null
        ? { at: "desk-off", masterId, month: first.slice(0, 7), first }
        : { at: "desk-off-sure", masterId, first, last },
    ),
  );
  onTap(composer, "desk-off-sure", async (ctx, { masterId, first, last }) => {
    const { business } = await whose(ctx, masterId);
    const [startsAt] = boundsOf(first, business.timeZone);
    const [, endsAt] = boundsOf(last, business.timeZone);
    await take(ctx, masterId, { from: Date.parse(startsAt), to: Date.parse(endsAt) });
  });
}

export async function renderOff(
  ctx: BotContext,
  { masterId, month, first }: StepAt<"desk-off">,
): Promise<Card> {
  const { words } = ctx;
  const { today } = await whose(ctx, masterId);
  const from = first ?? today;
  // The list of what is blocked looks this far ahead, and what is taken must be found in it.
  const last = [plusDays(from, longestDays - 1), plusDays(today, farthestDays - 1)].sort()[0] ?? today;
  const grid = monthGrid({
    month,
    bookable: new Set(datesOf(month).filter((date) => date >= from && date <= last)),
    first: from,
    last,
    weekday: (number) => words.weekday(number),
    shortMonth: (other) => words.shortMonth(other),
    onDay: (date) =>
      first === null
        ? { do: "desk-off-day", masterId, first: date, last: null }
        : { do: "desk-off-day", masterId, first, last: date },
    onMonth: (other) => ({ do: "desk-off", masterId, month: other, first }),
  });
  const back = { label: words.plain("button-back"), on: { do: "desk-block", masterId, page: 0 } } as const;
  return {
    text:
      first === null
        ? words.html("desk-off-text", { month: words.month(month) })
        : words.html("desk-off-last", { month: words.month(month), first: words.longDay(first, today) }),
    rows:
      first === null
        ? [...grid, [back]]
        : [
            [
              {
                label: words.plain("button-off-only", { day: words.shortDay(first) }),
                on: { do: "desk-off-day", masterId, first, last: first },
              },
            ],
            ...grid,
            [
              {
                label: words.plain("button-back"),
                on: { do: "desk-off", masterId, month: first.slice(0, 7), first: null },
              },
              wayOut(words, masterId),
            ],
          ],
  };
}

function wayOut(words: Words, masterId: string): Button {
  return {
    label: words.plain("button-cancel"),
    on: { do: "desk-block", masterId, page: 0 },
    style: "danger",
  };
}

/** What lies in those days is said before they are taken. */
export async function renderOffSure(
  ctx: BotContext,
  { masterId, first, last }: StepAt<"desk-off-sure">,
): Promise<Card> {
  const { words } = ctx;
  const { business } = await whose(ctx, masterId);
  const { timeZone } = business;
  const [startsAt] = boundsOf(first, timeZone);
  const [, endsAt] = boundsOf(last, timeZone);
  const staying = await visitsWithin(ctx, masterId, { startsAt, endsAt }, timeZone);
  return {
    text: [
      words.html("desk-off-sure-title", {
        when: timeOffWords(words, { startsAt, endsAt }, timeZone, "long"),
      }),
      "",
      words.html("desk-blocked-text", { count: staying.length }),
      ...staying.slice(0, visitsNamed).map((visit) =>
        words.html("desk-staying-line", {
          day: words.shortDay(visit.localDate),
          time: visit.localTime,
          client: clientName(words, visit),
        }),
      ),
    ].join("\n"),
    rows: [
      [
        {
          label: words.plain("button-off-sure"),
          on: { do: "desk-off-sure", masterId, first, last },
          style: "success",
        },
      ],
      [
        {
          label: words.plain("button-back"),
          on: { do: "desk-off", masterId, month: first.slice(0, 7), first },
        },
        wayOut(words, masterId),
      ],
    ],
  };
}
