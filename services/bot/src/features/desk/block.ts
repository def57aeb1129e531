import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { localDateOf } from "../../formats";
import { type Button, type Card, inRows } from "../../keyboards/card";
import { type Words } from "../../words";
import { boundsOf, plusDays } from "./day";
import { instantOf, type Stretch, windowsOf } from "./day-sheet";
import { deskOf, type DeskVisit, type TimeOff } from "./desk-booking";
import { keyOf } from "./key";
import { pageOf, pager } from "./paging";
import { clientName } from "./visit-words";
import { whose, type Whose } from "./whose";

const perPage = 6;
const minuteMs = 60_000;
const stepMs = 30 * minuteMs;
/** As far as booking-api looks at once. */
export const farthestDays = 399;

/** The master is away for a while: at once, from–to, or for days; and what they have blocked. */
export function block(composer: Composer<BotContext>): void {
  onTap(composer, "desk-block", (ctx, { masterId, page }) =>
    ctx.live.show({ at: "desk-block", masterId, page }),
  );
  onTap(composer, "desk-block-for", async (ctx, { masterId, minutes }) => {
    const desk = await whose(ctx, masterId);
    // The minute that has begun is theirs already.
    const from = Math.floor(desk.now / minuteMs) * minuteMs;
    const to = minutes === null ? await endOfDay(ctx, desk) : from + minutes * minuteMs;
    await take(ctx, masterId, { from, to });
  });
  onTap(composer, "desk-block-from", (ctx, { masterId, date }) =>
    ctx.live.show({ at: "desk-block-from", masterId, date }),
  );
  onTap(composer, "desk-block-to", (ctx, { masterId, date, from }) =>
    ctx.live.show({ at: "desk-block-to", masterId, date, from }),
  );
  onTap(composer, "desk-block-sure", async (ctx, { masterId, date, from, to }) => {
    const { business } = await whose(ctx, masterId);
    await take(ctx, masterId, {
      from: instantOf(date, from, business.timeZone),
      to: instantOf(date, to, business.timeZone),
    });
  });
  onTap(composer, "desk-unblock", async (ctx, { masterId, timeOffId }) => {
    await deskOf(ctx).unblock(masterId, timeOffId);
    await ctx.live.show(
      { at: "desk-block", masterId, page: 0 },
      { notice: ctx.words.html("desk-unblocked") },
    );
  });
}

/** Takes the master out of the offer; what is booked in that time stays, and is named. */
export async function take(ctx: BotContext, masterId: string, { from, to }: Stretch): Promise<void> {
  const { id: timeOffId } = await deskOf(ctx).block(
    masterId,
    { startsAt: new Date(from).toISOString(), endsAt: new Date(to).toISOString() },
    // A stretch that is taken twice by one double tap is one.
    keyOf(ctx, `block:${from / minuteMs}:${to / minuteMs}`),
  );
  await ctx.live.show({ at: "desk-blocked", masterId, timeOffId });
}

/** When the master's last window of today ends; without one ahead, midnight. */
async function endOfDay(ctx: BotContext, { master, business, today, now }: Whose): Promise<number> {
  const rules = await deskOf(ctx).rules(master.id, today, today);
  const last = windowsOf(rules, today, business.timeZone).at(-1)?.to ?? 0;
  return last > now ? last : instantOf(today, "24:00", business.timeZone);
}

/** Everything that still lies ahead, by start. */
async function ahead(ctx: BotContext, { master, now }: Whose): Promise<TimeOff[]> {
  const until = now + farthestDays * 24 * 60 * minuteMs;
  return deskOf(ctx).timeOff(master.id, new Date(now).toISOString(), new Date(until).toISOString());
}

