import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { type Card } from "../../keyboards/card";

/** The first screen of the owner's and the administrators' desk. */
export function manage(composer: Composer<BotContext>): void {
  composer.command("manage", async (ctx, next) => {
    const { roles } = await ctx.access();
    if (!roles.includes("owner") && !roles.includes("admin")) return next();
    await ctx.live.show({ at: "manage" });
  });
  onTap(composer, "manage", (ctx) => ctx.live.show({ at: "manage" }));
}

export function renderManage({ words }: BotContext): Card {
  return {
    text: words.html("manage-title"),
    rows: [[{ label: words.plain("button-home"), on: { do: "home" } }]],
  };
}
