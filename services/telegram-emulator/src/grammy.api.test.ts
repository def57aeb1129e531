import { setTimeout as sleep } from "node:timers/promises";
import express from "express";
import { Bot, InlineKeyboard, InputFile, Keyboard, webhookCallback } from "grammy";
import { closeAll, later, running, type Running } from "../test/harness";
import { listen } from "@okoshko/runtime/http/listen";

jest.setTimeout(30_000);
afterEach(closeAll);

/** A small bot with everything a booking bot does. */
function createBot({ emulator }: Running): Bot {
  const bot = new Bot(emulator.botToken, { client: { apiRoot: emulator.url, timeoutSeconds: 20 } });
  bot.command("start", async (ctx) => {
    await ctx.reply(`<b>Hello</b>, ${ctx.from?.first_name ?? ""}! ${ctx.match}`, {
      parse_mode: "HTML",
      reply_markup: new InlineKeyboard().text("Book", "book:1").row().url("Map", "https://example.org/map"),
    });
  });
  bot.callbackQuery("book:1", async (ctx) => {
    await ctx.answerCallbackQuery("One moment");
    await ctx.editMessageText("When?", { reply_markup: new InlineKeyboard().text("Tomorrow", "day:1") });
  });
  bot.callbackQuery("day:1", async (ctx) => {
    await ctx.answerCallbackQuery();
    await ctx.reply("Your number, please", {
      reply_markup: new Keyboard().requestContact("Share").oneTime(),
    });
  });
  bot.on("message:contact", async (ctx) => {
    const own = ctx.message.contact.user_id === ctx.from.id;
    await ctx.reply(own ? "Thank you" : "That is not you", { reply_markup: { remove_keyboard: true } });
    await ctx.replyWithDocument(new InputFile(Buffer.from("BEGIN:VCALENDAR"), "visit.ics"), {
      caption: "Your visit",
    });
  });
  bot.catch((error) => {
    throw error;
  });
  return bot;
}

async function story(setup: Running): Promise<void> {
  const vera = setup.driver.person(1001);
  await vera.starts("s_haircut");
  const hello = await vera.waitFor("Hello, Вера! s_haircut");
  expect(hello.entities).toEqual([{ type: "bold", offset: 0, length: 5 }]);
  await vera.taps("Book");
  await vera.waitForToast("One moment");
  const card = await vera.waitFor("When?");
  expect(card.messageId).toBe(hello.messageId);
  await vera.taps("Tomorrow");
  await vera.waitFor("Your number");
  await vera.taps("Share");
  await vera.waitFor("Thank you");
  const file = await vera.waitFor((message) => message.kind === "document");
  expect(file).toMatchObject({
    text: "Your visit",
    document: { fileName: "visit.ics", mimeType: "text/calendar", size: 15 },
  });
  const download = await fetch(setup.emulator.url + (file.document?.url ?? ""));
  expect(await download.text()).toBe("BEGIN:VCALENDAR");
  expect(download.headers.get("content-disposition")).toContain("attachment");
  expect(await setup.driver.calls({ outcome: "error" })).toEqual([]);
}

it("serves a grammY bot that polls", async () => {
  const setup = await running();
  const bot = createBot(setup);
  const over = bot.start();
  later(async () => {
    await bot.stop();
    await over;
  });
  await story(setup);
  expect(await setup.driver.bot()).toMatchObject({ connection: { kind: "polling", online: true } });
});

it("serves a grammY bot by webhook, with the secret", async () => {
  const setup = await running();
  const bot = createBot(setup);
  const app = express();
  app.use(express.json());
  app.use("/hook", webhookCallback(bot, "express", { secretToken: "s3cret" }));
  const server = await listen(app, { host: "127.0.0.1", port: 0 });
  later(() => server.close());
  await bot.api.setWebhook(`http://127.0.0.1:${server.port}/hook`, { secret_token: "s3cret" });
  await story(setup);
  expect(await bot.api.getWebhookInfo()).toMatchObject({ pending_update_count: 0, max_connections: 40 });
});

it("lets a bot that was away for a while find what was said meanwhile", async () => {
  const setup = await running();
  await setup.driver.person(1002).says("/start");
  await sleep(50);
  const bot = createBot(setup);
  const over = bot.start();
  later(async () => {
    await bot.stop();
    await over;
  });
  await setup.driver.person(1002).waitFor("Hello, Theo!");
});
