import { words } from "../../public/i18n.js";

const placeholders = (phrase: unknown) => [
  ...new Set(
    JSON.stringify(phrase)
      .match(/\{\w+\}/g)
      ?.sort(),
  ),
];

describe("words of the page", () => {
  it("are complete in both languages", () => {
    expect(Object.keys(words.en).sort()).toEqual(Object.keys(words.ru).sort());
  });

  it("take the same values in both languages", () => {
    for (const key of Object.keys(words.ru) as (keyof typeof words.ru)[])
      expect([key, placeholders(words.en[key])]).toEqual([key, placeholders(words.ru[key])]);
  });

  it("have every plural form that the language needs", () => {
    for (const language of ["ru", "en"] as const) {
      const needed = new Intl.PluralRules(language)
        .resolvedOptions()
        .pluralCategories.filter((form) => !(language === "ru" && form === "other"));
      for (const phrase of Object.values(words[language]))
        if (typeof phrase !== "string") expect(Object.keys(phrase)).toEqual(expect.arrayContaining(needed));
    }
  });
});
