import { decodeWaitlistOf } from "@okoshko/contracts/callback-data";
import { isProblem } from "@okoshko/contracts/problem-error";
import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { type Card } from "../../keyboards/card";
import { todayOf } from "../visit/visit-text";
import { deskOf, type Wish } from "./desk-booking";
import { pageOf, pager } from "./paging";
import { whose } from "./whose";

const perPage = 6;

/** Who waits for a time with this master, or at all, and what is offered to them right now. */
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

export async function renderWishes(ctx: BotContext, masterId: string | null, wanted: number): Promise<Card> {
  const { words } = ctx;
  const wishes = await wishesOf(ctx, masterId);
  const { page, shown } = pageOf(wishes, wanted, perPage);
  const lines = await Promise.all(shown.map((wish) => wishLines(ctx, masterId, wish)));
  return {
    text: [
      words.html("desk-waitlist-text", { count: wishes.length }),
      ...lines.flatMap((each) => ["", ...each]),
    ].join("\n"),
    rows: [
      ...pager(ctx, { page, count: wishes.length, size: perPage }, (other) => ({
        do: "desk-waitlist",
        masterId,
        page: other,
      })),
      [
        {
          label: words.plain("button-back"),
          on:
            masterId === null
              ? { do: "desk-masters", page: 0 }
              : { do: "desk-day", masterId, date: null, page: 0 },
        },
      ],
    ],
  };
}

async function wishesOf(ctx: BotContext, masterId: string | null): Promise<Wish[]> {
  if (masterId === null) return deskOf(ctx).wishes();
  const [{ master }, wishes] = await Promise.all([whose(ctx, masterId), deskOf(ctx).wishes()]);
  // A wish for any master is this one's too, when they do all of it.
  return wishes.filter((wish) =>
    wish.masterId === null
      ? wish.serviceIds.every((id) => master.serviceIds.includes(id))
      : wish.masterId === masterId,
  );
}

async function wishLines(ctx: BotContext, deskMasterId: string | null, wish: Wish): Promise<string[]> {
  const { words } = ctx;
  const { services, masters, business } = await ctx.parts.catalogue();
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
      master: wish.masterId === null ? "any" : wish.masterId === deskMasterId ? "this" : "named",
      name: words.of(masters.find(({ id }) => id === wish.masterId)?.name ?? null),
    }),
    ...(offer === null
      ? []
      : [
          words.html("desk-wish-offer", {
            day: words.longDay(offer.localDate, todayOf(ctx, business)),
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
