import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createDictionary, escapeHtml, locales } from "./words";

interface Message {
  key: string;
  body: string;
  variables: string[];
}

function messagesOf(locale: string): Message[] {
  const directory = path.join(__dirname, "../locales", locale);
  return readdirSync(directory)
    .sort()
    .map((file) => readFileSync(path.join(directory, file), "utf8"))
    .join("\n")
    .split(/^(?=[a-z#])/m)
    .filter((part) => /^[a-z-]+ =/.test(part))
    .map((part) => ({
      key: part.slice(0, part.indexOf(" =")),
      body: part,
      variables: [...new Set([...part.matchAll(/\$([a-z]+)/gi)].map(([, name = ""]) => name))].sort(),
    }));
}

const source = readdirSync(__dirname, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => readFileSync(path.join(__dirname, file), "utf8"))
  .join("\n");

describe("M17: the Fluent files", () => {
  it("say the same things in both languages, about the same variables", () => {
    const shape = (locale: string) => messagesOf(locale).map(({ key, variables }) => ({ key, variables }));
    expect(shape("ru")).toEqual(shape("en"));
    expect(shape("en").length).toBeGreaterThan(80);
  });

  it("say each thing once", () => {
    for (const locale of locales) {
      const keys = messagesOf(locale).map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it("have every message that the code asks for, and none that it doesn't", () => {
    const keys = new Set(messagesOf("en").map(({ key }) => key));
    const asked = [...source.matchAll(/(?:html|plain|say|NoLonger)\(\s*"([a-z-]+)"/g)].map(
      ([, key = ""]) => key,
    );
    expect(asked.filter((key) => !keys.has(key))).toEqual([]);
    // `part-${name}`: the beginnings of keys that are put together.
    const beginnings = [...source.matchAll(/`([a-z-]+-)\$\{/g)].map(([, beginning = ""]) => beginning);
    const unused = [...keys].filter(
      (key) => !source.includes(`"${key}"`) && !beginnings.some((beginning) => key.startsWith(beginning)),
    );
    expect(unused).toEqual([]);
  });

  it.each([...locales])("can say each of them: %s", (locale) => {
    const words = createDictionary()(locale);
    for (const { key, variables } of messagesOf(locale)) {
      const text = words.html(key, Object.fromEntries(variables.map((name) => [name, 2])));
      expect(text).not.toMatch(/[{}]/);
      expect(text.length).toBeGreaterThan(0);
    }
  });

  it("have no two languages in one file", () => {
    // What is typed into Telegram is Latin in both, and so are the names of things.
    const latin = /\b(?!Telegram|JSON|Language|strong|book|bookings|language|api)[a-z]{4,}\b/i;
    for (const { key, body } of messagesOf("ru")) {
      const said = body.slice(key.length).replace(/\$[a-z]+|\[[a-z_]+\]|\/[a-z]+|<\/?\w+>/gi, "");
      if (latin.test(said)) throw new Error(`${key} has Latin words: ${said}`);
    }
    for (const { key, body } of messagesOf("en"))
      if (key !== "button-language") expect(`${key}: ${body}`).not.toMatch(/[а-яё]/i);
  });

  it("tell nothing by a sign alone: what differs has other words, and no sign stands elsewhere than here", () => {
    const sign = /[\p{So}•★]/gu;
    const inOneLine = (text: string) => text.replaceAll(/\s+/g, " ").trim();
    for (const locale of locales) {
      const messages = messagesOf(locale).map(({ key, body }) => body.slice(key.length + 3));
      // What one reads in the same place: the messages, and the variants among which one of them chooses.
      const variants = messages.map((body) =>
        [...body.matchAll(/^\s*\*?\[\w+\](.*)$/gm)].map(([, text = ""]) => text),
      );
      for (const said of [messages, ...variants].map((texts) => texts.map(inOneLine)))
        for (const text of said.filter((each) => each.search(sign) !== -1)) {
          const words = inOneLine(text.replaceAll(sign, ""));
          expect(words).toMatch(/\p{L}{2,}/u);
          expect(said).not.toContain(words);
        }
    }
    expect(source.match(/[\p{So}•★]/gu)).toBeNull();
  });

  it("count окошки as Russian does", () => {
    const ru = createDictionary()("ru");
    const said = (free: number) => ru.plain("day-button", { day: "вт 24 нояб", free }).split(" · ")[1];
    expect([1, 2, 5, 11, 12, 21, 22, 25, 101, 111].map(said)).toEqual([
      "1 окошко",
      "2 окошка",
      "5 окошек",
      "11 окошек",
      "12 окошек",
      "21 окошко",
      "22 окошка",
      "25 окошек",
      "101 окошко",
      "111 окошек",
    ]);
  });

  it("keep labels of buttons short enough for a phone", () => {
    for (const locale of locales)
      for (const { key, body } of messagesOf(locale))
        if (key.startsWith("button-")) expect(body.slice(key.length + 3).trim().length).toBeLessThan(30);
  });
});

describe("words", () => {
  const words = createDictionary()("en");

  it("escape what is put into HTML, and leave it alone elsewhere", () => {
    const business = `<b>Cut & Shave</b> "Inc"`;
    expect(words.html("home-title", { business })).toBe(`<b>${escapeHtml(business)}</b>`);
    expect(words.plain("from-value", { value: business })).toBe(`from ${business}`);
  });

  it("refuse an unknown message and a missing variable, instead of saying half a sentence", () => {
    expect(() => words.plain("no-such-message")).toThrow("no-such-message");
    expect(() => words.plain("from-value")).toThrow("value");
  });

  it("take the catalogue's other language when one is missing", () => {
    expect(words.of({ ru: "Стрижка" })).toBe("Стрижка");
    expect(words.of({ ru: "Стрижка", en: "Haircut" })).toBe("Haircut");
    expect(words.of(null)).toBe("");
  });
});
