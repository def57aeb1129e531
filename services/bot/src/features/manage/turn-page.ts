import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { type Step } from "../../draft/draft";
import { type ManageStep } from "../../draft/steps/manage";
import { management } from "./api";
import { broadcasting } from "./broadcasts/notifier";

type Listing = Extract<ManageStep, { cursors: string[] }>;

function isListing(step: Step): step is Listing {
  return "cursors" in step;
}

/**
 * Turning the pages of a list that booking-api cuts with cursors. The cursors that led here are in the draft; a page whose
 * way is lost begins anew.
 */
export function turnPage(composer: Composer<BotContext>): void {
  onTap(composer, "manage-turn", async (ctx, { page }) => {
    const { step } = ctx.live;
    if (!isListing(step)) return ctx.live.show({ at: "manage" }, { notice: ctx.words.html("notice-lost") });
    if (page <= step.cursors.length) return ctx.live.show({ ...step, cursors: step.cursors.slice(0, page) });
    const next = await nextCursorOf(ctx, step);
    await ctx.live.show(next === null ? step : { ...step, cursors: [...step.cursors, next] });
  });
}

/** The cursor of the page behind the one that is shown. */
async function nextCursorOf(ctx: BotContext, step: Listing): Promise<string | null> {
  const api = management(ctx);
  const at = step.cursors.at(-1);
  const cursor = at === undefined ? {} : { cursor: at };
  switch (step.at) {
    case "manage-clients":
      return (
        await api.clients({ limit: 10, ...cursor, ...(step.search === null ? {} : { search: step.search }) })
      ).nextCursor;
    case "manage-client-visits":
      return (await api.visits({ clientId: step.clientId, limit: 10, ...cursor })).nextCursor;
    case "manage-broadcasts":
      return (await broadcasting(ctx).page(at)).nextCursor;
    case "manage-audit":
      return (await api.audit({ limit: 10, ...cursor })).nextCursor;
  }
}
