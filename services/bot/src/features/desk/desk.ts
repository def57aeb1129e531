import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { type Card } from "../../keyboards/card";

/** The first screen of a master's desk. */
export function desk(composer: Composer<BotContext>): void {
  composer.command("desk", async (ctx, next) => {
    if ((await ctx.access()).masterId === null) return next();
    await ctx.live.show({ at: "desk" });
  });
  onTap(composer, "desk", (ctx) => ctx.live.show({ at: "desk" }));
}

export function renderDesk({ words }: BotContext): Card {
  return {
    text: words.html("desk-title"),
    rows: [[{ label: words.plain("button-home"), on: { do: "home" } }]],
  };
}
