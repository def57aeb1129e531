import { type Composer } from "grammy";
import { Temporal } from "temporal-polyfill";
import { type BotContext, onTap } from "../../context";
import { type Button, type Card, inRows } from "../../keyboards/card";
import { type Words } from "../../words";
import { freeOf, instantOf, type Line, minutesOf, sheetOf, stretchOf, windowsOf } from "./day-sheet";
import { deskOf, type DeskVisit } from "./desk-booking";
import { pageOf, pager } from "./paging";
import { clientName, hoursOf, visitLine } from "./visit-words";
import { isInCharge, type Whose, whose } from "./whose";

/** Those that take up the master's day, or did. */
export const daysVisits = ["pending", "confirmed", "completed", "no_show"] as const;

const perPage = 16;

/** A day at the desk: what is now, what is next, what is free between. */
export function day(composer: Composer<BotContext>): void {
  onTap(composer, "desk-day", (ctx, { masterId, date, page }) =>
    ctx.live.show({ at: "desk-day", masterId, date, page }),
  );
}

export async function renderDay(
  ctx: BotContext,
  masterId: string,
  asked: string | null,
  wantedPage: number,
): Promise<Card> {
  const { words } = ctx;
  const desk = await whose(ctx, masterId);
  const { business, today, now } = desk;
  const { timeZone } = business;
  const date = asked ?? today;
  const api = deskOf(ctx);
  const [visits, rules, timeOff, requests] = await Promise.all([
    api.visits({ masterId, from: date, to: date, status: [...daysVisits] }),
    api.rules(masterId, date, date),
    api.timeOff(masterId, ...boundsOf(date, timeZone)),
    waitingRequests(ctx, masterId),
  ]);
  const parts = { windows: windowsOf(rules, date, timeZone), visits, timeOff, now };
  const lines = withinDay(sheetOf(parts), date, timeZone);
  const { page, shown } = pageOf(lines, pageNow(lines, wantedPage, asked, now), perPage);
  const text = [
    words.html("desk-day-title", {
      master: words.of(desk.master.name),
      own: desk.isOwn ? "yes" : "no",
      day: words.longDay(date, today),
      today: date === today ? "yes" : "no",
    }),
    words.html("desk-day-sums", {
      visits: visits.length,
      free: words.duration(minutesOf(freeOf(parts))),
    }),
    ...(date === today ? nowAndNext(words, desk, visits) : []),
    "",
    ...(lines.length === 0 ? [words.html("desk-day-off")] : []),
    ...shown.map((line) => lineText(words, line, timeZone)),
  ].join("\n");
  return {
    text,
    rows: [
      ...inRows(
        shown.flatMap((line) => (line.kind === "visit" ? [visitButton(words, line.visit)] : [])),
        2,
      ),
      ...pager(ctx, { page, count: lines.length, size: perPage }, (other) => ({
        do: "desk-day",
        masterId,
        date,
        page: other,
      })),
      ...(requests > 0
        ? [
            [
              {
                label: words.plain("button-desk-requests", { count: requests }),
                on: { do: "desk-requests", masterId, page: 0 } as const,
              },
            ],
          ]
        : []),
      [
        { label: words.plain("button-desk-book"), on: { do: "desk-book", masterId } },
        { label: words.plain("button-desk-block"), on: { do: "desk-block", masterId, page: 0 } },
      ],
      neighbourDays(words, masterId, date, today),
      [
        { label: words.plain("button-desk-week"), on: { do: "desk-week", masterId, date } },
        {
          label: words.plain("button-other-date"),
          on: { do: "desk-month", masterId, month: date.slice(0, 7) },
        },
      ],
      [
        { label: words.plain("button-desk-share"), on: { do: "desk-share", masterId, span: "week" } },
        { label: words.plain("button-desk-waitlist"), on: { do: "desk-waitlist", masterId, page: 0 } },
      ],
      [
        { label: words.plain("button-desk-feed"), on: { do: "desk-feed", masterId } },
        (await isInCharge(ctx))
          ? { label: words.plain("button-desk-masters"), on: { do: "desk-masters", page: 0 } }
          : { label: words.plain("button-home"), on: { do: "home" } },
      ],
    ],
  };
}

