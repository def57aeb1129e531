import { parseServiceTokens, tokenCheck } from "./service-tokens";

describe("service tokens", () => {
  it("names the caller whose token it is, and nobody else", () => {
    const nameOf = tokenCheck(parseServiceTokens("bot=bot-token-1, admin=admin-token-2"));

    expect(nameOf("Bearer bot-token-1")).toBe("bot");
    expect(nameOf("bearer admin-token-2")).toBe("admin");
    for (const header of [undefined, "", "Bearer", "Bearer bot-token", "Basic bot-token-1", "bot-token-1"]) {
      expect(nameOf(header)).toBeUndefined();
    }
  });

  it.each(["", "bot", "bot=", "bot=short", "=token-12345", "bot=token-12345,", "Bot=token-12345"])(
    "refuses the whole list when one entry is broken: %j",
    (text) => expect(parseServiceTokens(text).size).toBe(0),
  );
});
