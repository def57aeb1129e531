import { type Anything, closeAll, running, started } from "../../test/harness";

afterEach(closeAll);

const lastUpdate = async ({ driver }: Awaited<ReturnType<typeof running>>): Promise<Anything> =>
  (await driver.updates()).at(-1)?.update;

it("knows four persons from the start, none of whom has pressed Start", async () => {
  const { driver } = await running();
  expect(
    (await driver.persons()).map(({ id, firstName, role, languageCode, started }) => [
      id,
      firstName,
      role,
      languageCode,
      started,
    ]),
  ).toEqual([
    [1001, "Вера", "client", "ru", false],
    [1002, "Theo", "client", "en", false],
    [2001, "Глеб", "master", "ru", true],
    [3001, "Инга", "owner", "ru", true],
  ]);
});

it("makes new persons and changes them", async () => {
  const { driver } = await running();
  const mira = await driver.createPerson({ firstName: "Mira", username: "mira_test", languageCode: "en" });
  expect(await mira.changes({ languageCode: "ru", username: null })).toMatchObject({
    id: mira.id,
    languageCode: "ru",
    started: false,
  });
  expect(await mira.changes({ firstName: "Мира" })).not.toHaveProperty("username");
  await expect(driver.createPerson({ id: mira.id, firstName: "Other" })).rejects.toThrow("409");
});

it("sends texts as Telegram's clients do: with entities, and counted as a start", async () => {
  const setup = await running();
  const vera = setup.driver.person(1001);
  const { messageId } = await vera.says("/help me at https://example.org");
  expect((await lastUpdate(setup)).message).toMatchObject({
    message_id: messageId,
    from: {
      id: 1001,
      is_bot: false,
      first_name: "Вера",
      last_name: "Лугова",
      username: "vera_lugova",
      language_code: "ru",
    },
    chat: { id: 1001, type: "private" },
    text: "/help me at https://example.org",
    entities: [
      { type: "bot_command", offset: 0, length: 5 },
      { type: "url", offset: 12, length: 19 },
    ],
  });
  expect((await vera.chat()).person.started).toBe(true);
  await vera.says("a reply", { replyToMessageId: messageId ?? 0 });
  expect((await lastUpdate(setup)).message.reply_to_message).toMatchObject({ message_id: messageId });
});

it("opens deep links", async () => {
  const setup = await running();
  await setup.driver.person(1002).starts("s_haircut");
  expect((await lastUpdate(setup)).message).toMatchObject({
    text: "/start s_haircut",
    entities: [{ type: "bot_command", offset: 0, length: 6 }],
  });
});

it("edits own texts and nobody else's", async () => {
  const setup = await started();
  const vera = setup.driver.person(1001);
  const { messageId = 0 } = await vera.says("helo");
  await vera.edits(messageId, "hello");
  expect((await lastUpdate(setup)).edited_message).toMatchObject({ message_id: messageId, text: "hello" });
  const { result } = await setup.call("sendMessage", { chat_id: 1001, text: "x" });
  await expect(vera.edits(result.message_id, "y")).rejects.toThrow("404");
});

