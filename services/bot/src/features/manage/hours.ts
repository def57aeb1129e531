import { isProblem } from "@okoshko/contracts/problem-error";
import { type Composer } from "grammy";
import { type BotContext, onTap, onText } from "../../context";
import { type Step } from "../../draft/draft";
import { type ManageStep } from "../../draft/steps/manage";
import { type Place } from "../../draft/steps/manage-target";
import { capital } from "../../formats";
import { type Button, type Card, inRows, marked } from "../../keyboards/card";
import { todayOf } from "../visit/visit-text";
import { minuteOfDay, parseWindows, wallTime, type Window, windowsText, withBreak } from "./answers/hours";
import { management, type WorkingHours } from "./api";
import { back, quoted } from "./layout";
import { type Words } from "../../words";

type HoursStep = Extract<ManageStep, { at: "manage-hours" }>;

/** A day on which nothing is said: the usual hours are in force. */
const usual = "usual";
const closed = "closed";

/** Windows as a short text, for steps, buttons and comparisons: minutes of the day, `600-840.900-1140`. */
export function wireOfWindows(windows: readonly Window[] | null): string {
  if (windows === null) return usual;
  if (windows.length === 0) return closed;
  return windows.map(({ from, to }) => `${minuteOfDay(from)}-${minuteOfDay(to)}`).join(".");
}

/** The windows behind a wire; undefined for what is none, null for the usual hours. */
export function windowsOfWire(wire: string): Window[] | null | undefined {
  if (wire === usual) return null;
  if (wire === closed) return [];
  if (!/^\d{1,4}-\d{1,4}(?:\.\d{1,4}-\d{1,4}){0,11}$/.test(wire)) return undefined;
  const windows = wire.split(".").map((part) => {
    const [from = 0, to = 0] = part.split("-").map(Number);
    return { from, to };
  });
  const isInOrder = windows.every(
    ({ from, to }, at) => from < to && to <= 1_440 && from >= (windows[at - 1]?.to ?? 0),
  );
  return isInOrder ? windows.map(({ from, to }) => ({ from: wallTime(from), to: wallTime(to) })) : undefined;
}

const presets: readonly Window[][] = [
  [{ from: "09:00", to: "18:00" }],
  [{ from: "10:00", to: "19:00" }],
  [{ from: "10:00", to: "20:00" }],
  [{ from: "12:00", to: "21:00" }],
];
const breaks: readonly Window[] = [
  { from: "13:00", to: "14:00" },
  { from: "14:00", to: "15:00" },
];

/** The hours of one weekday or one date: what they are, usual ones as buttons, breaks, and any others typed. */
export function hours(composer: Composer<BotContext>): void {
  onTap(composer, "manage-hours", (ctx, { place }) => begin(ctx, place));
  onTap(composer, "manage-set-hours", (ctx, { place, value }) => set(ctx, place, value));
  onTap(composer, "manage-usual-hours", (ctx, { place }) => set(ctx, place, usual));
  onText(composer, "manage-hours", async (ctx, step, text) => {
    const windows = parseWindows(text);
    if (windows === undefined)
      return ctx.live.show(step, {
        notice: `${quoted(ctx.words, text)}\n${ctx.words.html("manage-fault-hours")}`,
      });
    await saveHours(ctx, step, wireOfWindows(windows));
  });
}

async function set(ctx: BotContext, place: Place, wire: string): Promise<void> {
  const { step, draft } = ctx.live;
  const isHere =
    draft !== undefined && step.at === "manage-hours" && JSON.stringify(step.place) === JSON.stringify(place);
  // Without a draft nobody knows what the person saw: they look once more.
  if (!isHere) return begin(ctx, place, ctx.words.html("notice-lost"));
  await saveHours(ctx, step, wire);
}

function homeOf(place: Place): Step {
  switch (place.of) {
    case "weekday":
      return { at: "manage-week", masterId: place.masterId };
    case "date":
      return { at: "manage-days", masterId: place.masterId };
    case "closure":
      return { at: "manage-days", masterId: null };
  }
}

async function begin(ctx: BotContext, place: Place, notice?: string): Promise<void> {
  const { windows } = await load(ctx, place);
  await ctx.live.show({ at: "manage-hours", place, seen: wireOfWindows(windows), mine: null }, { notice });
}

/** Goes to the hours of a date, for the calendar and for typed dates. */
export async function toHoursOf(ctx: BotContext, masterId: string | null, date: string): Promise<void> {
  await begin(ctx, placeOf(masterId, date));
}

/** One date of a master, or of the whole business. */
export function placeOf(masterId: string | null, date: string): Place {
  return masterId === null ? { of: "closure", date } : { of: "date", masterId, date };
}

interface Loaded {
  /** Null while the usual hours are in force. */
  windows: Window[] | null;
  put: (windows: Window[]) => Promise<unknown>;
  /** Back to the usual hours; a weekday has no others. */
  drop?: () => Promise<unknown>;
}

async function load(ctx: BotContext, place: Place): Promise<Loaded> {
  const api = management(ctx);
  switch (place.of) {
    case "weekday": {
      const { body: week, etag } = await api.week(place.masterId);
      return {
        windows: windowsOn(week, place.weekday),
        put: (windows) => api.putWeek(place.masterId, withDay(week, place.weekday, windows), etag),
      };
    }
    case "date": {
      const path = { masterId: place.masterId, date: place.date };
      const found = await orNone(api.override(path));
      return {
        windows: found?.body.windows ?? null,
        put: (windows) => api.putOverride(path, { windows }, found?.etag),
        drop: async () => found && api.dropOverride(path, found.etag),
      };
    }
    case "closure": {
      const found = await orNone(api.closure(place.date));
      const name = found?.body.name ?? null;
      return {
        windows: found?.body.windows ?? null,
        put: (windows) => api.putClosure(place.date, { name, windows }, found?.etag),
        drop: async () => found && api.dropClosure(place.date, found.etag),
      };
    }
  }
}

