import { locale, t } from "./i18n.js";

/** Times and sizes as people read them, in the browser's own zone. */

const DAY_MS = 86_400_000;
const cache = new Map();

function formatter(options) {
  const key = locale() + JSON.stringify(options);
  if (!cache.has(key)) cache.set(key, new Intl.DateTimeFormat(locale(), options));
  return cache.get(key);
}

export const clockTime = (date) => formatter({ hour: "2-digit", minute: "2-digit" }).format(date);
export const fullTime = (date) => formatter({ dateStyle: "full", timeStyle: "short" }).format(date);
export const shortDate = (date) =>
  formatter({ weekday: "short", day: "numeric", month: "short" }).format(date);

export const dayKey = (date) => `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;

/** Whole calendar days from `now` to `date`, whatever the hours and the DST changes between. */
function daysBetween(now, date) {
  const midnight = (moment) => Date.UTC(moment.getFullYear(), moment.getMonth(), moment.getDate());
  return Math.round((midnight(date) - midnight(now)) / DAY_MS);
}

export function dayLabel(date, now) {
  const days = daysBetween(now, date);
  if (days === 0) return t("day.today");
  if (days === -1) return t("day.yesterday");
  if (days === 1) return t("day.tomorrow");
  const sameYear = date.getFullYear() === now.getFullYear();
  return formatter({ day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }) }).format(date);
}

/** Today's hour, a weekday of the last week, else the date: as in the list of chats. */
export function listTime(date, now) {
  const days = daysBetween(now, date);
  if (days === 0) return clockTime(date);
  if (days < 0 && days > -7) return formatter({ weekday: "short" }).format(date);
  return formatter({ day: "2-digit", month: "2-digit" }).format(date);
}

/** The browser's zone: `name` (Europe/Riga) and `full` with its offset at that moment. */
export function zoneName(date) {
  const name = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const offset = formatter({ timeZoneName: "shortOffset" })
    .formatToParts(date)
    .find(({ type }) => type === "timeZoneName")?.value;
  return { name, full: offset && offset !== name ? `${name} (${offset})` : name };
}

/** 90 000 000 ms → "1 d 1 h". Seconds are left out. */
export function span(milliseconds) {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000);
  const parts = [
    ["span.d", Math.floor(minutes / 1440)],
    ["span.h", Math.floor((minutes % 1440) / 60)],
    ["span.m", minutes % 60],
  ];
  const shown = parts.filter(([, n]) => n > 0).map(([key, n]) => t(key, { n }));
  return shown.join(" ") || t("span.m", { n: 0 });
}

export function fileSize(bytes) {
  if (bytes < 1024) return t("size.b", { n: bytes });
  if (bytes < 1024 * 1024) return t("size.kb", { n: Math.round(bytes / 1024) });
  return t("size.mb", { n: (bytes / 1024 / 1024).toFixed(1) });
}

export const seconds = (n) => `${Math.floor(n / 60)}:${String(n % 60).padStart(2, "0")}`;

/** A date_time entity in the viewer's words; formats `r` or `w?[dD]?[tT]?` (Bot API 9.5). */
export function entityTime(unixTime, format, now) {
  const date = new Date(unixTime * 1000);
  if (format === "r") return relative(date, now);
  const options = {
    ...(format.includes("w") ? { weekday: format.includes("D") ? "long" : "short" } : {}),
    ...(format.includes("d") ? { day: "numeric", month: "numeric", year: "numeric" } : {}),
    ...(format.includes("D") ? { day: "numeric", month: "long", year: "numeric" } : {}),
    ...(/[tT]/.test(format) ? { hour: "2-digit", minute: "2-digit" } : {}),
    ...(format.includes("T") ? { second: "2-digit" } : {}),
  };
  return formatter(options).format(date);
}

function relative(date, now) {
  const minutes = Math.round((date.getTime() - now.getTime()) / 60_000);
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  if (Math.abs(minutes) < 60) return words.format(minutes, "minute");
  if (Math.abs(minutes) < 60 * 24) return words.format(Math.round(minutes / 60), "hour");
  return words.format(Math.round(minutes / 1440), "day");
}

/** Milliseconds from `now` until the next 9:00 of the browser's zone. */
export function untilMorning(now) {
  const morning = new Date(now);
  morning.setHours(9, 0, 0, 0);
  if (morning <= now) morning.setDate(morning.getDate() + 1);
  return morning.getTime() - now.getTime();
}