it("presses inline buttons that are there, by label, data, pattern or place, and no others", async () => {
  const setup = await started();
  const vera = setup.driver.person(1001);
  const row = [
    { text: "One", callback_data: "1" },
    { text: "Map", url: "https://example.org/map" },
    { text: "Code", copy_text: { text: "AB-12" } },
    { text: "App", web_app: { url: "https://example.org/app" }, style: "primary" },
  ];
  const { result } = await setup.call("sendMessage", {
    chat_id: 1001,
    text: "x",
    reply_markup: { inline_keyboard: [row] },
  });
  const messageId: number = result.message_id;
  for (const way of [
    "One",
    /^On/,
    { data: "1" },
    { messageId, row: 0, column: 0 },
    { messageId, label: "One" },
  ]) {
    const { updateId, callbackQueryId } = await vera.taps(way);
    expect((await lastUpdate(setup)).callback_query).toMatchObject({
      id: callbackQueryId,
      data: "1",
      message: { message_id: messageId, reply_markup: { inline_keyboard: [row] } },
    });
    expect(updateId).toBe((await lastUpdate(setup)).update_id);
  }
  expect(await vera.taps("Map")).toMatchObject({ openedUrl: "https://example.org/map" });
  expect(await vera.taps("App")).toMatchObject({ openedUrl: "https://example.org/app" });
  const copied = await vera.taps("Code");
  expect(copied).toMatchObject({ copiedText: "AB-12" });
  expect(copied).not.toHaveProperty("updateId");

  for (const body of [
    { label: "Two" },
    { data: "2" },
    { messageId, row: 0, column: 4 },
    { messageId, row: 0, column: 0, label: "Map" },
  ]) {
    const { response, error } = await setup.driver.api.POST("/_emulator/persons/{personId}/taps", {
      params: { path: { personId: 1001 } },
      body,
    });
    expect(response.status).toBe(409);
    expect(error).toMatchObject({
      type: expect.stringContaining("button-not-shown"),
      detail: expect.stringContaining("[One] [Map]"),
    });
  }
  await setup.call("editMessageReplyMarkup", { chat_id: 1001, message_id: messageId });
  await expect(vera.taps("One", { timeoutMs: 100 })).rejects.toThrow('looked for the button "One"');
});

it("presses buttons of the reply keyboard, which goes away when it was for one tap", async () => {
  const setup = await started();
  const vera = setup.driver.person(1001);
  const keyboard = [
    [
      { text: "Share", request_contact: true },
      { text: "Where", request_location: true },
    ],
    [{ text: "Skip" }],
  ];
  await setup.call("sendMessage", {
    chat_id: 1001,
    text: "x",
    reply_markup: { keyboard, resize_keyboard: true, input_field_placeholder: "Phone" },
  });
  expect((await vera.chat()).replyKeyboard).toMatchObject({
    kind: "keyboard",
    placeholder: "Phone",
    resize: true,
    rows: [[{ kind: "requestContact" }, { kind: "requestLocation" }], [{ kind: "text" }]],
  });
  await vera.taps("Share");
  expect((await lastUpdate(setup)).message.contact).toEqual({
    phone_number: "37120001001",
    first_name: "Вера",
    last_name: "Лугова",
    user_id: 1001,
  });
  await vera.taps("Where");
  expect((await lastUpdate(setup)).message.location).toBeDefined();
  await setup.call("sendMessage", {
    chat_id: 1001,
    text: "x",
    reply_markup: { keyboard, one_time_keyboard: true },
  });
  await vera.taps("Skip");
  expect((await lastUpdate(setup)).message.text).toBe("Skip");
  expect((await vera.chat()).replyKeyboard).toBeNull();
  await setup.call("sendMessage", { chat_id: 1001, text: "x", reply_markup: { keyboard } });
  await setup.call("sendMessage", { chat_id: 1001, text: "x", reply_markup: { remove_keyboard: true } });
  await expect(vera.taps("Skip", { timeoutMs: 100 })).rejects.toThrow("Skip");
  await setup.call("sendMessage", { chat_id: 1001, text: "Name?", reply_markup: { force_reply: true } });
  expect((await vera.chat()).replyKeyboard?.kind).toBe("forceReply");
  await vera.says("Vera");
  expect((await vera.chat()).replyKeyboard).toBeNull();
});

it("sends what a booking bot has no use for", async () => {
  const setup = await running();
  const vera = setup.driver.person(1001);
  for (const kind of ["sticker", "voice", "photo", "location"] as const) {
    await vera.sends(kind);
    expect((await lastUpdate(setup)).message).toHaveProperty(kind);
  }
  await vera.sharesContact({ phoneNumber: "+37129999999", firstName: "Friend" });
  expect((await lastUpdate(setup)).message.contact).toEqual({
    phone_number: "+37129999999",
    first_name: "Friend",
  });
});

