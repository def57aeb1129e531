import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { type Card } from "../../keyboards/card";
import { clientCommands } from "./commands";

export function help(composer: Composer<BotContext>): void {
  composer.command("help", (ctx) => ctx.live.show({ at: "help" }));
  onTap(composer, "help", (ctx) => ctx.live.show({ at: "help" }));
}

export async function renderHelp(ctx: BotContext): Promise<Card> {
  const { words } = ctx;
  const { business } = await ctx.parts.catalogue();
  return {
    text: [
      words.html("help-text"),
      "",
      ...clientCommands.map((command) => `/${command} – ${words.html(`command-${command}`)}`),
      ...(business.phone ? ["", words.html("help-phone", { phone: business.phone })] : []),
    ].join("\n"),
    rows: [
      [{ label: words.plain("button-book"), on: { do: "services" } }],
      [{ label: words.plain("button-back"), on: { do: "home" } }],
    ],
  };
}
