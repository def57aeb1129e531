import { operationsById } from "../contract/schemas";
import { closeAll, running, started } from "../../test/harness";
import { methods } from "./methods";

afterEach(closeAll);

const chat_id = 1001;
const button = (more: object) => ({ inline_keyboard: [[{ text: "x", ...more }]] });

it("knows exactly the methods of its contract", () => {
  const declared = [...operationsById]
    .filter(([, { path }]) => /^\/bot\{token\}\/\w+$/.test(path))
    .map(([id]) => id);
  expect([...methods.keys()].sort()).toEqual(declared.sort());
});

it.each<[string, string, object, number, string]>([
  ["an unknown method", "sendSmell", {}, 404, "Not Found: method not found"],
  [
    "an unknown parameter",
    "sendMessage",
    { chat_id, text: "x", disable_web_page_preview: true },
    400,
    'Bad Request: sendMessage has no parameter "disable_web_page_preview"',
  ],
  ["a parameter for a method without any", "getMe", { x: 1 }, 400, 'Bad Request: getMe has no parameter "x"'],
  ["a missing chat", "sendMessage", { text: "x" }, 400, "Bad Request: chat_id is empty"],
  ["a missing text", "sendMessage", { chat_id }, 400, "Bad Request: message text is empty"],
  ["a blank text", "sendMessage", { chat_id, text: " \n " }, 400, "Bad Request: message text is empty"],
  [
    "a text of the wrong type",
    "sendMessage",
    { chat_id, text: 5 },
    400,
    'Bad Request: parameter "text" must be string',
  ],
  [
    "4097 characters",
    "sendMessage",
    { chat_id, text: "я".repeat(4097) },
    400,
    "Bad Request: message is too long",
  ],
  [
    "broken HTML",
    "sendMessage",
    { chat_id, text: "<b>x", parse_mode: "HTML" },
    400,
    "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
  ],
  [
    "an unknown parse mode",
    "sendMessage",
    { chat_id, text: "x", parse_mode: "Markdown" },
    400,
    "Bad Request: unsupported parse_mode",
  ],
  [
    "an entity outside the text",
    "sendMessage",
    { chat_id, text: "x", entities: [{ type: "bold", offset: 0, length: 2 }] },
    400,
    "Bad Request: can't parse entities: Entity beginning at UTF-16 offset 0 ends after the end of the text",
  ],
  ["a stranger", "sendMessage", { chat_id: 77, text: "x" }, 400, "Bad Request: chat not found"],
  [
    "someone by name",
    "sendMessage",
    { chat_id: "@vera_lugova", text: "x" },
    400,
    "Bad Request: chat not found",
  ],
  [
    "someone who never pressed Start",
    "sendMessage",
    { chat_id: 1002, text: "x" },
    403,
    "Forbidden: bot can't initiate conversation with a user",
  ],
  [
    "callback data of 65 bytes",
    "sendMessage",
    { chat_id, text: "x", reply_markup: button({ callback_data: "ы".repeat(32) + "x" }) },
    400,
    "Bad Request: BUTTON_DATA_INVALID",
  ],
  [
    "empty callback data",
    "sendMessage",
    { chat_id, text: "x", reply_markup: button({ callback_data: "" }) },
    400,
    "Bad Request: BUTTON_DATA_INVALID",
  ],
  [
    "a button that does nothing",
    "sendMessage",
    { chat_id, text: "x", reply_markup: button({}) },
    400,
    "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
  ],
  [
    "a button that does two things",
    "sendMessage",
    { chat_id, text: "x", reply_markup: button({ callback_data: "a", url: "https://example.org" }) },
    400,
    "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
  ],
  [
    "a button without a text",
    "sendMessage",
    { chat_id, text: "x", reply_markup: { inline_keyboard: [[{ callback_data: "a" }]] } },
    400,
    "Bad Request: can't parse inline keyboard button: Can't find field \"text\"",
  ],
  [
    "an unknown part of a button",
    "sendMessage",
    { chat_id, text: "x", reply_markup: button({ callback_data: "a", colour: "red" }) },
    400,
    'Bad Request: reply_markup.inline_keyboard[0][0] has no field "colour"',
  ],
  [
    "an unknown style",
    "sendMessage",
    { chat_id, text: "x", reply_markup: button({ callback_data: "a", style: "red" }) },
    400,
    "Bad Request: invalid button style specified",
  ],
  [
    "a link to nowhere",
    "sendMessage",
    { chat_id, text: "x", reply_markup: button({ url: "http://localhost:3000" }) },
    400,
    "Bad Request: inline keyboard button URL 'http://localhost:3000' is invalid: Wrong HTTP URL",
  ],
  [
    "a link that is a script",
    "sendMessage",
    { chat_id, text: "x", reply_markup: button({ url: "javascript:alert(1)" }) },
    400,
    "Bad Request: inline keyboard button URL 'javascript:alert(1)' is invalid: Unsupported URL protocol",
  ],
  [
    "a Mini App without https",
    "sendMessage",
    { chat_id, text: "x", reply_markup: button({ web_app: { url: "http://example.org" } }) },
    400,
    "Bad Request: inline keyboard button Web App URL 'http://example.org' is invalid: Only HTTPS links are allowed",
  ],
  [
    "too long a text to copy",
    "sendMessage",
    { chat_id, text: "x", reply_markup: button({ copy_text: { text: "x".repeat(257) } }) },
    400,
    "Bad Request: BUTTON_COPY_TEXT_INVALID",
  ],
  [
    "nine buttons in a row",
    "sendMessage",
    {
      chat_id,
      text: "x",
      reply_markup: { inline_keyboard: [Array(9).fill({ text: "x", callback_data: "x" })] },
    },
    400,
    "Bad Request: reply markup is too long",
  ],
  [
    "101 buttons",
    "sendMessage",
    {
      chat_id,
      text: "x",
      reply_markup: { inline_keyboard: Array(101).fill([{ text: "x", callback_data: "x" }]) },
    },
    400,
    "Bad Request: reply markup is too long",
  ],
  [
    "two keyboards at once",
    "sendMessage",
    { chat_id, text: "x", reply_markup: { ...button({ callback_data: "a" }), remove_keyboard: true } },
    400,
    "Bad Request: object expected as reply markup",
  ],
  [
    "a reply to nothing",
    "sendMessage",
    { chat_id, text: "x", reply_parameters: { message_id: 5 } },
    400,
    "Bad Request: message to be replied not found",
  ],
  [
    "an edit of nothing",
    "editMessageText",
    { chat_id, message_id: 5, text: "x" },
    400,
    "Bad Request: message to edit not found",
  ],
  [
    "an edit of nothing named",
    "editMessageText",
    { chat_id, text: "x" },
    400,
    "Bad Request: message identifier is not specified",
  ],
  [
    "deleting nothing",
    "deleteMessage",
    { chat_id, message_id: 5 },
    400,
    "Bad Request: message to delete not found",
  ],
  [
    "a toast of 201 characters",
    "answerCallbackQuery",
    { callback_query_id: "1", text: "x".repeat(201) },
    400,
    "Bad Request: MESSAGE_TOO_LONG",
  ],
  [
    "an answer to an unknown query",
    "answerCallbackQuery",
    { callback_query_id: "1" },
    400,
    "Bad Request: query is too old and response timeout expired or query ID is invalid",
  ],
  [
    "an unknown chat action",
    "sendChatAction",
    { chat_id, action: "dancing" },
    400,
    "Bad Request: wrong parameter action in request",
  ],
  [
    "101 commands",
    "setMyCommands",
    { commands: Array(101).fill({ command: "a", description: "b" }) },
    400,
    "Bad Request: BOT_COMMANDS_TOO_MUCH",
  ],
  [
    "a command in capitals",
    "setMyCommands",
    { commands: [{ command: "Start", description: "b" }] },
    400,
    "Bad Request: BOT_COMMAND_INVALID",
  ],
  [
    "a command without description",
    "setMyCommands",
    { commands: [{ command: "start", description: "" }] },
    400,
    "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
  ],
  [
    "a language that is none",
    "setMyCommands",
    { commands: [], language_code: "russian" },
    400,
    "Bad Request: LANG_CODE_INVALID",
  ],
  [
    "a secret with a space",
    "setWebhook",
    { url: "http://127.0.0.1:1", secret_token: "a b" },
    400,
    "Bad Request: secret token contains unallowed characters",
  ],
  [
    "a webhook that is no URL",
    "setWebhook",
    { url: "nowhere" },
    400,
    "Bad Request: bad webhook: invalid webhook URL specified",
  ],
  [
    "a poll for longer than allowed",
    "getUpdates",
    { timeout: 51 },
    400,
    'Bad Request: parameter "timeout" must be <= 50',
  ],
  [
    "a file that was never sent",
    "sendDocument",
    { chat_id, document: "nowhere" },
    400,
    "Bad Request: wrong file identifier/HTTP URL specified",
  ],
  [
    "a latitude beyond the pole",
    "sendLocation",
    { chat_id, latitude: 91, longitude: 0 },
    400,
    'Bad Request: parameter "latitude" must be <= 90',
  ],
])("refuses %s", async (_what, method, params, status, description) => {
  const { call, driver } = await started();
  const before = await driver.person(1001).chat();
  const answer = await call(method, params);
  expect(answer).toMatchObject({ status, ok: false, error_code: status, description });
  expect((await driver.person(1001).chat()).messages).toEqual(before.messages);
});

