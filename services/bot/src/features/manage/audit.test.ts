import { createDictionary, locales } from "../../words";
import { deedOf, doerOf } from "./audit";

const dictionary = createDictionary();
const names = { staff: new Map([["3001", "Инга"]]), things: new Map() };

describe("the log of changes", () => {
  it.each([...locales])("says every deed in words: %s", (locale) => {
    const words = dictionary(locale);
    for (const operation of ["updateService", "markNoShow", "createApiKey", "putMe", "retention", null])
      for (const subject of ["service:1", "waitlist_entry:1", "business:true", "working_hours:2"])
        expect(deedOf(words, { operation, subject })).toMatch(/^[\p{L} ,:«»']+$/u);
  });

  it("names the staff, and nobody else", () => {
    const words = dictionary("en");
    const said = (actor: string, channel: "bot" | "sql" = "bot") => doerOf(words, { actor, channel }, names);
    expect(said("telegram:3001")).toBe("Инга");
    expect(said("telegram:1001")).toBe("a client");
    expect(said("person:0b0a4f3e")).toBe("a person who is forgotten");
    expect(said("api-key:1")).toBe("another program");
    expect(said("system")).toBe("the system");
    expect(said("sql:okoshko", "sql")).toBe("somebody, right in the database");
  });
});
