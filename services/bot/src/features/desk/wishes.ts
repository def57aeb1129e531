import { decodeWaitlistOf } from "@okoshko/contracts/callback-data";
import { isProblem } from "@okoshko/contracts/problem-error";
import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { type Card } from "../../keyboards/card";
import { deskOf, type Wish } from "./desk-booking";
import { pageOf, pager } from "./paging";
import { whose, type Whose } from "./whose";

const perPage = 6;

/** Who waits for a time with this master, and what is offered to them right now. */
export function wishes(composer: Composer<BotContext>): void {
  onTap(composer, "desk-waitlist", (ctx, { masterId, page }) =>
    ctx.live.show({ at: "desk-waitlist", masterId, page }),
  );
  // Under the notifier's message about somebody who waits.
  composer.on("callback_query:data", async (ctx, next) => {
    const masterId = decodeWaitlistOf(ctx.callbackQuery.data);
    if (masterId === undefined) return next();
    await ctx.live.show({ at: "desk-waitlist", masterId, page: 0 });
  });
}

export async function renderWishes(ctx: BotContext, masterId: string, wanted: number): Promise<Card> {
  const { words } = ctx;
  const desk = await whose(ctx, masterId);
  // A wish for any master is this one's too, when they do all of it.
  const mine = (await deskOf(ctx).wishes()).filter((wish) =>
    wish.masterId === null
      ? wish.serviceIds.every((id) => desk.master.serviceIds.includes(id))
      : wish.masterId === masterId,
  );
  const { page, shown } = pageOf(mine, wanted, perPage);
  const lines = await Promise.all(shown.map((wish) => wishLines(ctx, desk, wish)));
  return {
    text: [
      words.html("desk-waitlist-text", { count: mine.length }),
      ...lines.flatMap((each) => ["", ...each]),
    ].join("\n"),
    rows: [
      ...pager(ctx, { page, count: mine.length, size: perPage }, (other) => ({
        do: "desk-waitlist",
        masterId,
        page: other,
      })),
      [{ label: words.plain("button-back"), on: { do: "desk-day", masterId, date: null, page: 0 } }],
    ],
  };
}

async function wishLines(ctx: BotContext, { today, business }: Whose, wish: Wish): Promise<string[]> {
  const { words } = ctx;
  const { services } = await ctx.parts.catalogue();
  const { dayParts, offer } = wish;
  return [
    words.html("desk-wish-client", {
      client: await nameOf(ctx, wish.clientId),
      services: wish.serviceIds
        .map((id) => words.of(services.find((service) => service.id === id)?.name ?? null))
        .join(", "),
    }),
    words.html("desk-wish-when", {
      from: words.shortDay(wish.from),
      to: words.shortDay(wish.to),
      days: wish.from === wish.to ? "one" : "many",
      parts: dayParts.length === 3 ? "any" : dayParts.map((part) => words.plain(`part-${part}`)).join(", "),
      master: wish.masterId === null ? "any" : "this",
    }),
    ...(offer === null
      ? []
      : [
          words.html("desk-wish-offer", {
            day: words.longDay(offer.localDate, today),
            time: offer.localTime,
            until: words.timeOf(offer.expiresAt, business.timeZone),
          }),
        ]),
  ];
}

/** A master knows the names of their own clients only. */
async function nameOf(ctx: BotContext, clientId: string): Promise<string> {
  try {
    return (await deskOf(ctx).client(clientId)).name;
  } catch (error) {
    if (isProblem(error, "not-found") || isProblem(error, "forbidden"))
      return ctx.words.plain("desk-client-unknown");
    throw error;
  }
}
