import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { type Card } from "../../keyboards/card";
import { deskOf } from "./desk-booking";
import { pageOf, pager } from "./paging";
import { clientName } from "./visit-words";
import { whose } from "./whose";

const perPage = 8;

/** Who asks for a visit and waits for an answer. */
export function requests(composer: Composer<BotContext>): void {
  onTap(composer, "desk-requests", (ctx, { masterId, page }) =>
    ctx.live.show({ at: "desk-requests", masterId, page }),
  );
}

export async function renderRequests(ctx: BotContext, masterId: string, wanted: number): Promise<Card> {
  const { words } = ctx;
  await whose(ctx, masterId);
  const waiting = await deskOf(ctx).visits({ masterId, status: ["pending"] });
  const { page, shown } = pageOf(waiting, wanted, perPage);
  return {
    text: words.html("desk-requests-text", { count: waiting.length }),
    rows: [
      ...shown.map((request) => [
        {
          label: words.plain("desk-request-button", {
            day: words.shortDay(request.localDate),
            time: request.localTime,
            client: clientName(words, request),
            proposed: request.proposal === null ? "no" : "yes",
          }),
          on: { do: "desk-visit", appointmentId: request.id } as const,
        },
      ]),
      ...pager(ctx, { page, count: waiting.length, size: perPage }, (other) => ({
        do: "desk-requests",
        masterId,
        page: other,
      })),
      [{ label: words.plain("button-back"), on: { do: "desk-day", masterId, date: null, page: 0 } }],
    ],
  };
}
