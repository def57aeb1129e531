import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { Bot, InlineKeyboard, webhookCallback } from "grammy";

export interface PlainBot {
  token: string;
  apiRoot: string;
  button: string;
}

/** grammY alone: no ingress, no draft, no booking-api; the same calls with constant words. */
async function serve({ token, apiRoot, button }: PlainBot): Promise<void> {
  const bot = new Bot(token, { client: { apiRoot } });
  const keyboard = new InlineKeyboard().text(button, "book").row().text("Help", "help");
  bot.command("start", (ctx) => ctx.reply("Welcome.", { reply_markup: keyboard }));
  bot.on("callback_query", async (ctx) => {
    await ctx.answerCallbackQuery();
    await ctx.editMessageText("What will it be?", { reply_markup: keyboard });
  });
  await bot.init();
  const server = createServer((request, response) => void webhookCallback(bot, "http")(request, response));
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address() as AddressInfo;
    void bot.api.setWebhook(`http://127.0.0.1:${port}/`).then(() => process.send?.(port));
  });
}

function microsecondsOf({ user, system }: NodeJS.CpuUsage): number {
  return user + system;
}

process.on("message", (asked: PlainBot | "rss" | "cpu") => {
  if (asked === "rss") process.send?.(process.memoryUsage().rss);
  else if (asked === "cpu") process.send?.(microsecondsOf(process.cpuUsage()));
  else void serve(asked);
});
process.once("disconnect", () => process.exit());
