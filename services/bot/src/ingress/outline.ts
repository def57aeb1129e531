import { type Update } from "grammy/types";

/**
 * What an update looked like without what it said: its structure, its ids, and how long its texts were. Never a text, a
 * name, a number of a phone, a place or a contact, because this is kept and read by people who run the bot.
 * Everything that is not known to be harmless is replaced by its kind.
 */
export function outlineOf(update: Update): unknown {
  return outline(update, "", 0);
}

/** Numbers that say where something is, how long or how old, and not what. A contact's ids belong to somebody else. */
const harmlessNumbers = new Set([
  "update_id",
  "message_id",
  "message_thread_id",
  "id",
  "date",
  "edit_date",
  "offset",
  "length",
  "duration",
  "file_size",
  "width",
  "height",
]);
/** Words of Telegram's own, from short lists. */
const harmlessTexts = new Set(["type", "status", "language_code"]);
const whole = /^[\w-]{1,32}$/;
/** Version and action of our callback data; what follows may be anything, when it was forged. */
const action = /^\d{1,2}:[A-Za-z-]{1,3}(?=:|$)/;

const deepest = 8;
const widest = 40;

function outline(value: unknown, key: string, depth: number): unknown {
  if (Array.isArray(value)) return outlineOfList(value, key, depth);
  switch (typeof value) {
    case "object":
      return value === null ? null : outlineOfObject(value, key, depth);
    case "string":
      return outlineOfText(value, key);
    case "number":
      return harmlessNumbers.has(key) ? value : "number";
    case "boolean":
      return value;
    default:
      return typeof value;
  }
}

function outlineOfObject(value: object, key: string, depth: number): unknown {
  if (depth >= deepest) return "object";
  if (key === "contact" || key === "location" || key === "venue") return `${key} (withheld)`;
  const entries = Object.entries(value).slice(0, widest);
  return Object.fromEntries(entries.map(([name, inner]) => [name, outline(inner, name, depth + 1)]));
}

/** A list is told by its first members and its length. */
function outlineOfList(value: unknown[], key: string, depth: number): unknown {
  if (depth >= deepest) return `list(${value.length})`;
  const shown = value.slice(0, 3).map((inner) => outline(inner, key, depth + 1));
  return value.length > shown.length ? [...shown, `and ${value.length - shown.length} more`] : shown;
}

function outlineOfText(value: string, key: string): string {
  if (harmlessTexts.has(key) && whole.test(value)) return value;
  const known = key === "data" ? action.exec(value)?.[0] : undefined;
  return known === undefined ? `text(${value.length})` : `${known}… text(${value.length})`;
}
