import { type Entity, EntityError, type FormattedText, tidy } from "./entity";
import { findEntities } from "./find-entities";
import { parseHtml } from "./html";
import { parseMarkdown } from "./markdown";

/**
 * The text of a bot's message as it is stored: parsed (or with the given entities), trimmed, and with what Telegram
 * finds by itself. Throws EntityError.
 */
export function readText(
  text: string,
  parseMode: "HTML" | "MarkdownV2" | undefined,
  entities: readonly Entity[] | undefined,
): FormattedText {
  // Control characters never arrive; a carriage return is no line break of its own.
  const clean = [...text.replaceAll("\r", "")]
    .filter((char) => char >= " " || char === "\n" || char === "\t")
    .join("");
  const parsed =
    parseMode === "HTML"
      ? parseHtml(clean)
      : parseMode === "MarkdownV2"
        ? parseMarkdown(clean)
        : { text: clean, entities: checked(clean, entities ?? []) };
  const tidied = tidy(parsed);
  return { text: tidied.text, entities: findEntities(tidied.text, tidied.entities) };
}

/** Kinds that only Telegram itself finds are taken from the bot as well, as it does. */
function checked(text: string, entities: readonly Entity[]): Entity[] {
  for (const entity of entities) {
    if (entity.offset + entity.length > text.length)
      throw new EntityError(
        `Entity beginning at UTF-16 offset ${entity.offset} ends after the end of the text`,
      );
    if (splitsCharacter(text, entity.offset) || splitsCharacter(text, entity.offset + entity.length))
      throw new EntityError(
        `Entity beginning at UTF-16 offset ${entity.offset} is in the middle of a UTF-16 symbol`,
      );
    if (entity.type === "text_link" && entity.url === undefined)
      throw new EntityError('Field "url" of a text_link entity is missing');
    if (entity.type === "date_time" && entity.unix_time === undefined)
      throw new EntityError('Field "unix_time" of a date_time entity is missing');
  }
  return [...entities];
}

function splitsCharacter(text: string, offset: number): boolean {
  const before = text.charCodeAt(offset - 1);
  const after = text.charCodeAt(offset);
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}
