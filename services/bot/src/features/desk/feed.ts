import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { type Card } from "../../keyboards/card";
import { toKeyboard } from "../../live-card";
import { deskOf } from "./desk-booking";
import { whose } from "./whose";

/** The private address under which a calendar program reads the master's visits. */
export function feed(composer: Composer<BotContext>): void {
  onTap(composer, "desk-feed", (ctx, { masterId }) => ctx.live.show({ at: "desk-feed", masterId }));
  onTap(composer, "desk-feed-make", async (ctx, { masterId }) => {
    const { words, parts } = ctx;
    if (parts.publicApiUrl === undefined) return ctx.live.show({ at: "desk-feed", masterId });
    const url = new URL(await deskOf(ctx).makeFeed(masterId), parts.publicApiUrl).href;
    await ctx.live.show({ at: "desk-feed", masterId });
    // Shown once, as booking-api answers it once; whoever knows it can read, so nothing of it is kept here.
    await ctx.api.sendMessage(ctx.userId, words.html("desk-feed-address", { url }), {
      parse_mode: "HTML",
      link_preview_options: { is_disabled: true },
      protect_content: true,
      reply_markup: {
        inline_keyboard: toKeyboard([[{ label: words.plain("button-copy-link"), on: { copy: url } }]], 0),
      },
    });
  });
  onTap(composer, "desk-feed-end", async (ctx, { masterId }) => {
    await deskOf(ctx).endFeed(masterId);
    await ctx.live.show({ at: "desk-feed", masterId }, { notice: ctx.words.html("desk-feed-ended") });
  });
}

export async function renderFeed(ctx: BotContext, masterId: string): Promise<Card> {
  const { words } = ctx;
  const { master, isOwn } = await whose(ctx, masterId);
  const isReachable = ctx.parts.publicApiUrl !== undefined;
  return {
    text: isReachable
      ? words.html("desk-feed-text", { master: words.of(master.name), own: isOwn ? "yes" : "no" })
      : words.html("desk-feed-nowhere"),
    rows: [
      ...(isReachable
        ? [[{ label: words.plain("button-feed-make"), on: { do: "desk-feed-make", masterId } as const }]]
        : []),
      [{ label: words.plain("button-feed-end"), on: { do: "desk-feed-end", masterId }, style: "danger" }],
      [{ label: words.plain("button-back"), on: { do: "desk-day", masterId, date: null, page: 0 } }],
    ],
  };
}
