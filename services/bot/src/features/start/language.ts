import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { type Card, inRows, marked } from "../../keyboards/card";
import { locales } from "../../words";

export function language(composer: Composer<BotContext>): void {
  composer.command("language", (ctx) => ctx.live.show({ at: "language" }));
  onTap(composer, "language", (ctx) => ctx.live.show({ at: "language" }));
  onTap(composer, "set-language", async (ctx, { locale }) => {
    if (ctx.from === undefined) return;
    await ctx.parts.people.chooseLocale(ctx.from, locale);
    ctx.words = ctx.parts.dictionary(locale);
    await ctx.live.show({ at: "home" }, { notice: ctx.words.html("language-chosen") });
  });
}

/** Each language is named in itself: who can't read this one must find their own. */
export function renderLanguage(ctx: BotContext): Card {
  const { words, parts } = ctx;
  return {
    text: words.html("language-text"),
    rows: [
      ...inRows(
        locales.map((locale) => {
          const name = parts.dictionary(locale).plain("language-name");
          return {
            label: marked(words, name, locale === words.locale),
            on: { do: "set-language", locale } as const,
          };
        }),
        2,
      ),
      [{ label: words.plain("button-back"), on: { do: "home" } }],
    ],
  };
}
