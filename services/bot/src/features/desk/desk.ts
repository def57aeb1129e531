import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { type Card } from "../../keyboards/card";
import { pageOf, pager } from "./paging";
import { homeOfDesk } from "./whose";

const perPage = 8;

/** The way in: a master comes to their own day, who runs the business chooses a master first. */
export function desk(composer: Composer<BotContext>): void {
  composer.command("desk", async (ctx, next) => {
    const step = await homeOfDesk(ctx);
    if (step.at === "home") return next();
    await ctx.live.show(step);
  });
  onTap(composer, "desk", async (ctx) => ctx.live.show(await homeOfDesk(ctx)));
  onTap(composer, "desk-masters", (ctx, { page }) => ctx.live.show({ at: "desk-masters", page }));
}

export async function renderMastersOfDesk(ctx: BotContext, wanted: number): Promise<Card> {
  const { words } = ctx;
  const { masters } = await ctx.parts.catalogue();
  const { page, shown } = pageOf(masters, wanted, perPage);
  return {
    text: words.html("desk-masters-text"),
    rows: [
      ...shown.map((master) => [
        {
          label: words.of(master.name),
          on: { do: "desk-day", masterId: master.id, date: null, page: 0 } as const,
        },
      ]),
      ...pager(ctx, { page, count: masters.length, size: perPage }, (other) => ({
        do: "desk-masters",
        page: other,
      })),
      [{ label: words.plain("button-desk-waitlist"), on: { do: "desk-waitlist", masterId: null, page: 0 } }],
      [{ label: words.plain("button-home"), on: { do: "home" } }],
    ],
  };
}
