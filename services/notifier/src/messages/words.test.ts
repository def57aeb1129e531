import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fluentSource, wordsOf } from "./words";

/** Keys with the variables that their texts mention, read off the source. */
function outline(source: string): Record<string, string[]> {
  const messages = `\n${source}`.split(/\n(?=[a-z][a-z0-9-]* =)/).slice(1);
  return Object.fromEntries(
    messages.map((message) => [
      message.slice(0, message.indexOf(" ")),
      [...new Set([...message.matchAll(/\$([a-z]+)/g)].map(([, name]) => name ?? ""))].sort(),
    ]),
  );
}

const ru = outline(fluentSource("ru"));
const en = outline(fluentSource("en"));

describe("M17: the words of the notifier", () => {
  it("say the same in both languages, with the same variables", () => {
    expect(ru).toEqual(en);
    expect(Object.keys(ru).length).toBeGreaterThan(20);
  });

  it("are all said by somebody", () => {
    const code = readdirSync(__dirname)
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
      .map((file) => readFileSync(path.join(__dirname, file), "utf8"))
      .join("\n");
    for (const key of Object.keys(ru)) expect(code).toContain(`"${key}"`);
  });

  it("refuse an unknown key and a missing variable instead of showing them to a client", () => {
    expect(() => wordsOf("ru")("no-such-key")).toThrow("no-such-key");
    expect(() => wordsOf("en")("card-master")).toThrow("card-master");
  });
});