export async function renderBlock(ctx: BotContext, masterId: string, wanted: number): Promise<Card> {
  const { words } = ctx;
  const desk = await whose(ctx, masterId);
  const { today, business, master, isOwn } = desk;
  const blocks = await ahead(ctx, desk);
  const { page, shown } = pageOf(blocks, wanted, perPage);
  const forMinutes = (minutes: number): Button => ({
    label: words.plain("desk-block-minutes", { duration: words.duration(minutes) }),
    on: { do: "desk-block-for", masterId, minutes },
  });
  return {
    text: [
      words.html("desk-block-title", { master: words.of(master.name), own: isOwn ? "yes" : "no" }),
      "",
      words.html("desk-block-text", { count: blocks.length }),
    ].join("\n"),
    rows: [
      [15, 30, 60].map(forMinutes),
      [{ label: words.plain("button-block-rest"), on: { do: "desk-block-for", masterId, minutes: null } }],
      [
        { label: words.plain("button-block-hours"), on: { do: "desk-block-from", masterId, date: today } },
        {
          label: words.plain("button-day-off"),
          on: { do: "desk-off", masterId, month: today.slice(0, 7), first: null },
        },
      ],
      ...shown.map((timeOff) => [
        {
          label: words.plain("desk-unblock", {
            when: timeOffWords(words, timeOff, business.timeZone, "short"),
          }),
          on: { do: "desk-unblock", masterId, timeOffId: timeOff.id } as const,
        },
      ]),
      ...pager(ctx, { page, count: blocks.length, size: perPage }, (other) => ({
        do: "desk-block",
        masterId,
        page: other,
      })),
      [{ label: words.plain("button-back"), on: { do: "desk-day", masterId, date: null, page: 0 } }],
    ],
  };
}

/** `Tue 24 Nov, 14:00–15:30`, or the days where it is whole ones. */
export function timeOffWords(
  words: Words,
  { startsAt, endsAt }: Pick<TimeOff, "startsAt" | "endsAt">,
  timeZone: string,
  length: "short" | "long",
): string {
  const first = localDateOf(startsAt, timeZone);
  // The instant of an end at midnight belongs to the next day, which is not taken.
  const last = localDateOf(new Date(Date.parse(endsAt) - 1), timeZone);
  const [dayBegins] = boundsOf(first, timeZone);
  const [, dayEnds] = boundsOf(last, timeZone);
  const day = (date: string) => (length === "short" ? words.shortDay(date) : words.longDay(date, first));
  const isWholeDays =
    Date.parse(startsAt) === Date.parse(dayBegins) && Date.parse(endsAt) === Date.parse(dayEnds);
  return words.plain("desk-time-off", {
    shape: isWholeDays ? (first === last ? "day" : "days") : first === last ? "hours" : "long",
    first: day(first),
    last: day(last),
    from: words.timeOf(startsAt, timeZone),
    to: words.timeOf(endsAt, timeZone),
  });
}

/** From when: a day's working hours in half hours. */
export async function renderBlockFrom(ctx: BotContext, masterId: string, date: string): Promise<Card> {
  const { words } = ctx;
  const desk = await whose(ctx, masterId);
  const { today, business, now } = desk;
  const { from, to } = await spanOf(ctx, desk, date);
  const times = halfHours(Math.max(from, date === today ? now - stepMs + 1 : from), to).filter(
    (time) => time < to,
  );
  const before = plusDays(date, -1);
  const after = plusDays(date, 1);
  return {
    text: words.html("desk-block-from-text", { day: words.longDay(date, today) }),
    rows: [
      ...inRows(
        times.map((time) => {
          const label = wallOf(words, time, business.timeZone);
          return { label, on: { do: "desk-block-to", masterId, date, from: label } as const };
        }),
        4,
      ),
      [
        ...(date > today
          ? [
              {
                label: words.plain("button-day-before", { day: words.shortDay(before) }),
                on: { do: "desk-block-from", masterId, date: before } as const,
              },
            ]
          : []),
        {
          label: words.plain("button-day-after", { day: words.shortDay(after) }),
          on: { do: "desk-block-from", masterId, date: after },
        },
      ],
      [{ label: words.plain("button-back"), on: { do: "desk-block", masterId, page: 0 } }],
    ],
  };
}

