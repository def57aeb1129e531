import { byteOffset, type Entity, EntityError, type FormattedText } from "./entity";
import { dateTime, withScheme } from "./html";

/** MarkdownV2 as https://core.telegram.org/bots/api#markdownv2-style has it. Throws EntityError. */
export function parseMarkdown(source: string): FormattedText {
  return new MarkdownReader(source).read();
}

type Mark = "*" | "_" | "__" | "~" | "||" | "[" | "![";

interface Open {
  mark: Mark;
  offset: number;
  at: number;
}

const names: Record<Mark, string> = {
  "*": "Bold",
  _: "Italic",
  __: "Underline",
  "~": "Strikethrough",
  "||": "Spoiler",
  "[": "TextUrl",
  "![": "CustomEmoji",
};

const types: Partial<Record<Mark, Entity["type"]>> = {
  "*": "bold",
  _: "italic",
  __: "underline",
  "~": "strikethrough",
  "||": "spoiler",
};

const reserved = "_*[]()~`>#+-=|{}.!";

class MarkdownReader {
  private text = "";
  private index = 0;
  private quote: { offset: number } | undefined;
  private readonly entities: Entity[] = [];
  private readonly open: Open[] = [];

  constructor(private readonly source: string) {}

  read(): FormattedText {
    while (this.index < this.source.length) this.step();
    this.closeQuote(false);
    const left = this.open.at(-1);
    if (left !== undefined) throw this.endless(names[left.mark], left.at);
    return { text: this.text, entities: this.entities };
  }

  private step(): void {
    const { source, index } = this;
    const char = source[index] ?? "";
    if (this.atLineStart() && this.readQuoteStart()) return;
    if (char === "\\" && isAscii(source.charCodeAt(index + 1))) {
      this.text += source[index + 1];
      this.index += 2;
    } else if (char === "\n") {
      this.text += char;
      this.index += 1;
      if (this.quote !== undefined && source[this.index] !== ">") this.closeQuote(false, 1);
    } else if (char === "`") this.readCode();
    else if (char === "]") this.readLinkEnd();
    else if (!this.readMark()) {
      if (reserved.includes(char))
        throw new EntityError(`Character '${char}' is reserved and must be escaped with the preceding '\\'`);
      this.text += char;
      this.index += 1;
    }
  }

  private atLineStart(): boolean {
    return this.index === 0 || (this.source[this.index - 1] === "\n" && this.source[this.index - 2] !== "\\");
  }

  /** `>` at the start of a line; `**>` starts an expandable one beside another. */
  private readQuoteStart(): boolean {
    const length = this.source.startsWith("**>", this.index) ? 3 : this.source[this.index] === ">" ? 1 : 0;
    if (length === 0) return false;
    if (length === 3) this.closeQuote(false, 1);
    this.quote ??= { offset: this.text.length };
    this.index += length;
    return true;
  }

  private closeQuote(expandable: boolean, lineBreak = 0): void {
    if (this.quote === undefined) return;
    const length = this.text.length - lineBreak - this.quote.offset;
    if (length > 0)
      this.entities.push({
        type: expandable ? "expandable_blockquote" : "blockquote",
        offset: this.quote.offset,
        length,
      });
    this.quote = undefined;
  }

