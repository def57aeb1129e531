import { onBehalfOf } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { type NotifierSchemas } from "@okoshko/contracts/notifier-client";
import { type BotContext } from "../../../context";
import { type Step } from "../../../draft/draft";
import { toAway } from "../../../infrastructure";
import { type Card } from "../../../keyboards/card";
import { back, tapTo } from "../layout";

export type Broadcast = NotifierSchemas["Broadcast"];
export type BroadcastInput = NotifierSchemas["BroadcastInput"];
export type Preview = NotifierSchemas["BroadcastPreview"];

/**
 * The notifier doesn't answer. The person is told, and tries again when they like: unlike with booking-api nothing else
 * depends on it, so their update need not wait at Telegram until it is back.
 */
export class NotifierAway extends Error {
  override readonly name = "NotifierAway";
}

const perPage = 8;

/** The notifier's broadcasts on behalf of the person who acts; it asks booking-api whether they are in charge. */
export function broadcasting(ctx: BotContext) {
  const { notifier } = ctx.parts;
  const header = onBehalfOf(ctx.userId);
  const ofOne = (broadcastId: string) => ({ params: { header, path: { broadcastId } } });
  return {
    page: (cursor: string | undefined): Promise<{ items: Broadcast[]; nextCursor: string | null }> => {
      const query = { limit: perPage, ...(cursor === undefined ? {} : { cursor }) };
      return answered(unwrap(notifier.GET("/v1/broadcasts", { params: { header, query } })));
    },
    get: (broadcastId: string): Promise<Broadcast> =>
      answered(unwrap(notifier.GET("/v1/broadcasts/{broadcastId}", ofOne(broadcastId)))),
    preview: (body: BroadcastInput): Promise<Preview> =>
      answered(unwrap(notifier.POST("/v1/broadcasts/preview", { params: { header }, body }))),
    create: (body: BroadcastInput, key: string): Promise<Broadcast> => {
      const params = { header: { ...header, "Idempotency-Key": key } };
      return answered(unwrap(notifier.POST("/v1/broadcasts", { params, body })));
    },
    stop: (broadcastId: string): Promise<Broadcast> =>
      answered(unwrap(notifier.POST("/v1/broadcasts/{broadcastId}/stop", ofOne(broadcastId)))),
  };
}

async function answered<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw toAway(error) === undefined ? error : new NotifierAway("The notifier is away", { cause: error });
  }
}

/** The screen of a step, or, while the notifier is away, what to do about it. */
export async function unlessAway(ctx: BotContext, step: Step, card: Promise<Card>): Promise<Card> {
  try {
    return await card;
  } catch (error) {
    if (!(error instanceof NotifierAway)) throw error;
    const { words } = ctx;
    const home: Step =
      step.at === "manage-broadcasts" ? { at: "manage" } : { at: "manage-broadcasts", cursors: [] };
    return {
      text: words.html(
        step.at === "manage-broadcast-new" ? "manage-broadcast-away-draft" : "manage-broadcast-away",
      ),
      rows: [
        [{ label: words.plain("manage-button-retry"), on: tapTo(step) }],
        [back(words, home, step.at === "manage-broadcast-new" ? "button-cancel" : "button-back")],
      ],
    };
  }
}