async function orNone<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    if (isProblem(error, "not-found")) return undefined;
    throw error;
  });
}

export function windowsOn(week: WorkingHours, weekday: number): Window[] {
  return week.days.find((day) => day.weekday === weekday)?.windows ?? [];
}

/** The same week with one day's windows put in the place of what was there. */
export function withDay(week: WorkingHours, weekday: number, windows: Window[]): WorkingHours {
  const others = week.days.filter((day) => day.weekday !== weekday);
  const days = [...others, ...(windows.length > 0 ? [{ weekday, windows }] : [])];
  return { days: days.sort((a, b) => a.weekday - b.weekday) };
}

const attempts = 5;

export async function saveHours(ctx: BotContext, step: HoursStep, wire: string): Promise<void> {
  const { words } = ctx;
  const { place, seen } = step;
  const wanted = windowsOfWire(wire);
  if (wanted === undefined) return begin(ctx, place);
  for (let attempt = 1; ; attempt += 1) {
    const { windows, put, drop } = await load(ctx, place);
    const now = wireOfWindows(windows);
    // Other days of the week may well have changed; this one must be what the person saw.
    if (now !== seen && now !== wire)
      return ctx.live.show(
        { ...step, seen: now, mine: wire },
        {
          notice: words.html("manage-conflict", { now: hoursText(words, now), mine: hoursText(words, wire) }),
        },
      );
    try {
      if (now !== wire) await (wanted === null ? drop?.() : put(wanted));
      break;
    } catch (error) {
      if (!isProblem(error, "precondition-failed") || attempt === attempts) throw error;
    }
  }
  const notice = words.html("manage-saved", {
    label: capital(await placeText(ctx, place)),
    value: hoursText(words, wire),
  });
  await ctx.live.show(homeOf(place), {
    notice: place.of === "weekday" ? notice : [notice, await stillBooked(ctx, place)].join(""),
  });
}

/** Visits of a day stay booked when its hours change: said, because the owner has to deal with them. */
async function stillBooked(ctx: BotContext, place: Exclude<Place, { of: "weekday" }>): Promise<string> {
  const { items } = await management(ctx).visits({
    from: place.date,
    to: place.date,
    status: ["pending", "confirmed"],
    limit: 100,
  });
  const theirs = items.filter(({ masterId }) => place.of === "closure" || masterId === place.masterId);
  return theirs.length === 0 ? "" : `\n${ctx.words.html("manage-still-booked", { visits: theirs.length })}`;
}

export function hoursText(words: Words, wire: string): string {
  const windows = windowsOfWire(wire);
  if (windows === null || windows === undefined) return words.plain("manage-usual");
  return windows.length === 0 ? words.plain("manage-closed") : windowsText(windows);
}

async function placeText(ctx: BotContext, place: Place): Promise<string> {
  const { words } = ctx;
  if (place.of === "weekday") return words.weekdayName(place.weekday);
  const { business } = await ctx.parts.catalogue();
  return words.longDay(place.date, todayOf(ctx, business));
}

export async function renderHours(ctx: BotContext, { place, seen, mine }: HoursStep): Promise<Card> {
  const { words } = ctx;
  const api = management(ctx);
  const whose =
    place.of === "closure"
      ? words.plain("manage-whole-business")
      : words.of((await api.master(place.masterId)).body.name);
  const now = windowsOfWire(seen) ?? null;
  const set = (windows: Window[], label: string): Button => {
    const value = wireOfWindows(windows);
    return {
      label: marked(words, label, value === seen),
      on: { do: "manage-set-hours", place, value },
    };
  };
  // A break is offered only where it cuts something off, and where the result still fits into a button.
  const withBreaks = (now ?? [])
    .flatMap(() => breaks)
    .filter((pause, at, all) => all.indexOf(pause) === at)
    .map((pause) => ({ pause, windows: withBreak(now ?? [], pause) }))
    .filter(({ windows }) => windows.length > (now ?? []).length && wireOfWindows(windows).length <= 24)
    .map(({ pause, windows }) =>
      set(windows, words.plain("manage-button-break", { hours: windowsText([pause]) })),
    );
  return {
    text: [
      words.html("manage-edit-title", { whose, label: await placeText(ctx, place) }),
      words.html("manage-edit-now", { value: hoursText(words, seen) }),
      "",
      words.html(place.of === "weekday" ? "manage-ask-hours" : "manage-ask-day"),
    ].join("\n"),
    rows: [
      ...(mine === null
        ? []
        : [
            [
              {
                label: words.plain("manage-button-mine", { value: hoursText(words, mine) }),
                on: { do: "manage-mine" },
                style: "danger",
              } as const,
            ],
          ]),
      ...inRows(
        presets.map((windows) => set(windows, windowsText(windows))),
        2,
      ),
      ...inRows(withBreaks, 2),
      [
        set([], words.plain(place.of === "weekday" ? "manage-button-free-day" : "manage-button-closed")),
        ...(place.of === "weekday" || seen === usual
          ? []
          : [
              { label: words.plain("manage-button-usual"), on: { do: "manage-usual-hours", place } as const },
            ]),
      ],
      ...(place.of === "weekday" && now !== null && now.length > 0
        ? [
            [
              {
                label: words.plain("manage-button-copy"),
                on: { do: "manage-copy", masterId: place.masterId, weekday: place.weekday } as const,
              },
            ],
          ]
        : []),
      [back(words, homeOf(place))],
    ],
  };
}
