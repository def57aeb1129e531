import { type Composer } from "grammy";
import { type BotContext } from "../../context";

/** What no feature took: a text or a sticker where a button was expected, or a button that nobody knows. */
export function fallback(composer: Composer<BotContext>): void {
  composer.on("callback_query", (ctx) =>
    ctx.live.show(ctx.live.step, { notice: ctx.words.html("hint-unknown-button") }),
  );
  composer.on("message", (ctx) =>
    ctx.live.show(ctx.live.step, { notice: ctx.words.html("hint-use-buttons") }),
  );
}