/** Requests that wait for an answer, on whatever day. */
async function waitingRequests(ctx: BotContext, masterId: string): Promise<number> {
  return (await deskOf(ctx).visits({ masterId, status: ["pending"] })).length;
}

/** A long day opens where the clock stands. */
function pageNow(lines: readonly Line[], wanted: number, asked: string | null, now: number): number {
  if (asked !== null || wanted > 0) return wanted;
  const at = lines.findIndex(({ to }) => to > now);
  return at === -1 ? 0 : Math.floor(at / perPage);
}

function nowAndNext(words: Words, { business, now }: Whose, visits: readonly DeskVisit[]): string[] {
  const open = visits.filter(({ status }) => status === "confirmed" || status === "pending");
  const current = open.find((visit) => Date.parse(visit.startsAt) <= now && now < Date.parse(visit.endsAt));
  const next = open.find((visit) => Date.parse(visit.startsAt) > now);
  return [
    "",
    words.html("desk-clock", { time: words.timeOf(new Date(now).toISOString(), business.timeZone) }),
    ...(current === undefined
      ? []
      : [
          words.html("desk-now", {
            client: clientName(words, current),
            until: words.timeOf(current.endsAt, business.timeZone),
          }),
        ]),
    next === undefined
      ? words.html("desk-next-none")
      : words.html("desk-next", {
          client: clientName(words, next),
          time: next.localTime,
          in: words.duration(Math.max(1, Math.ceil((Date.parse(next.startsAt) - now) / 60_000))),
        }),
  ];
}

function lineText(words: Words, line: Line, timeZone: string): string {
  const hours = hoursOf(words, line, timeZone);
  switch (line.kind) {
    case "visit":
      return visitLine(words, line.visit);
    case "free":
      return words.html("desk-free-line", { hours });
    case "break":
      return words.html("desk-break-line", { hours });
    case "away":
      return words.html("desk-away-line", { hours, note: line.timeOff.note ?? "none" });
  }
}

function visitButton(words: Words, visit: DeskVisit): Button {
  return {
    label: words.plain("desk-visit-button", { time: visit.localTime, client: clientName(words, visit) }),
    on: { do: "desk-visit", appointmentId: visit.id },
  };
}

/** The days before and after by their names, and the way back to today from anywhere else. */
function neighbourDays(words: Words, masterId: string, date: string, today: string): Button[] {
  const of = (other: string) =>
    ({ do: "desk-day", masterId, date: other === today ? null : other, page: 0 }) as const;
  const before = plusDays(date, -1);
  const after = plusDays(date, 1);
  return [
    { label: words.plain("button-day-before", { day: words.shortDay(before) }), on: of(before) },
    ...(date === today || before === today || after === today
      ? []
      : [{ label: words.plain("button-desk-today"), on: of(today) }]),
    { label: words.plain("button-day-after", { day: words.shortDay(after) }), on: of(after) },
  ];
}

/** Time off of several days shows the part that lies in this one. */
function withinDay(lines: Line[], date: string, timeZone: string): Line[] {
  const [from, to] = boundsOf(date, timeZone).map((bound) => Date.parse(bound));
  if (from === undefined || to === undefined) return lines;
  return lines.map((line) =>
    line.kind === "away" ? { ...line, from: Math.max(line.from, from), to: Math.min(line.to, to) } : line,
  );
}

/** The first instant of a date and the first after it. */
export function boundsOf(date: string, timeZone: string, days = 1): [string, string] {
  return [
    new Date(instantOf(date, "00:00", timeZone)).toISOString(),
    new Date(instantOf(plusDays(date, days - 1), "24:00", timeZone)).toISOString(),
  ];
}

export function plusDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** What of a list of time off reaches into a date. */
export function onDate<Item extends { startsAt: string; endsAt: string }>(
  items: readonly Item[],
  date: string,
  timeZone: string,
): Item[] {
  const [from, to] = boundsOf(date, timeZone);
  return items.filter((item) => {
    const stretch = stretchOf(item);
    return stretch.from < Date.parse(to) && stretch.to > Date.parse(from);
  });
}
