/** A stretch of working time, as booking-api keeps it. */
export interface Window {
  from: string;
  to: string;
}

const range = /(\d{1,2})(?:[:.](\d{2}))?\s*-\s*(\d{1,2})(?:[:.](\d{2}))?/g;

/** Words by which people say that nobody works. */
export function isClosed(text: string): boolean {
  return /^(?:-|выходной|закрыто|не работаю?т?|нет|day off|off|closed|none|no)$/.test(plain(text));
}

/**
 * Working time as people type it: `10:00–14:00, 15:00–19:00`, `10-19`, `с 9 до 18`. Sorted; an empty list for a day off.
 * Undefined for anything else, also for windows that overlap or end before they begin.
 */
export function parseWindows(text: string): Window[] | undefined {
  if (isClosed(text)) return [];
  const ranges = rangesIn(text);
  if (ranges === undefined || ranges.length === 0 || ranges.length > 12) return undefined;
  const sorted = [...ranges].sort((a, b) => a.from - b.from);
  const isInOrder = sorted.every(({ from, to }, at) => from < to && from >= (sorted[at - 1]?.to ?? 0));
  return isInOrder ? sorted.map(({ from, to }) => ({ from: wallTime(from), to: wallTime(to) })) : undefined;
}

/** Two times of day such as `21-9`; the second may be on the next day. */
export function parseQuietHours(text: string): Window | undefined {
  const ranges = rangesIn(text);
  const [only] = ranges ?? [];
  if (only === undefined || ranges?.length !== 1 || only.from === only.to || only.from === 1440)
    return undefined;
  return { from: wallTime(only.from), to: wallTime(only.to % 1440) };
}

function rangesIn(text: string): { from: number; to: number }[] | undefined {
  const told = plain(text);
  const rest = told.replace(range, "").replace(/\bи\b|\band\b|[,;+&\s]|(?<![a-zа-яё])и(?![a-zа-яё])/g, "");
  if (rest !== "") return undefined;
  const found = [...told.matchAll(range)].map(([, a, b, c, d]) => ({
    from: minutesOf(a, b),
    to: minutesOf(c, d),
  }));
  return found.some(({ from, to }) => from === undefined || to === undefined)
    ? undefined
    : found.map(({ from = 0, to = 0 }) => ({ from, to }));
}

function minutesOf(hours = "", minutes = "0"): number | undefined {
  const total = Number(hours) * 60 + Number(minutes);
  return Number(minutes) < 60 && total <= 1440 ? total : undefined;
}

/** Dashes of all lengths are one, and so are the words between two times. */
function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[–—−‒]/g, "-")
    .replace(/(?<![a-zа-яё])(?:с|from)\s+(?=\d)/g, "")
    .replace(/\s+(?:до|по|to|till|until)\s+/g, "-");
}

export function minuteOfDay(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

export function wallTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** The same windows with a break cut out of them. */
export function withBreak(windows: readonly Window[], pause: Window): Window[] {
  return windows.flatMap(({ from, to }) =>
    [
      { from, to: [to, pause.from].sort()[0] ?? to },
      { from: [from, pause.to].sort().at(-1) ?? from, to },
    ].filter((part) => part.from < part.to),
  );
}

/** `10:00–14:00, 15:00–19:00` */
export function windowsText(windows: readonly Window[]): string {
  return windows.map(({ from, to }) => `${from}–${to}`).join(", ");
}