  private readCode(): void {
    const { source, index } = this;
    const fence = source.startsWith("```", index) ? "```" : "`";
    let cursor = index + fence.length;
    let language: string | undefined;
    if (fence === "```") {
      const named = /^([^\s`]+)\n/.exec(source.slice(cursor));
      language = named?.[1];
      cursor += named?.[0].length ?? (source[cursor] === "\n" ? 1 : 0);
    }
    let content = "";
    while (cursor < source.length && !source.startsWith(fence, cursor)) {
      if (source[cursor] === "\\" && isAscii(source.charCodeAt(cursor + 1))) cursor += 1;
      content += source[cursor];
      cursor += 1;
    }
    if (cursor >= source.length)
      throw this.endless(fence === "`" ? "Code" : language === undefined ? "Pre" : "PreCode", index);
    if (content.length > 0)
      this.entities.push({
        type: fence === "`" ? "code" : "pre",
        offset: this.text.length,
        length: content.length,
        ...(language === undefined ? {} : { language }),
      });
    this.text += content;
    this.index = cursor + fence.length;
  }

  /** Opens or closes what a mark stands for; false when there is no mark here. */
  private readMark(): boolean {
    const { source, index } = this;
    const mark = (["__", "||", "![", "*", "_", "~", "["] as const).find((each) =>
      source.startsWith(each, index),
    );
    if (mark === undefined) return false;
    // The end of an expandable quote looks like a spoiler mark that nothing has opened.
    const lineEnds = index + 2 >= source.length || source[index + 2] === "\n";
    if (mark === "||" && this.quote !== undefined && lineEnds && this.open.at(-1)?.mark !== "||") {
      this.index += 2;
      this.closeQuote(true);
      return true;
    }
    if (this.open.at(-1)?.mark === mark) this.close(mark);
    else {
      // "___" closes an inner italic before the underline around it.
      if (mark === "__" && this.open.at(-1)?.mark === "_") return this.closeItalic();
      if (this.open.some((each) => each.mark === mark))
        throw this.endless(names[this.last().mark], this.last().at);
      this.open.push({ mark, offset: this.text.length, at: index });
      this.index += mark.length;
    }
    return true;
  }

  private closeItalic(): boolean {
    this.close("_");
    return true;
  }

  private close(mark: Mark): void {
    const opened = this.open.pop();
    const type = types[mark];
    this.index += mark.length;
    if (opened === undefined || type === undefined) return;
    const length = this.text.length - opened.offset;
    if (length > 0) this.entities.push({ type, offset: opened.offset, length });
  }

  private readLinkEnd(): void {
    const opened = this.open.pop();
    if (opened?.mark !== "[" && opened?.mark !== "![")
      throw new EntityError("Character ']' is reserved and must be escaped with the preceding '\\'");
    const url = this.readUrl(opened.mark);
    const length = this.text.length - opened.offset;
    if (length === 0) return;
    const range = { offset: opened.offset, length };
    if (opened.mark === "[") {
      if (url !== "") this.entities.push({ type: "text_link", ...range, url: withScheme(url) });
      return;
    }
    const query = URL.canParse(url) ? new URL(url).searchParams : new URLSearchParams();
    if (url.startsWith("tg://time"))
      this.entities.push(dateTime(range, query.get("unix") ?? undefined, query.get("format") ?? undefined));
    else if (/^\d+$/.test(query.get("id") ?? ""))
      this.entities.push({ type: "custom_emoji", ...range, custom_emoji_id: query.get("id") ?? "" });
    else throw new EntityError("Invalid custom emoji identifier specified");
  }

  private readUrl(mark: Mark): string {
    let cursor = this.index + 1;
    if (this.source[cursor] !== "(") {
      this.index = cursor;
      if (mark === "![") throw new EntityError("Custom emoji entity must contain a tg://emoji URL");
      return "";
    }
    let url = "";
    for (cursor += 1; cursor < this.source.length && this.source[cursor] !== ")"; cursor += 1) {
      if (this.source[cursor] === "\\" && isAscii(this.source.charCodeAt(cursor + 1))) cursor += 1;
      url += this.source[cursor];
    }
    if (cursor >= this.source.length)
      throw new EntityError(
        `Can't find end of a URL at byte offset ${byteOffset(this.source, this.index + 1)}`,
      );
    this.index = cursor + 1;
    return url;
  }

  private last(): Open {
    const last = this.open.at(-1);
    if (last === undefined) throw new Error("Nothing is open");
    return last;
  }

  private endless(what: string, at: number): EntityError {
    return new EntityError(`Can't find end of ${what} entity at byte offset ${byteOffset(this.source, at)}`);
  }
}

function isAscii(code: number): boolean {
  return code >= 1 && code <= 126;
}
