import { byteOffset, type Entity, EntityError, type FormattedText } from "./entity";

/**
 * HTML as https://core.telegram.org/bots/api#html-style has it: a fixed set of tags, properly nested; `&lt; &gt; &amp;
 * &quot;` and numeric references. Throws EntityError in the words of Telegram's parser.
 */
export function parseHtml(source: string): FormattedText {
  const open: OpenTag[] = [];
  const entities: Entity[] = [];
  let text = "";
  let index = 0;
  while (index < source.length) {
    const char = source[index];
    if (char === "&") {
      const reference = readReference(source, index);
      text += reference.text;
      index = reference.end;
    } else if (char !== "<") {
      text += char;
      index += 1;
    } else if (source[index + 1] === "/") {
      const { name, end } = readEndTag(source, index);
      const tag = open.pop();
      if (tag === undefined)
        throw new EntityError(`Unexpected end tag at byte offset ${byteOffset(source, index)}`);
      if (name !== "" && name !== tag.name)
        throw new EntityError(
          `Unmatched end tag at byte offset ${byteOffset(source, index)}, expected "</${tag.name}>", found "</${name}>"`,
        );
      const entity = toEntity(tag, text, open, entities);
      if (entity !== undefined) entities.push(entity);
      index = end;
    } else {
      const tag = readStartTag(source, index);
      open.push({ ...tag, offset: text.length });
      index = tag.end;
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined)
    throw new EntityError(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  return { text, entities };
}

interface StartTag {
  name: string;
  attributes: Map<string, string>;
  end: number;
}

interface OpenTag extends StartTag {
  offset: number;
}

const simple: Record<string, Entity["type"]> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  s: "strikethrough",
  strike: "strikethrough",
  del: "strikethrough",
  "tg-spoiler": "spoiler",
  span: "spoiler",
  code: "code",
  pre: "pre",
};

const others = new Set(["a", "blockquote", "tg-emoji", "tg-time"]);

function toEntity(tag: OpenTag, text: string, open: OpenTag[], done: Entity[]): Entity | undefined {
  const offset = tag.offset;
  const length = text.length - offset;
  if (length === 0) return undefined;
  const range = { offset, length };
  const { attributes } = tag;
  switch (tag.name) {
    case "a": {
      const url = attributes.get("href") ?? text.slice(offset);
      return /^(https?|tg|ton|mailto|tel):/i.test(url) || /^[^\s/]+\.[^\s/]+/.test(url)
        ? { type: "text_link", ...range, url: withScheme(url) }
        : undefined;
    }
    case "blockquote":
      return { type: attributes.has("expandable") ? "expandable_blockquote" : "blockquote", ...range };
    case "tg-emoji":
      return { type: "custom_emoji", ...range, custom_emoji_id: attributes.get("emoji-id") ?? "" };
    case "tg-time":
      return dateTime(range, attributes.get("unix"), attributes.get("format"));
    case "code": {
      const language = attributes.get("class")?.match(/^language-(.+)$/)?.[1];
      const around = open.at(-1);
      if (around?.name === "pre" && language !== undefined) around.attributes.set("language", language);
      return around?.name === "pre" && language !== undefined ? undefined : { type: "code", ...range };
    }
    case "pre": {
      const language = attributes.get("language");
      // What was found inside is code already.
      for (const inner of done.filter((entity) => entity.offset >= offset))
        done.splice(done.indexOf(inner), 1);
      return { type: "pre", ...range, ...(language === undefined ? {} : { language }) };
    }
    default: {
      const type = simple[tag.name];
      return type === undefined ? undefined : { type, ...range };
    }
  }
}

/** A moment shown in the reader's own zone (Bot API 9.5). Telegram refuses moments more than about three years ahead. */
export function dateTime(
  range: { offset: number; length: number },
  unix: string | undefined,
  format: string | undefined,
): Entity {
  if (unix === undefined || !/^\d{1,10}$/.test(unix))
    throw new EntityError("Invalid date-time entity specified");
  if (format !== undefined && !/^(r|w?[dD]?[tT]?)$/.test(format))
    throw new EntityError("Invalid date-time format specified");
  return {
    type: "date_time",
    ...range,
    unix_time: Number(unix),
    ...(format === undefined || format === "" ? {} : { date_time_format: format }),
  };
}

/** Telegram completes addresses that name only a host. */
export function withScheme(url: string): string {
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(url) && !/^[^/]+:\d+/.test(url) ? url : `http://${url}`;
  return /^https?:\/\/[^/?#]+$/i.test(whole) ? `${whole}/` : whole;
}

const references: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"' };

function readReference(source: string, index: number): { text: string; end: number } {
  const match = /^&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot));?/i.exec(
    source.slice(index, index + 12),
  );
  const code = match?.[1] === undefined ? parseInt(match?.[2] ?? "", 16) : Number(match[1]);
  const text =
    match?.[3] === undefined
      ? code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
        ? String.fromCodePoint(code)
        : undefined
      : references[match[3].toLowerCase()];
  // Anything else is an ampersand like any other, as in Telegram.
  return match === null || text === undefined
    ? { text: "&", end: index + 1 }
    : { text, end: index + match[0].length };
}

