import { byPlace, type Entity, isCode, overlaps } from "./entity";

type Found = "url" | "email" | "mention" | "bot_command" | "hashtag" | "cashtag" | "phone_number";

/** In order of weight: what an earlier one has taken is no longer looked at by a later one. */
const patterns: [Found, RegExp][] = [
  ["email", /(?<![\w.%+-])[\w.%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?!\w)/giu],
  ["url", /(?<![\w@])(?:https?|tg):\/\/[^\s<>"]+[^\s<>".,;:!?')\]]/giu],
  // A bare host counts only under a domain that people write without a scheme.
  [
    "url",
    /(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|me|dev|app|io|info|eu|ru|lv|de|uk)(?![\w-])(?:\/[^\s<>"]*[^\s<>".,;:!?')\]])?/giu,
  ],
  ["mention", /(?<!\w)@[a-z][a-z0-9_]{2,31}(?!\w)/giu],
  ["bot_command", /(?<![\w/<>])\/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![\w/])/giu],
  ["hashtag", /(?<![\p{L}\p{N}_&])#(?=[\p{L}\p{N}_]*[\p{L}_])[\p{L}\p{N}_]{1,256}/gu],
  ["cashtag", /(?<![\p{L}\p{N}_$])\$[A-Z]{3,8}(?![\p{L}\p{N}_$])/gu],
  ["phone_number", /(?<![\w+])\+\d(?:[\s()-]{0,2}\d){6,14}(?!\w)/gu],
];

/**
 * Adds what Telegram finds by itself in a text: commands, links, mentions, tags, addresses, phone numbers. Nothing is
 * looked for inside code and links that the author made.
 */
export function findEntities(text: string, given: readonly Entity[] = []): Entity[] {
  const closed = given.filter(
    (entity) => isCode(entity) || entity.type === "text_link" || entity.type === "text_mention",
  );
  const found: Entity[] = [];
  for (const [type, pattern] of patterns)
    for (const match of text.matchAll(pattern)) {
      const entity: Entity = { type, offset: match.index, length: match[0].length };
      if (![...closed, ...found].some((other) => overlaps(other, entity))) found.push(entity);
    }
  return [...given, ...found].sort(byPlace);
}
