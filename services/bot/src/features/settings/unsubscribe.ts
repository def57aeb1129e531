import { noMoreBroadcasts } from "@okoshko/contracts/callback-data";
import { type Composer } from "grammy";
import { type BotContext } from "../../context";
import { stripKeyboard } from "../../live-card";
import { remember } from "./remember";

/** "No more messages like this", under a broadcast. Messages about one's own visits go on; the settings lead back. */
export function unsubscribe(composer: Composer<BotContext>): void {
  composer.on("callback_query:data", async (ctx, next) => {
    if (ctx.callbackQuery.data !== noMoreBroadcasts) return next();
    await remember(ctx, { acceptsBroadcasts: false });
    const messageId = ctx.callbackQuery.message?.message_id;
    if (messageId !== undefined) await stripKeyboard(ctx.api, ctx.userId, messageId);
    await ctx.live.show({ at: "settings" }, { notice: ctx.words.html("news-off") });
  });
}
