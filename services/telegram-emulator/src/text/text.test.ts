import fc from "fast-check";
import { EntityError } from "./entity";
import { findEntities } from "./find-entities";
import { parseHtml } from "./html";
import { parseMarkdown } from "./markdown";
import { readText } from "./read-text";

const html = (source: string) => readText(source, "HTML", undefined);
const markdown = (source: string) => readText(source, "MarkdownV2", undefined);

describe("HTML", () => {
  it.each([
    [
      "<b>bold</b> <i>it</i>",
      "bold it",
      [
        ["bold", 0, 4],
        ["italic", 5, 2],
      ],
    ],
    [
      "<strong>a</strong><em>b</em><ins>c</ins><del>d</del>",
      "abcd",
      [
        ["bold", 0, 1],
        ["italic", 1, 1],
        ["underline", 2, 1],
        ["strikethrough", 3, 1],
      ],
    ],
    [
      "<u>a <b>b</b></u>",
      "a b",
      [
        ["underline", 0, 3],
        ["bold", 2, 1],
      ],
    ],
    [
      "<tg-spoiler>x</tg-spoiler> <span class='tg-spoiler'>y</span>",
      "x y",
      [
        ["spoiler", 0, 1],
        ["spoiler", 2, 1],
      ],
    ],
    ["<code>a&lt;b</code>", "a<b", [["code", 0, 3]]],
    ["<blockquote>q</blockquote>", "q", [["blockquote", 0, 1]]],
    ["<blockquote expandable>q</blockquote>", "q", [["expandable_blockquote", 0, 1]]],
    ["💇 <b>стрижка</b>", "💇 стрижка", [["bold", 3, 7]]],
    ["a &amp; b &quot;c&quot; &#1092; &#x41; &nbsp;", 'a & b "c" ф A &nbsp;', []],
    ["<b></b>x", "x", []],
    ["  <b> x </b>\n", "x", [["bold", 0, 1]]],
    ["<code><b>x</b></code>", "x", [["code", 0, 1]]],
  ])("reads %s", (source, text, entities) => {
    const read = html(source);
    expect(read.text).toBe(text);
    expect(read.entities.map(({ type, offset, length }) => [type, offset, length])).toEqual(entities);
  });

  it("keeps the address of a link, the language of a block and the moment of a time", () => {
    expect(html('<a href="https://example.org/?a=1&amp;b=2">here</a>').entities).toEqual([
      { type: "text_link", offset: 0, length: 4, url: "https://example.org/?a=1&b=2" },
    ]);
    expect(html('<pre><code class="language-ts">x = 1</code></pre>').entities).toEqual([
      { type: "pre", offset: 0, length: 5, language: "ts" },
    ]);
    expect(html('<tg-time unix="1647531900" format="wDT">soon</tg-time>').entities).toEqual([
      { type: "date_time", offset: 0, length: 4, unix_time: 1647531900, date_time_format: "wDT" },
    ]);
  });

  it.each([
    ["<b>x", 'Can\'t find end tag corresponding to start tag "b"'],
    ["x</b>", "Unexpected end tag at byte offset 1"],
    ["<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'],
    ["ф <div>x</div>", 'Unsupported start tag "div" at byte offset 3'],
    ["a < b", 'Unsupported start tag "" at byte offset 2'],
    ["<b", "Unclosed start tag at byte offset 0"],
    ["<b>x</b", "Unclosed end tag at byte offset 4"],
    ["<span class='x'>y</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ["<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'],
    ["<tg-time unix='soon'>x</tg-time>", "Invalid date-time entity specified"],
  ])("refuses %s in Telegram's words", (source, message) => {
    expect(() => html(source)).toThrow(message);
  });
});

describe("MarkdownV2", () => {
  it.each([
    [
      "*bold* _it_ __un__ ~st~ ||sp||",
      "bold it un st sp",
      [
        ["bold", 0, 4],
        ["italic", 5, 2],
        ["underline", 8, 2],
        ["strikethrough", 11, 2],
        ["spoiler", 14, 2],
      ],
    ],
    ["a\\.b\\!", "a.b!", []],
    ["`a*b`", "a*b", [["code", 0, 3]]],
    ["```ts\nx\n```", "x", [["pre", 0, 1]]],
    [">quote\n>more\nrest", "quote\nmore\nrest", [["blockquote", 0, 10]]],
    ["**>hidden\n>more||", "hidden\nmore", [["expandable_blockquote", 0, 11]]],
    ["[here](https://example.org/\\))", "here", [["text_link", 0, 4]]],
    [
      "*a _b_*",
      "a b",
      [
        ["bold", 0, 3],
        ["italic", 2, 1],
      ],
    ],
  ])("reads %j", (source, text, entities) => {
    const read = markdown(source);
    expect(read.text).toBe(text);
    expect(read.entities.map(({ type, offset, length }) => [type, offset, length])).toEqual(entities);
  });

  it.each([
    ["a.b", "Character '.' is reserved and must be escaped with the preceding '\\'"],
    ["*x", "Can't find end of Bold entity at byte offset 0"],
    ["ф _x", "Can't find end of Italic entity at byte offset 3"],
    ["`x", "Can't find end of Code entity at byte offset 0"],
    ["x]", "Character ']' is reserved"],
  ])("refuses %j in Telegram's words", (source, message) => {
    expect(() => markdown(source)).toThrow(message);
  });
});

it.each([
  ["/start", [["bot_command", 0, 6]]],
  ["say /help@okoshko_demo_bot now", [["bot_command", 4, 22]]],
  ["a/b/c", []],
  ["see https://example.org/a?b=c.", [["url", 4, 25]]],
  [
    "see example.com/x, and a@example.com",
    [
      ["url", 4, 13],
      ["email", 23, 13],
    ],
  ],
  [
    "call +371 2000 1001 or @vera_lugova #виски $EUR",
    [
      ["phone_number", 5, 14],
      ["mention", 23, 12],
      ["hashtag", 36, 6],
      ["cashtag", 43, 4],
    ],
  ],
  ["12.11.2026 в 15:00, 25.00 EUR", []],
])("finds what Telegram finds in %j", (text, expected) => {
  expect(findEntities(text).map(({ type, offset, length }) => [type, offset, length])).toEqual(expected);
});

describe("for any text", () => {
  const piece = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom(
      "<b>",
      "</b>",
      "<i>",
      "</i>",
      "<a href='x.y'>",
      "</a>",
      "&lt;",
      "<code>",
      "</code>",
      "*",
      "_",
      "__",
      "||",
      "`",
      "\\",
      ">",
      "\n",
      "[",
      "](x)",
      " 💈 ",
      "@vera",
      "/start",
    ),
  );
  const anything = fc.array(piece, { maxLength: 20 }).map((parts) => parts.join(""));

  it.each(["HTML", "MarkdownV2", undefined] as const)(
    "%s gives entities inside the text, or an EntityError",
    (mode) => {
      fc.assert(
        fc.property(anything, (source) => {
          let read;
          try {
            read = readText(source, mode, undefined);
          } catch (error) {
            expect(error).toBeInstanceOf(EntityError);
            return;
          }
          expect(read.text).toBe(read.text.trim());
          for (const { offset, length } of read.entities) {
            expect(length).toBeGreaterThan(0);
            expect(offset).toBeGreaterThanOrEqual(0);
            expect(offset + length).toBeLessThanOrEqual(read.text.length);
          }
          const offsets = read.entities.map(({ offset }) => offset);
          expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
        }),
        { numRuns: 500 },
      );
    },
  );

  it("comes through HTML unchanged when it is escaped", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
        expect(parseHtml(`<b>${escaped}</b>`)).toEqual({
          text,
          entities: text === "" ? [] : [{ type: "bold", offset: 0, length: text.length }],
        });
      }),
    );
  });

  it("comes through MarkdownV2 unchanged when it is escaped", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const escaped = text.replace(/[!-~]/g, (char) => `\\${char}`);
        expect(parseMarkdown(`*${escaped}*`).text).toBe(text);
      }),
    );
  });
});