it("blocks and unblocks once each, and does nothing else while blocked", async () => {
  const setup = await started();
  const vera = setup.driver.person(1001);
  const { updateId } = await vera.blocks();
  expect((await lastUpdate(setup)).my_chat_member).toMatchObject({
    old_chat_member: { status: "member" },
    new_chat_member: { status: "kicked", user: { is_bot: true } },
  });
  expect(await vera.blocks()).not.toHaveProperty("updateId");
  await expect(vera.says("hi")).rejects.toThrow("This person has blocked the bot");
  await vera.unblocks();
  expect((await lastUpdate(setup)).my_chat_member.new_chat_member.status).toBe("member");
  expect((await setup.driver.updates()).map((each) => each.updateId)).toHaveLength(2);
  expect(updateId).toBeGreaterThan(0);
});

it("forges callbacks: any data, on a message that exists, is out of reach or none at all", async () => {
  const setup = await started();
  const vera = setup.driver.person(1001);
  await vera.forges("v9|steal|1");
  expect((await lastUpdate(setup)).callback_query).toMatchObject({
    data: "v9|steal|1",
    message: { message_id: 1, date: 0 },
  });
  const { result } = await setup.call("sendMessage", { chat_id: 1001, text: "x" });
  const { callbackQueryId } = await vera.forges("a");
  expect((await lastUpdate(setup)).callback_query.message).toMatchObject({
    message_id: result.message_id,
    text: "x",
  });
  expect(await setup.call("answerCallbackQuery", { callback_query_id: callbackQueryId })).toMatchObject({
    ok: true,
  });
  await vera.forges("a", 99);
  expect((await lastUpdate(setup)).callback_query.message).toEqual({
    chat: expect.anything(),
    message_id: 99,
    date: 0,
  });
});

it("lets the page wait for the next change of a chat", async () => {
  const setup = await started();
  const { revision } = await setup.driver.person(1001).chat();
  const waiting = fetch(
    `${setup.emulator.url}/_emulator/persons/1001/chat?after=${revision}&waitSeconds=20`,
  ).then((response) => response.json());
  await setup.call("sendMessage", { chat_id: 1001, text: "x" });
  expect(await waiting).toMatchObject({ messages: [{ text: "x" }] });
});

it.each<[string, string, string, object | undefined, number]>([
  ["an unknown person", "GET", "/persons/77/chat", undefined, 404],
  ["a person that is no number", "GET", "/persons/vera", undefined, 400],
  ["an unknown query", "GET", "/persons/1001/chat?since=1", undefined, 400],
  ["a wait beyond a minute", "GET", "/persons/1001/chat?waitSeconds=61", undefined, 400],
  ["a person without a name", "POST", "/persons", {}, 400],
  ["a body of the wrong type", "POST", "/persons/1001/messages", { text: 5 }, 400],
  ["a blank text", "POST", "/persons/1001/messages", { text: "  " }, 400],
  ["no body", "POST", "/persons/1001/messages", undefined, 400],
  ["an unknown field", "POST", "/persons/1001/messages", { text: "x", html: true }, 400],
  ["a reply to nothing", "POST", "/persons/1001/messages", { text: "x", replyToMessageId: 5 }, 404],
  ["a deep link with a space", "POST", "/persons/1001/start", { payload: "a b" }, 400],
  ["a tap on nothing in particular", "POST", "/persons/1001/taps", {}, 400],
  ["a row without a column", "POST", "/persons/1001/taps", { row: 1, messageId: 1 }, 400],
  ["an unknown attachment", "POST", "/persons/1001/attachments", { kind: "poll" }, 400],
  ["a change of nothing", "PATCH", "/persons/1001", {}, 400],
  ["an unknown update", "POST", "/updates/5/redeliver", undefined, 404],
  ["an unknown fault", "POST", "/faults", { kind: "flood" }, 400],
  ["an unknown file", "GET", "/files/none", undefined, 404],
  ["an unknown address", "GET", "/nothing", undefined, 404],
])("answers %s with a problem", async (_what, verb, path, body, status) => {
  const { emulator, driver } = await running();
  const response = await fetch(`${emulator.url}/_emulator${path}`, {
    method: verb,
    ...(body === undefined
      ? {}
      : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  expect(await response.json()).toMatchObject({ status });
  expect(await driver.updates()).toEqual([]);
});
