/** What a bare number means. */
export type Unit = "minutes" | "hours" | "days";

const minutesIn = { minutes: 1, hours: 60, days: 1_440 } as const;

/** How people name stretches of time, in both languages, longest first where one begins another. */
const named: [RegExp, Unit][] = [
  [/^(?:минут[аыу]?|мин\.?|м|minutes?|mins?\.?|m)(?![a-zа-яё])/, "minutes"],
  [/^(?:час(?:а|ов)?|ч\.?|hours?|hrs?\.?|h)(?![a-zа-яё])/, "hours"],
  [/^(?:дн(?:я|ей)|день|дн?\.?|сут(?:ки|ок)|days?|d)(?![a-zа-яё])/, "days"],
];

/** Words by which people say that they want none of it. */
export function isNone(text: string): boolean {
  return /^(?:-|–|—|0|нет|без|никогда|выкл(?:ючить)?|не надо|no|none|never|off)$/.test(tidy(text));
}

/**
 * The minutes in `45`, `1 h 15 min`, `1:30`, `1,5 часа`, `2 дня`; undefined for anything else, and for what is no whole
 * number of minutes. A number without a word is in `unit`.
 */
export function parseSpan(text: string, unit: Unit): number | undefined {
  let rest = tidy(text);
  const clock = /^(\d{1,3}):([0-5]\d)$/.exec(rest);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  let total = 0;
  let smallest: Unit | undefined;
  while (rest !== "") {
    const [all, digits] = /^(\d{1,6}(?:[.,]\d{1,2})?)\s*/.exec(rest) ?? [];
    if (all === undefined || digits === undefined) return undefined;
    rest = rest.slice(all.length);
    const found = named.map(([pattern, name]) => ({ name, match: pattern.exec(rest)?.[0] }));
    const word = found.find(({ match }) => match !== undefined);
    // "1 h 15": the number after hours is minutes.
    const meant = word?.name ?? (smallest === undefined ? unit : smallest === "days" ? "hours" : "minutes");
    if (smallest !== undefined && minutesIn[meant] >= minutesIn[smallest]) return undefined;
    smallest = meant;
    rest = rest.slice(word?.match?.length ?? 0).replace(/^(?:\s|,|и |and )+/, "");
    total += Number(digits.replace(",", ".")) * minutesIn[meant];
  }
  if (smallest === undefined) return undefined;
  const whole = Math.round(total);
  return Math.abs(total - whole) < 1e-6 ? whole : undefined;
}

/** Leads such as `24 ч, 2 ч`: minutes, longest first, each once. A number without a word is in hours. */
export function parseLeads(text: string): number[] | undefined {
  if (isNone(text)) return [];
  const parts = tidy(text)
    .split(/\s*(?:[,;+\n]|\sи\s|\sand\s)\s*/)
    .filter((part) => part !== "");
  const leads = parts.map((part) => parseSpan(part.replace(/^(?:за|before)\s/, ""), "hours"));
  const known = leads.filter((lead) => lead !== undefined);
  if (known.length === 0 || known.length < leads.length) return undefined;
  return [...new Set(known)].sort((a, b) => b - a);
}

function tidy(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, " ");
}
