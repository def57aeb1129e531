import { type Anything, closeAll, started } from "../../test/harness";

afterEach(closeAll);

const chat_id = 1001;
const button = (more: object) => ({ inline_keyboard: [[{ text: "x", ...more }]] });

describe("editing", () => {
  it("changes text and keyboard, and refuses what changes nothing", async () => {
    const { call, driver } = await started();
    const sent = await call("sendMessage", {
      chat_id,
      text: "one",
      reply_markup: button({ callback_data: "a" }),
    });
    const message_id: number = sent.result.message_id;
    const same =
      "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";
    const edit = { chat_id, message_id, text: "one", reply_markup: button({ callback_data: "a" }) };
    expect(await call("editMessageText", edit)).toMatchObject({ status: 400, description: same });
    expect(await call("editMessageText", { ...edit, text: "two" })).toMatchObject({
      ok: true,
      result: { text: "two", reply_markup: button({ callback_data: "a" }) },
    });
    expect(
      await call("editMessageReplyMarkup", {
        chat_id,
        message_id,
        reply_markup: button({ callback_data: "a" }),
      }),
    ).toMatchObject({ description: same });
    expect(await call("editMessageReplyMarkup", { chat_id, message_id })).toMatchObject({ ok: true });
    expect(await call("editMessageText", { chat_id, message_id, text: "two" })).toMatchObject({
      description: same,
    });
    const [shown] = (await driver.person(1001).chat()).messages;
    expect(shown).toMatchObject({ text: "two", version: 3 });
    expect(shown).not.toHaveProperty("buttons");
  });

  it("is refused for messages of persons and those with a reply keyboard", async () => {
    const { call, driver } = await started();
    const { messageId } = await driver.person(1001).says("mine");
    const keyboard = await call("sendMessage", {
      chat_id,
      text: "x",
      reply_markup: { keyboard: [[{ text: "a" }]] },
    });
    for (const message_id of [messageId, keyboard.result.message_id])
      expect(await call("editMessageText", { chat_id, message_id, text: "y" })).toMatchObject({
        description: "Bad Request: message can't be edited",
      });
  });

  it("finds nothing after the person has deleted the message", async () => {
    const { call, driver } = await started();
    const { result } = await call("sendMessage", { chat_id, text: "x" });
    await driver.person(1001).deletes(result.message_id);
    expect(
      await call("editMessageText", { chat_id, message_id: result.message_id, text: "y" }),
    ).toMatchObject({ description: "Bad Request: message to edit not found" });
  });
});

it("deletes only what is younger than 48 hours", async () => {
  const { call, driver } = await started();
  const old = await call("sendMessage", { chat_id, text: "old" });
  await driver.clock.advance(48 * 3600_000 + 60_000);
  const young = await call("sendMessage", { chat_id, text: "young" });
  expect(young.result.date - old.result.date).toBeGreaterThanOrEqual(48 * 3600);
  expect(await call("deleteMessage", { chat_id, message_id: old.result.message_id })).toMatchObject({
    description: "Bad Request: message can't be deleted for everyone",
  });
  expect(
    await call("deleteMessages", {
      chat_id,
      message_ids: [old.result.message_id, young.result.message_id, 1],
    }),
  ).toMatchObject({ ok: true });
  expect((await driver.person(1001).chat()).messages.map(({ text }) => text)).toEqual(["old"]);
});

it("pins, unpins, reacts, types, and tells where the shop is", async () => {
  const { call, driver } = await started();
  const vera = driver.person(1001);
  const { result } = await call("sendVenue", {
    chat_id,
    latitude: 56.95,
    longitude: 24.1,
    title: "Усы и лапы",
    address: "Elizabetes 1",
  });
  const message_id: number = result.message_id;
  await call("pinChatMessage", { chat_id, message_id });
  await call("setMessageReaction", { chat_id, message_id, reaction: [{ type: "emoji", emoji: "👍" }] });
  expect(
    await call("setMessageReaction", { chat_id, message_id, reaction: [{ type: "emoji", emoji: "x" }] }),
  ).toMatchObject({ description: "Bad Request: REACTION_INVALID" });
  await call("sendChatAction", { chat_id, action: "typing" });
  const chat = await vera.chat();
  expect(chat.pinnedMessageIds).toEqual([message_id]);
  expect(chat.messages).toMatchObject([
    { kind: "venue", reaction: "👍", venue: { title: "Усы и лапы" } },
    { kind: "pinned", from: "service", pinnedMessageId: message_id },
  ]);
  expect(chat.typing?.action).toBe("typing");
  expect((await call("getChat", { chat_id })).result.pinned_message.message_id).toBe(message_id);
  await call("sendLocation", { chat_id, latitude: 1, longitude: 2 });
  await call("sendContact", { chat_id, phone_number: "+37120000000", first_name: "Shop" });
  expect((await vera.chat()).typing).toBeNull();
  expect(await call("unpinChatMessage", { chat_id })).toMatchObject({ ok: true });
  expect((await vera.chat()).pinnedMessageIds).toEqual([]);
});

