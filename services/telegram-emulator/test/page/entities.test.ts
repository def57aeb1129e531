import { isOnlyEmoji, plain, segments } from "../../public/entities.js";

const bold = (offset: number, length: number) => ({ type: "bold", offset, length });
const italic = (offset: number, length: number) => ({ type: "italic", offset, length });

/** bold → <b>…</b>, italic → <i>…</i>: enough to read a tree at a glance. */
function markup(parts: unknown[]): string {
  return parts
    .map((part) => {
      if (typeof part === "string") return part;
      const { entity, children } = part as { entity: { type: string }; children: unknown[] };
      const tag = entity.type.slice(0, 1);
      return `<${tag}>${markup(children)}</${tag}>`;
    })
    .join("");
}

describe("segments", () => {
  it("leaves a text without entities in one piece", () => {
    expect(segments("Когда вам удобно?")).toEqual(["Когда вам удобно?"]);
    expect(segments("")).toEqual([]);
  });

  it("counts UTF-16 code units, so an emoji takes two", () => {
    expect(markup(segments("💈 стрижка завтра", [bold(3, 7)]))).toBe("💈 <b>стрижка</b> завтра");
  });

  it("nests entities whatever their order in the list", () => {
    const inner = italic(4, 3);
    const outer = bold(0, 11);
    expect(markup(segments("one two six", [inner, outer]))).toBe("<b>one <i>two</i> six</b>");
    expect(markup(segments("one two six", [outer, inner]))).toBe("<b>one <i>two</i> six</b>");
  });

  it("puts two entities of one place into each other", () => {
    expect(markup(segments("now", [bold(0, 3), italic(0, 3)]))).toBe("<b><i>now</i></b>");
  });

  it("keeps neighbours apart", () => {
    expect(markup(segments("abcd", [bold(0, 2), italic(2, 2)]))).toBe("<b>ab</b><i>cd</i>");
  });

  it("spells the whole text even when entities cross or reach beyond it", () => {
    const texts = ["crossing lines", "👩‍🔧 мастер"];
    for (const text of texts)
      for (let start = -2; start < text.length + 2; start += 1)
        for (let length = 0; length < text.length + 3; length += 1) {
          const parts = segments(text, [bold(3, 5), italic(start, length), bold(start + 1, 2)]);
          expect(parts.map(plain).join("")).toBe(text);
        }
  });
});

describe("isOnlyEmoji", () => {
  it.each(["🎉", "👍🏽", "👩‍🔧🎉", "❤️", "🎉 "])("shows %s large", (text) => {
    expect(isOnlyEmoji(text)).toBe(true);
  });

  it.each(["", "ok", "🎉 ok", "12", "🎉🎉🎉🎉"])("leaves «%s» a text", (text) => {
    expect(isOnlyEmoji(text)).toBe(false);
  });
});
