import { type Schemas } from "../contract/schemas";

/** Offsets and lengths count UTF-16 code units, which is what JavaScript's strings are made of. */
export type Entity = Schemas["MessageEntity"];

export interface FormattedText {
  text: string;
  entities: Entity[];
}

/** Text that Telegram can't read; the message comes after "can't parse entities: ". */
export class EntityError extends Error {
  override readonly name = "EntityError";
}

/** Parse errors name places in bytes of UTF-8. */
export function byteOffset(text: string, index: number): number {
  return Buffer.byteLength(text.slice(0, index), "utf8");
}

/**
 * What Telegram's server does to every formatted text: white space at both ends goes, and with it what lay on it;
 * nothing lies inside code; the order is by offset, the longer one first.
 */
export function tidy({ text, entities }: FormattedText): FormattedText {
  const start = text.length - text.trimStart().length;
  const trimmed = text.trim();
  const clipped = entities.flatMap((entity): Entity[] => {
    const from = Math.max(entity.offset - start, 0);
    const to = Math.min(entity.offset + entity.length - start, trimmed.length);
    return to > from ? [{ ...entity, offset: from, length: to - from }] : [];
  });
  const code = clipped.filter(isCode);
  const kept = clipped.filter((entity) => isCode(entity) || !code.some((block) => overlaps(block, entity)));
  return { text: trimmed, entities: kept.sort(byPlace) };
}

export function isCode(entity: Entity): boolean {
  return entity.type === "code" || entity.type === "pre";
}

export function overlaps(a: Entity, b: Entity): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}

export function byPlace(a: Entity, b: Entity): number {
  return a.offset - b.offset || b.length - a.length;
}