function readEndTag(source: string, index: number): { name: string; end: number } {
  const close = source.indexOf(">", index);
  if (close < 0) throw new EntityError(`Unclosed end tag at byte offset ${byteOffset(source, index)}`);
  return {
    name: source
      .slice(index + 2, close)
      .trim()
      .toLowerCase(),
    end: close + 1,
  };
}

function readStartTag(source: string, index: number): StartTag {
  const at = byteOffset(source, index);
  const name = /^[^\s>]*/.exec(source.slice(index + 1))?.[0].toLowerCase() ?? "";
  if (index + 1 + name.length >= source.length)
    throw new EntityError(`Unclosed start tag at byte offset ${at}`);
  if (!(name in simple) && !others.has(name))
    throw new EntityError(`Unsupported start tag "${name}" at byte offset ${at}`);
  const attributes = new Map<string, string>();
  let cursor = index + 1 + name.length;
  for (;;) {
    cursor += /^\s*/.exec(source.slice(cursor))?.[0].length ?? 0;
    if (cursor >= source.length) throw new EntityError(`Unclosed start tag at byte offset ${at}`);
    if (source[cursor] === ">") break;
    const attribute = readAttribute(source, cursor, name, at);
    attributes.set(attribute.name, attribute.value);
    cursor = attribute.end;
  }
  if (name === "span" && attributes.get("class") !== "tg-spoiler")
    throw new EntityError(`Tag "span" must have class "tg-spoiler" at byte offset ${at}`);
  if (name === "tg-emoji" && !/^\d+$/.test(attributes.get("emoji-id") ?? ""))
    throw new EntityError("Invalid custom emoji identifier specified");
  return { name, attributes, end: cursor + 1 };
}

function readAttribute(
  source: string,
  start: number,
  tag: string,
  at: number,
): { name: string; value: string; end: number } {
  const name = /^[^\s=>]*/.exec(source.slice(start))?.[0] ?? "";
  if (name === "")
    throw new EntityError(
      `Empty attribute name in the tag "${tag}" at byte offset ${byteOffset(source, start)}`,
    );
  let cursor = start + name.length;
  cursor += /^\s*/.exec(source.slice(cursor))?.[0].length ?? 0;
  if (source[cursor] !== "=") {
    // Only `expandable` stands without a value.
    if (tag === "blockquote" && name.toLowerCase() === "expandable")
      return { name: "expandable", value: "", end: start + name.length };
    throw new EntityError(
      `Expected equal sign in declaration of an attribute of the tag "${tag}" at byte offset ${at}`,
    );
  }
  cursor += 1;
  cursor += /^\s*/.exec(source.slice(cursor))?.[0].length ?? 0;
  const quote = source[cursor];
  const quoted = quote === '"' || quote === "'";
  const end = quoted
    ? source.indexOf(quote, cursor + 1)
    : cursor + (/^[a-zA-Z0-9.-]*/.exec(source.slice(cursor))?.[0].length ?? 0);
  if (end < 0 || end >= source.length) throw new EntityError(`Unclosed start tag at byte offset ${at}`);
  const raw = source.slice(quoted ? cursor + 1 : cursor, end);
  return { name: name.toLowerCase(), value: decode(raw), end: quoted ? end + 1 : end };
}

function decode(raw: string): string {
  let value = "";
  for (let index = 0; index < raw.length;) {
    const piece = raw[index] === "&" ? readReference(raw, index) : { text: raw[index] ?? "", end: index + 1 };
    value += piece.text;
    index = piece.end;
  }
  return value;
}