export async function renderBlockTo(
  ctx: BotContext,
  masterId: string,
  date: string,
  from: string,
): Promise<Card> {
  const { words } = ctx;
  const desk = await whose(ctx, masterId);
  const { timeZone } = desk.business;
  const { to } = await spanOf(ctx, desk, date);
  const start = instantOf(date, from, timeZone);
  const midnight = instantOf(date, "24:00", timeZone);
  const times = halfHours(start, Math.max(to, start + stepMs)).filter(
    (time) => time > start && time <= midnight,
  );
  return {
    text: words.html("desk-block-to-text", { day: words.longDay(date, desk.today), from }),
    rows: [
      ...inRows(
        times.map((time) => {
          const label = time === midnight ? "24:00" : wallOf(words, time, timeZone);
          return { label, on: { do: "desk-block-sure", masterId, date, from, to: label } as const };
        }),
        4,
      ),
      [
        { label: words.plain("button-back"), on: { do: "desk-block-from", masterId, date } },
        {
          label: words.plain("button-cancel"),
          on: { do: "desk-block", masterId, page: 0 },
          style: "danger",
        },
      ],
    ],
  };
}

/** From the day's first working minute to its last; on a free day, what a working day would be. */
async function spanOf(ctx: BotContext, { master, business }: Whose, date: string): Promise<Stretch> {
  const windows = windowsOf(await deskOf(ctx).rules(master.id, date, date), date, business.timeZone);
  const first = windows[0];
  const last = windows.at(-1);
  return first === undefined || last === undefined
    ? {
        from: instantOf(date, "09:00", business.timeZone),
        to: instantOf(date, "21:00", business.timeZone),
      }
    : { from: first.from, to: last.to };
}

/** The half hours of the clock that touch a stretch, both ends included. */
function halfHours(from: number, to: number): number[] {
  const first = Math.ceil(from / stepMs) * stepMs;
  const count = Math.max(0, Math.floor((to - first) / stepMs) + 1);
  return Array.from({ length: Math.min(count, 48) }, (_, index) => first + index * stepMs);
}

function wallOf(words: Words, time: number, timeZone: string): string {
  return words.timeOf(new Date(time).toISOString(), timeZone);
}

const visitsNamed = 8;

export async function renderBlocked(ctx: BotContext, masterId: string, timeOffId: string): Promise<Card> {
  const { words } = ctx;
  const desk = await whose(ctx, masterId);
  const blocks = await ahead(ctx, desk);
  const timeOff = blocks.find(({ id }) => id === timeOffId);
  if (timeOff === undefined) return renderBlock(ctx, masterId, 0);
  const { timeZone } = desk.business;
  const staying = await visitsWithin(ctx, masterId, timeOff, timeZone);
  return {
    text: [
      words.html("desk-blocked-title", { when: timeOffWords(words, timeOff, timeZone, "long") }),
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
      ...staying.slice(0, visitsNamed).map((visit) => [
        {
          label: words.plain("desk-staying-button", {
            day: words.shortDay(visit.localDate),
            time: visit.localTime,
            client: clientName(words, visit),
          }),
          on: { do: "desk-visit", appointmentId: visit.id } as const,
        },
      ]),
      [{ label: words.plain("button-unblock"), on: { do: "desk-unblock", masterId, timeOffId } }],
      [
        { label: words.plain("button-desk-blocks"), on: { do: "desk-block", masterId, page: 0 } },
        {
          label: words.plain("button-desk-today"),
          on: { do: "desk-day", masterId, date: null, page: 0 },
        },
      ],
    ],
  };
}

/** Requests and bookings that reach into a time. */
export async function visitsWithin(
  ctx: BotContext,
  masterId: string,
  { startsAt, endsAt }: Pick<TimeOff, "startsAt" | "endsAt">,
  timeZone: string,
): Promise<DeskVisit[]> {
  const visits = await deskOf(ctx).visits({
    masterId,
    // A visit of the evening before may reach into it.
    from: plusDays(localDateOf(startsAt, timeZone), -1),
    to: localDateOf(endsAt, timeZone),
    status: ["pending", "confirmed"],
  });
  return visits.filter(
    (visit) =>
      Date.parse(visit.startsAt) < Date.parse(endsAt) && Date.parse(visit.endsAt) > Date.parse(startsAt),
  );
}
