import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { type Button, type Card } from "../../keyboards/card";
import { leadsOf } from "./reminders";
import { remember } from "./remember";

/** What a person may choose about how we deal with them. */
export function settings(composer: Composer<BotContext>): void {
  composer.command("settings", (ctx) => ctx.live.show({ at: "settings" }));
  onTap(composer, "settings", (ctx) => ctx.live.show({ at: "settings" }));
  onTap(composer, "news", async (ctx, { choice }) => {
    await remember(ctx, { acceptsBroadcasts: choice === "on" });
    const notice = ctx.words.html(choice === "on" ? "news-on" : "news-off");
    await ctx.live.show({ at: "settings" }, { notice });
  });
  onTap(composer, "drop-favourite", async (ctx) => {
    await remember(ctx, { favouriteMasterId: null });
    await ctx.live.show({ at: "settings" });
  });
  onTap(composer, "drop-phone", async (ctx) => {
    await remember(ctx, { phone: null });
    await ctx.live.show({ at: "settings" }, { notice: ctx.words.html("phone-dropped") });
  });
}

export async function renderSettings(ctx: BotContext): Promise<Card> {
  const { words } = ctx;
  const [me, { business, masters }] = await Promise.all([ctx.booking.me(), ctx.parts.catalogue()]);
  const favourite = masters.find(({ id }) => id === me.favouriteMasterId);
  const news: Button = me.acceptsBroadcasts
    ? { label: words.plain("button-news-off"), on: { do: "news", choice: "off" } }
    : { label: words.plain("button-news-on"), on: { do: "news", choice: "on" } };
  return {
    text: [
      words.html("settings-title"),
      "",
      words.html("settings-reminders", {
        leads: leadsOf(words, me.reminderLeadsMinutes ?? business.reminderLeadsMinutes),
      }),
      words.html("settings-news", { state: me.acceptsBroadcasts ? "on" : "off" }),
      ...(favourite === undefined
        ? []
        : [words.html("settings-master", { master: words.of(favourite.name) })]),
      ...(me.phone === null ? [] : [words.html("settings-phone", { phone: me.phone })]),
    ].join("\n"),
    rows: [
      [
        { label: words.plain("button-reminders"), on: { do: "reminders" } },
        { label: words.plain("button-language"), on: { do: "language" } },
      ],
      [news],
      ...(favourite === undefined
        ? []
        : [[{ label: words.plain("button-drop-favourite"), on: { do: "drop-favourite" } } as const]]),
      ...(me.phone === null
        ? []
        : [[{ label: words.plain("button-drop-phone"), on: { do: "drop-phone" } } as const]]),
      [
        { label: words.plain("button-my-data"), on: { do: "my-data" } },
        { label: words.plain("button-forget"), on: { do: "forget" } },
      ],
      [{ label: words.plain("button-back"), on: { do: "home" } }],
    ],
  };
}
