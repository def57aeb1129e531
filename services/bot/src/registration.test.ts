import { Api } from "grammy";
import { registerWebhook, registerWords } from "./registration";
import { createDictionary } from "./words";

function recorded() {
  const calls: { method: string; payload: object }[] = [];
  const api = new Api("1:token");
  api.config.use((previous, method, payload) => {
    calls.push({ method, payload });
    return Promise.resolve({ ok: true, result: true } as Awaited<ReturnType<typeof previous>>);
  });
  return { api, calls };
}

describe("registration", () => {
  it("names the updates that are wanted, and never throws away those that wait", async () => {
    const { api, calls } = recorded();
    await registerWebhook(api, { url: "https://bot.example.com/telegram/webhook", secret: "s3cret" });
    expect(calls).toEqual([
      {
        method: "setWebhook",
        payload: {
          url: "https://bot.example.com/telegram/webhook",
          secret_token: "s3cret",
          allowed_updates: ["message", "callback_query", "my_chat_member"],
        },
      },
    ]);
  });

  it("says commands and descriptions in each language and, for all others, in English; within Telegram's limits", async () => {
    const { api, calls } = recorded();
    await registerWords(api, createDictionary());
    for (const method of ["setMyCommands", "setMyDescription", "setMyShortDescription"])
      expect(
        calls
          .filter((call) => call.method === method)
          .map(({ payload }) => ("language_code" in payload ? payload.language_code : "default")),
      ).toEqual(["default", "ru", "en"]);
    for (const { payload } of calls) {
      if ("description" in payload) expect(String(payload.description).length).toBeLessThanOrEqual(512);
      if ("short_description" in payload)
        expect(String(payload.short_description).length).toBeLessThanOrEqual(120);
    }
  });

  it("offers everybody the same commands, none of a desk, in private chats, behind the menu button", async () => {
    const { api, calls } = recorded();
    await registerWords(api, createDictionary());
    const commands = calls.filter(({ method }) => method === "setMyCommands");
    for (const { payload } of commands) {
      expect(payload).toMatchObject({ scope: { type: "all_private_chats" } });
      const names = (payload as { commands: { command: string }[] }).commands.map(({ command }) => command);
      expect(names).toContain("start");
      expect(names).not.toEqual(expect.arrayContaining(["desk"]));
      expect(names).not.toEqual(expect.arrayContaining(["manage"]));
    }
    expect(calls.filter(({ method }) => method === "setChatMenuButton")).toEqual([
      { method: "setChatMenuButton", payload: { menu_button: { type: "commands" } } },
    ]);
  });
});
