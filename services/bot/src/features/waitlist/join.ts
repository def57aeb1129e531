import { isProblem } from "@okoshko/contracts/problem-error";
import { type Composer } from "grammy";
import { Temporal } from "temporal-polyfill";
import { type BotContext, onTap } from "../../context";
import { type NewVisit, type WishRange } from "../../draft/steps/client";
import { type Button, type Card, inRows } from "../../keyboards/card";
import { dayParts } from "../../keyboards/times";
import { tagOf } from "../../taps/visit";
import { type Arranged, arrange } from "../booking/arranged";

/** A wish for a time that is taken now: which days, which part of the day, and the person is on the list. */
export function join(composer: Composer<BotContext>): void {
  onTap(composer, "wish-days", (ctx, { visit, date }) => ctx.live.show({ at: "wish-days", visit, date }));
  onTap(composer, "wish-part", (ctx, { visit, range }) => ctx.live.show({ at: "wish-part", visit, range }));
  onTap(composer, "join", async (ctx, { visit, range, part }) => {
    const arranged = await arrange(ctx, visit);
    const { serviceIds, masterId } = visit;
    const wish = {
      serviceIds,
      masterId,
      ...daysOf(arranged, range),
      ...(part === null ? {} : { dayParts: [part] }),
    };
    try {
      const { id } = await ctx.booking.join(wish, wishKey(ctx, wish));
      await ctx.live.show({ at: "wish", entryId: id }, { notice: ctx.words.html("wish-joined") });
    } catch (error) {
      if (isProblem(error, "limit-reached"))
        return ctx.live.show({ at: "wishes" }, { notice: ctx.words.html("wishes-limit") });
      // The date has gone by while the card was open.
      if (isProblem(error, "invalid-request") || isProblem(error, "slot-not-offered"))
        return ctx.live.show({ at: "days", visit }, { notice: ctx.words.html("wish-not-possible") });
      throw error;
    }
  });
}

/** The way to the list from a screen where the right time may be missing; a booked visit is moved, not wished for. */
export function waitlistRow(ctx: BotContext, { visit }: Arranged, date: string | null): Button[][] {
  return visit.kind === "move"
    ? []
    : [[{ label: ctx.words.plain("button-waitlist"), on: { do: "wish-days", visit, date } }]];
}

export async function renderWishDays(ctx: BotContext, visit: NewVisit, date: string | null): Promise<Card> {
  const { words } = ctx;
  const arranged = await arrange(ctx, visit);
  const button = (label: string, range: WishRange): Button[] => [
    { label, on: { do: "wish-part", visit, range } },
  ];
  return {
    text: [
      arranged.title,
      "",
      words.html("wish-text", { minutes: arranged.business.waitlistOfferMinutes }),
      "",
      words.html("wish-days-text"),
    ].join("\n"),
    rows: [
      ...(date === null ? [] : [button(words.plain("wish-only", { day: words.shortDay(date) }), date)]),
      button(words.plain("wish-next", { days: 7 }), "week"),
      button(words.plain("wish-next", { days: 14 }), "fortnight"),
      button(words.plain("wish-until", { day: words.shortDay(arranged.last) }), "any"),
      [
        {
          label: words.plain("button-back"),
          on: date === null ? { do: "days", visit } : { do: "day", visit, date, part: null },
        },
        arranged.cancel,
      ],
    ],
  };
}

export async function renderWishPart(ctx: BotContext, visit: NewVisit, range: WishRange): Promise<Card> {
  const { words } = ctx;
  const arranged = await arrange(ctx, visit);
  return {
    text: [
      arranged.title,
      wishDays(ctx, daysOf(arranged, range), arranged.today),
      "",
      words.html("wish-part-text"),
    ].join("\n"),
    rows: [
      [{ label: words.plain("wish-any-part"), on: { do: "join", visit, range, part: null } }],
      ...inRows(
        dayParts.map((part) => ({
          label: words.plain(`part-${part}`),
          on: { do: "join", visit, range, part } as const,
        })),
        3,
      ),
      [
        { label: words.plain("button-back"), on: { do: "wish-days", visit, date: dateOf(range) } },
        arranged.cancel,
      ],
    ],
  };
}

/** `Tue 24 Nov – Mon 30 Nov`, or one day, as HTML. */
export function wishDays(ctx: BotContext, { from, to }: { from: string; to: string }, today: string): string {
  const { words } = ctx;
  return from === to
    ? words.html("wish-day", { day: words.longDay(from, today) })
    : words.html("wish-from-to", { from: words.shortDay(from), to: words.shortDay(to) });
}

function daysOf({ today, last }: Arranged, range: WishRange): { from: string; to: string } {
  const date = dateOf(range);
  if (date !== null) return { from: date, to: date };
  const span = range === "week" ? 7 : range === "fortnight" ? 14 : undefined;
  const end =
    span === undefined
      ? last
      : Temporal.PlainDate.from(today)
          .add({ days: span - 1 })
          .toString();
  return { from: today, to: end < last ? end : last };
}

function dateOf(range: WishRange): string | null {
  return /^\d/.test(range) ? range : null;
}

/** As for a hold: the same for a double tap, another one for each new decision, or when the days have moved on. */
function wishKey(ctx: BotContext, wish: object): string {
  const message = ctx.callbackQuery?.message?.message_id ?? 0;
  const rev = ctx.decoded?.kind === "card" ? ctx.decoded.rev : 0;
  return ["wish", ctx.userId, message, rev, tagOf(JSON.stringify(wish), 22)].join(":");
}
