/**
 * Cuts a text by its entities into a tree of strings and `{ entity, children }`.
 * Offsets and lengths count UTF-16 code units, as Telegram's do. Entities that reach beyond the text are cut to it, and
 * where one crosses the end of the one around it, it is cut there too, so that the tree always spells the whole text.
 *
 * @param {string} text
 * @param {{type: string, offset: number, length: number}[]} [entities]
 */
export function segments(text, entities = []) {
  const sorted = entities
    .map((entity) => ({
      entity,
      start: Math.max(0, entity.offset),
      end: Math.min(text.length, entity.offset + entity.length),
    }))
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  return between(text, sorted, 0, text.length);
}

function between(text, sorted, from, to) {
  const parts = [];
  let position = from;
  let index = 0;
  while (index < sorted.length) {
    const outer = sorted[index];
    const start = Math.max(outer.start, position);
    const end = Math.min(outer.end, to);
    index += 1;
    if (start >= end) continue;
    if (start > position) parts.push(text.slice(position, start));
    const inner = [];
    while (index < sorted.length && sorted[index].start < end) inner.push(sorted[index++]);
    parts.push({ entity: outer.entity, children: between(text, inner, start, end) });
    position = end;
  }
  if (position < to) parts.push(text.slice(position, to));
  return parts;
}

/** The text a segment spells. */
export const plain = (part) => (typeof part === "string" ? part : part.children.map(plain).join(""));

/** One to three emoji and nothing else are shown large, without a bubble. */
export function isOnlyEmoji(text) {
  if (!text || text.length > 24) return false;
  const clusters = [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text.trim())];
  return clusters.length <= 3 && clusters.every(({ segment }) => /^\p{Extended_Pictographic}/u.test(segment));
}
