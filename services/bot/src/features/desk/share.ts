import { type Composer } from "grammy";
import { type Service } from "../../catalogue";
import { type BotContext, onTap } from "../../context";
import { encodeDeepLink } from "../../deep-links";
import { type StepAt } from "../../draft/steps/desk";
import { type Card, marked } from "../../keyboards/card";
import { look, toKeyboard } from "../../live-card";
import { plusDays } from "./day";
import { deskOf } from "./desk-booking";
import { whose } from "./whose";

type Span = StepAt<"desk-share">["span"];

const spans: readonly Span[] = ["today", "tomorrow", "week"];
/** More than that nobody reads in a message. */
const timesADay = 6;

/** Free times as a text that a master sends to whom they like, with a link that leads straight to booking with them. */
export function share(composer: Composer<BotContext>): void {
  onTap(composer, "desk-share", (ctx, { masterId, span }) =>
    ctx.live.show({ at: "desk-share", masterId, span }),
  );
  onTap(composer, "desk-share-send", async (ctx, { masterId, span }) => {
    const { words } = ctx;
    const { lines, link } = await freeTimes(ctx, masterId, span);
    // A message of its own, without the desk's buttons: what is forwarded should have none.
    await ctx.api.sendMessage(ctx.userId, [...lines, "", link].join("\n"), {
      ...look,
      reply_markup: {
        inline_keyboard: toKeyboard([[{ label: words.plain("button-copy-link"), on: { copy: link } }]], 0),
      },
    });
    await ctx.live.show({ at: "desk-share", masterId, span }, { notice: words.html("desk-share-sent") });
  });
}

interface FreeTimes {
  /** HTML. */
  lines: string[];
  link: string;
  count: number;
}

async function freeTimes(ctx: BotContext, masterId: string, span: Span): Promise<FreeTimes> {
  const { words } = ctx;
  const { master, today } = await whose(ctx, masterId);
  const catalogue = await ctx.parts.catalogue();
  const minutesOf = (service: Service): number =>
    (catalogue.offering(masterId, service.id) ?? service).durationMinutes;
  const shortest = catalogue.services
    .filter(({ id }) => master.serviceIds.includes(id))
    .sort((a, b) => minutesOf(a) - minutesOf(b))[0];
  const dates = {
    today: [today],
    tomorrow: [plusDays(today, 1)],
    week: [0, 1, 2, 3, 4, 5, 6].map((days) => plusDays(today, days)),
  }[span];
  // What clients are offered: by their rules, with the notice.
  const days =
    shortest === undefined
      ? []
      : await Promise.all(
          dates.map(async (date) => ({
            date,
            times: (
              await deskOf(ctx).slots(
                { serviceIds: [shortest.id], masterId, moving: null, asStaff: false },
                date,
              )
            ).map(({ localTime }) => localTime),
          })),
        );
  const free = days.filter(({ times }) => times.length > 0);
  const payload = encodeDeepLink({ kind: "booking", serviceId: null, masterId, campaign: null });
  return {
    lines: [
      words.html("desk-share-title", { master: words.of(master.name) }),
      ...free.map(({ date, times }) =>
        words.html("desk-share-line", {
          day: words.shortDay(date),
          times: times.slice(0, timesADay).join(", "),
          more: Math.max(0, times.length - timesADay),
        }),
      ),
    ],
    link: `https://t.me/${ctx.me.username}?start=${payload}`,
    count: free.length,
  };
}

export async function renderShare(ctx: BotContext, { masterId, span }: StepAt<"desk-share">): Promise<Card> {
  const { words } = ctx;
  const { lines, link, count } = await freeTimes(ctx, masterId, span);
  return {
    text:
      count > 0
        ? [words.html("desk-share-text"), "", ...lines, "", link].join("\n")
        : [words.html("desk-share-none", { span }), "", link].join("\n"),
    rows: [
      spans.map((other) => ({
        label: marked(words, words.plain("desk-share-span", { span: other }), other === span),
        on: { do: "desk-share", masterId, span: other } as const,
      })),
      ...(count > 0
        ? [
            [
              {
                label: words.plain("button-share-send"),
                on: { do: "desk-share-send", masterId, span } as const,
                style: "success" as const,
              },
            ],
          ]
        : []),
      [{ label: words.plain("button-copy-link"), on: { copy: link } }],
      [{ label: words.plain("button-back"), on: { do: "desk-day", masterId, date: null, page: 0 } }],
    ],
  };
}
