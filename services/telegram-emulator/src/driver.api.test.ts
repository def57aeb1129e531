import { closeAll, later, running, started } from "../test/harness";
import { StoryError } from "./driver";

afterEach(closeAll);

const chat_id = 1001;

it("tells a failed story with the chat as the person sees it", async () => {
  const { call, driver } = await started();
  const vera = driver.person(1001);
  await vera.says("/start");
  await call("sendMessage", {
    chat_id,
    text: "Hello\nWhat now?",
    reply_markup: {
      inline_keyboard: [
        [
          { text: "Book", callback_data: "b", style: "success" },
          { text: "Map", url: "https://example.org" },
        ],
      ],
    },
  });
  const failure: unknown = await vera
    .waitFor("Confirmed", { timeoutMs: 50 })
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StoryError);
  expect(failure).toMatchObject({
    message: expect.stringMatching(
      /waited 50 ms for a message like "Confirmed"[^]*you {2}\/start\n[^]*bot {2}Hello\n +What now\?\n +\[Book :success\] \[Map ↗\]/,
    ),
  });
});

it("does not take what was there before the last action for an answer to it", async () => {
  const { call, driver } = await started();
  const vera = driver.person(1001);
  const { result } = await call("sendMessage", { chat_id, text: "Menu" });
  await vera.says("/menu");
  await expect(vera.waitFor("Menu", { timeoutMs: 50 })).rejects.toThrow(StoryError);
  expect(await vera.waitFor("Menu", { anytime: true })).toMatchObject({ messageId: result.message_id });
  const waiting = vera.waitFor(/^Menu 2/);
  await call("editMessageText", { chat_id, message_id: result.message_id, text: "Menu 2" });
  expect(await waiting).toMatchObject({ messageId: result.message_id, version: 2 });
});

it("waits for the button before the tap", async () => {
  const { call, driver } = await started();
  const tap = driver.person(1001).taps("Soon");
  await call("sendMessage", {
    chat_id,
    text: "x",
    reply_markup: { inline_keyboard: [[{ text: "Soon", callback_data: "s" }]] },
  });
  expect(await tap).toHaveProperty("callbackQueryId");
});

it("hears nothing when nothing is said, and complains when something is", async () => {
  const { call, driver } = await started();
  const vera = driver.person(1001);
  await call("sendMessage", { chat_id, text: "before" });
  await vera.hearsNothing({ forMs: 200 });
  const silence = vera.hearsNothing({ forMs: 5000 });
  const speak = setTimeout(() => void call("sendMessage", { chat_id, text: "boo" }), 100);
  later(() => clearTimeout(speak));
  await expect(silence).rejects.toThrow("should have heard nothing");
});

it("waits for toasts and for anything else in the chat", async () => {
  const { call, driver } = await running();
  const vera = driver.person(1001);
  await vera.changes({ started: true });
  await call("sendMessage", {
    chat_id,
    text: "x",
    reply_markup: { inline_keyboard: [[{ text: "b", callback_data: "1" }]] },
  });
  const { callbackQueryId } = await vera.taps("b");
  const toast = vera.waitForToast("Saved");
  await call("answerCallbackQuery", { callback_query_id: callbackQueryId, text: "Saved!" });
  expect(await toast).toMatchObject({ text: "Saved!", alert: false });
  await expect(vera.waitUntil((chat) => chat.pinnedMessageIds.length > 0, { timeoutMs: 50 })).rejects.toThrow(
    StoryError,
  );
});