it("shows each person the commands, texts and menu button that are meant for them", async () => {
  const { call, driver } = await started();
  const command = (name: string) => [{ command: name, description: name }];
  await call("setMyCommands", { commands: command("help") });
  await call("setMyCommands", { commands: command("pomosch"), language_code: "ru" });
  await call("setMyCommands", { commands: command("today"), scope: { type: "chat", chat_id: 2001 } });
  await call("setMyDescription", { description: "Books" });
  await call("setMyDescription", { description: "Запись", language_code: "ru" });
  await call("setMyName", { name: "Окошко", language_code: "ru" });
  await call("setChatMenuButton", {
    chat_id: 1002,
    menu_button: { type: "web_app", text: "App", web_app: { url: "https://example.org/app" } },
  });
  const seen = await Promise.all([1001, 1002, 2001].map((id) => driver.person(id).chat()));
  expect(seen.map(({ commands }) => commands[0]?.command)).toEqual(["pomosch", "help", "today"]);
  expect(seen.map(({ bot }) => [bot.name, bot.description])).toEqual([
    ["Окошко", "Запись"],
    ["Okoshko", "Books"],
    ["Окошко", "Запись"],
  ]);
  expect(seen.map(({ menuButton }) => menuButton.type)).toEqual(["default", "web_app", "default"]);
  expect((await call("getMyCommands", { language_code: "ru" })).result).toEqual(command("pomosch"));
  await call("deleteMyCommands", { language_code: "ru" });
  expect((await call("getMyCommands", { language_code: "ru" })).result).toEqual([]);
  expect((await driver.person(1001).chat()).commands).toEqual(command("help"));
  expect((await call("getMyName", {})).result).toEqual({ name: "Okoshko" });
  expect((await call("getMyShortDescription", {})).result).toEqual({ short_description: "" });
  expect((await call("getChatMenuButton", { chat_id: 1002 })).result).toMatchObject({ type: "web_app" });
  expect((await call("getMyDescription", { language_code: "ru" })).result).toEqual({ description: "Запись" });
  expect(await call("setMyShortDescription", { short_description: "x".repeat(121) })).toMatchObject({
    status: 400,
  });
});

describe("a callback query", () => {
  it("is answered once, within a minute of demo time", async () => {
    const { call, driver } = await started();
    const vera = driver.person(1001);
    await call("sendMessage", { chat_id, text: "x", reply_markup: button({ callback_data: "a" }) });
    const tooOld = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    const first = await vera.taps("x");
    expect((await vera.chat()).pendingTaps).toMatchObject([{ data: "a" }]);
    expect(
      await call("answerCallbackQuery", {
        callback_query_id: first.callbackQueryId,
        text: "Готово",
        show_alert: true,
      }),
    ).toMatchObject({ ok: true });
    expect(await call("answerCallbackQuery", { callback_query_id: first.callbackQueryId })).toMatchObject({
      description: tooOld,
    });
    expect((await vera.chat()).toast).toMatchObject({ text: "Готово", alert: true });
    expect((await vera.chat()).pendingTaps).toEqual([]);
    const second = await vera.taps("x");
    await driver.clock.advance(61_000);
    expect(await call("answerCallbackQuery", { callback_query_id: second.callbackQueryId })).toMatchObject({
      description: tooOld,
    });
  });
});

it("refuses to write to who has blocked the bot, and may again after that", async () => {
  const { call, driver } = await started();
  const vera = driver.person(1001);
  await vera.blocks();
  expect(await call("sendMessage", { chat_id, text: "x" })).toMatchObject({
    status: 403,
    description: "Forbidden: bot was blocked by the user",
  });
  await vera.starts();
  expect(await call("sendMessage", { chat_id, text: "x" })).toMatchObject({ ok: true });
  const kinds = (await driver.updates({ personId: 1001 })).map(({ type, update }: Anything) => [
    type,
    update.my_chat_member?.new_chat_member.status ?? update.message?.text,
  ]);
  expect(kinds).toEqual([
    ["my_chat_member", "kicked"],
    ["my_chat_member", "member"],
    ["message", "/start"],
  ]);
});
