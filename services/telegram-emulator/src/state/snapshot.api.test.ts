import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { eventually } from "@okoshko/testkit/eventually";
import { closeAll, callBot, later, running } from "../../test/harness";

afterEach(closeAll);

function stateFile(): string {
  const directory = mkdtempSync(path.join(tmpdir(), "okoshko-emulator-"));
  later(() => rmSync(directory, { recursive: true }));
  return path.join(directory, "state", "emulator.json");
}

it("still has everything after a restart: chats, persons, clock, bot, webhook, files, undelivered updates", async () => {
  const file = stateFile();
  const first = await running({ stateFile: file });
  const vera = first.driver.person(1001);
  await first.call("setMyCommands", { commands: [{ command: "help", description: "Help" }] });
  await vera.starts("x");
  const keyboard = { inline_keyboard: [[{ text: "Book", callback_data: "b" }]] };
  await first.call("sendMessage", {
    chat_id: 1001,
    text: "<b>hello</b>",
    parse_mode: "HTML",
    reply_markup: keyboard,
  });
  const form = new FormData();
  form.set("chat_id", "1001");
  form.set("document", new Blob(["BEGIN"]), "visit.ics");
  await fetch(`${first.emulator.url}/bot${first.emulator.botToken}/sendDocument`, {
    method: "POST",
    body: form,
  });
  await first.call("setWebhook", { url: "http://127.0.0.1:1/hook", secret_token: "s" });
  await first.driver.createPerson({ firstName: "Nora" });
  await first.driver.clock.advance(3600_000);
  const before = await vera.chat();
  await first.emulator.close();

  const second = await running({ stateFile: file });
  const after = await second.driver.person(1001).chat();
  expect(after.messages).toEqual(before.messages);
  expect(after.commands).toEqual(before.commands);
  expect(after.revision).toBe(before.revision);
  expect(await second.driver.persons()).toHaveLength(5);
  expect(await second.driver.clock.read()).toMatchObject({ offsetMs: 3600_000 });
  expect((await callBot(second.emulator, "getWebhookInfo")).result).toMatchObject({
    url: "http://127.0.0.1:1/hook",
    pending_update_count: 1,
  });
  const document = after.messages.at(-1)?.document;
  expect(await (await fetch(second.emulator.url + (document?.url ?? ""))).text()).toBe("BEGIN");
  const { callbackQueryId } = await second.driver.person(1001).taps("Book");
  expect(Number(callbackQueryId)).toBeGreaterThan(4_000_000);
});

it("saves by itself soon after a change", async () => {
  const file = stateFile();
  const { driver } = await running({ stateFile: file });
  await driver.person(1001).says("remember me");
  await eventually(() => expect(readFileSync(file, "utf8")).toContain("remember me"));
  expect(readdirSync(path.dirname(file))).toEqual(["emulator.json"]);
});

it.each([
  ["no JSON", "{ half"],
  ["another shape", JSON.stringify({ version: 1, accounts: "all" })],
  ["another version", JSON.stringify({ version: 7 })],
])("puts a file with %s aside and starts anew", async (_what, content) => {
  const file = stateFile();
  await (await running({ stateFile: file })).emulator.close();
  writeFileSync(file, content);
  const { driver } = await running({ stateFile: file });
  expect(await driver.persons()).toHaveLength(4);
  expect(readFileSync(`${file}.broken`, "utf8")).toBe(content);
});
