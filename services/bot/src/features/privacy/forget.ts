import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { type Card } from "../../keyboards/card";
import { look } from "../../live-card";

/** Forgetting a person, at their wish: what that means is said first, and asked twice, because it can't be undone. */
export function forget(composer: Composer<BotContext>): void {
  composer.command("forget", (ctx) => ctx.live.show({ at: "forget" }));
  onTap(composer, "forget", (ctx) => ctx.live.show({ at: "forget" }));
  onTap(composer, "forget-sure", (ctx) => ctx.live.show({ at: "forget-sure" }));
  onTap(composer, "forget-now", async (ctx) => {
    const { words } = ctx;
    await ctx.booking.erase();
    if (ctx.from !== undefined) await ctx.parts.people.forget(ctx.from);
    await ctx.parts.campaigns.forget(ctx.userId);
    await ctx.live.finish(words.html("forget-done"), async () => {
      await ctx.api.sendMessage(ctx.userId, words.html("forget-goodbye"), look);
    });
  });
}

export async function renderForget(ctx: BotContext): Promise<Card> {
  const { words } = ctx;
  const [upcoming, { roles }] = await Promise.all([ctx.booking.appointments("upcoming", 20), ctx.access()]);
  const visits = upcoming.filter(({ status }) => status === "confirmed" || status === "pending").length;
  return {
    text: [
      words.html("forget-title"),
      "",
      words.html("forget-removed"),
      words.html("forget-visits", { visits }),
      words.html("forget-kept"),
      ...(roles.some((role) => role !== "client") ? [words.html("forget-staff")] : []),
    ].join("\n"),
    rows: [
      [{ label: words.plain("button-my-data-first"), on: { do: "my-data" } }],
      [{ label: words.plain("button-forget-on"), on: { do: "forget-sure" }, style: "danger" }],
      [{ label: words.plain("button-keep"), on: { do: "settings" } }],
    ],
  };
}

export function renderForgetSure({ words }: BotContext): Card {
  return {
    text: words.html("forget-sure-text"),
    rows: [
      [{ label: words.plain("button-forget-now"), on: { do: "forget-now" }, style: "danger" }],
      [
        { label: words.plain("button-back"), on: { do: "forget" } },
        { label: words.plain("button-keep"), on: { do: "home" } },
      ],
    ],
  };
}