it("takes 64 bytes of callback data, 4096 characters after parsing and a 100 button keyboard", async () => {
  const { call } = await started();
  const full = {
    inline_keyboard: Array(20).fill(Array(5).fill({ text: "x", callback_data: "ы".repeat(32) })),
  };
  expect(
    await call("sendMessage", {
      chat_id,
      text: `<b>${"я".repeat(4096)}</b>`,
      parse_mode: "HTML",
      reply_markup: full,
    }),
  ).toMatchObject({ ok: true });
});

describe("addresses", () => {
  it.each([
    ["a malformed token", "/botnonsense/getMe", 404, "Not Found"],
    ["a wrong token", "/bot1000000001:wrong/getMe", 401, "Unauthorized"],
  ])("refuses %s", async (_what, path, status, description) => {
    const { emulator } = await running();
    const response = await fetch(emulator.url + path);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ ok: false, error_code: status, description });
  });

  it.each<[string, RequestInit]>([
    ["broken JSON", { headers: { "content-type": "application/json" }, body: "{" }],
    ["a JSON list", { headers: { "content-type": "application/json" }, body: "[]" }],
    ["a body of an unknown type", { headers: { "content-type": "text/xml" }, body: "<x/>" }],
    [
      "JSON nested without end",
      {
        headers: { "content-type": "application/json" },
        body: `{"text":${"[".repeat(5000)}${"]".repeat(5000)}}`,
      },
    ],
    ["a broken multipart body", { headers: { "content-type": "multipart/form-data" }, body: "x" }],
  ])("refuses %s in the envelope", async (_what, init) => {
    const { emulator } = await running();
    const response = await fetch(`${emulator.url}/bot${emulator.botToken}/sendMessage`, {
      method: "POST",
      ...init,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ ok: false, error_code: 400 });
  });

  it("refuses a body of more than a megabyte", async () => {
    const { emulator } = await running();
    const response = await fetch(`${emulator.url}/bot${emulator.botToken}/sendMessage`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ chat_id, text: "x".repeat(1024 * 1024) }),
    });
    expect(response.status).toBe(413);
  });

  it("takes parameters from a query, a form and a multipart body alike", async () => {
    const { emulator, driver } = await started();
    const url = `${emulator.url}/bot${emulator.botToken}`;
    const reply_markup = JSON.stringify(button({ callback_data: "a" }));
    const fields = { chat_id: "1001", text: "hello", disable_notification: "true", reply_markup };
    const multipart = new FormData();
    for (const [name, value] of Object.entries(fields)) multipart.set(name, value);
    await fetch(`${url}/sendMessage?${new URLSearchParams(fields).toString()}`);
    await fetch(`${url}/sendMessage`, { method: "POST", body: new URLSearchParams(fields) });
    await fetch(`${url}/SENDMESSAGE`, { method: "POST", body: multipart });
    expect((await driver.calls()).map(({ via, outcome }) => [via, outcome])).toEqual([
      ["query", "ok"],
      ["form", "ok"],
      ["multipart", "ok"],
    ]);
    const { messages } = await driver.person(1001).chat();
    expect(messages).toHaveLength(3);
    for (const message of messages)
      expect(message).toMatchObject({
        text: "hello",
        silent: true,
        buttons: [[{ text: "x", kind: "callback", data: "a" }]],
      });
  });
});
