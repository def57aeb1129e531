import { eventually } from "@okoshko/testkit/eventually";
import { closeAll, later, running, started } from "../../test/harness";

afterEach(closeAll);

it("logs calls with their outcome, without secrets, and lets a test wait for the next", async () => {
  const { call, driver } = await started();
  await call("setWebhook", { url: "http://127.0.0.1:1", secret_token: "s3cret" });
  await call("deleteWebhook");
  const cursor = await driver.callCursor();
  await call("getUpdates");
  const waiting = driver.calls({ after: cursor, waitSeconds: 20, method: "sendMessage" });
  await call("sendMessage", { chat_id: 1001, text: "" });
  expect(await waiting).toMatchObject([
    {
      method: "sendMessage",
      personId: 1001,
      outcome: "error",
      errorCode: 400,
      description: "Bad Request: message text is empty",
      via: "json",
    },
  ]);
  expect((await driver.calls({ outcome: "ok" })).map(({ method }) => method)).toEqual([
    "setWebhook",
    "deleteWebhook",
  ]);
  expect(JSON.stringify(await driver.calls())).not.toContain("s3cret");
});

it("streams what changes: chats, toasts, typing, persons, the clock", async () => {
  const { emulator, call, driver } = await started();
  const abort = new AbortController();
  later(() => abort.abort());
  const response = await fetch(`${emulator.url}/_emulator/events`, { signal: abort.signal });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  let stream = "";
  void (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) stream += decoder.decode(chunk as Uint8Array);
  })().catch(() => undefined);
  await eventually(() => expect(stream).toMatch(/event: clock\n[^]*event: bot\n/));
  await call("sendChatAction", { chat_id: 1001, action: "typing" });
  await call("sendMessage", {
    chat_id: 1001,
    text: "x",
    reply_markup: { inline_keyboard: [[{ text: "b", callback_data: "1" }]] },
  });
  const { callbackQueryId } = await driver.person(1001).taps("b");
  await call("answerCallbackQuery", { callback_query_id: callbackQueryId, text: "hi" });
  await driver.clock.advance(1000);
  await driver.createPerson({ firstName: "Nora" });
  await driver.reset();
  await eventually(() => expect(stream).toContain("event: reset\ndata: {}"));
  const names = [...stream.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name);
  expect(new Set(names)).toEqual(new Set(["clock", "bot", "typing", "chat", "toast", "persons", "reset"]));
  expect(stream).toMatch(/event: toast\ndata: \{"personId":1001,"toast":\{[^\n]*"text":"hi"/);
});

it("goes back to the beginning, and keeps the bot's connection and profile unless told otherwise", async () => {
  const { call, driver } = await started();
  await call("setWebhook", { url: "http://127.0.0.1:1" });
  await call("setMyName", { name: "Shop" });
  await driver.createPerson({ firstName: "Nora" });
  await driver.faults.add({ kind: "serverError", method: "getMe" });
  await driver.person(1001).says("hi");
  await driver.reset();
  expect(await driver.persons()).toHaveLength(4);
  expect((await driver.person(1001).chat()).messages).toEqual([]);
  expect([await driver.calls(), await driver.updates(), await driver.faults.list()]).toEqual([[], [], []]);
  expect((await driver.bot()).name).toBe("Shop");
  expect((await call("getWebhookInfo")).result.url).toBe("http://127.0.0.1:1");
  await driver.reset({ bot: true });
  expect((await driver.bot()).name).toBe("Okoshko");
  expect((await call("getWebhookInfo")).result.url).toBe("");
});

it("keeps no more than its caps", async () => {
  const { call, driver } = await running();
  await driver.person(1001).changes({ started: true });
  for (let nth = 0; nth < 510; nth += 1) await call("sendMessage", { chat_id: 1001, text: `x${nth}` });
  const { messages } = await driver.person(1001).chat();
  expect([messages.length, messages[0]?.text, messages.at(-1)?.text]).toEqual([500, "x10", "x509"]);
});
