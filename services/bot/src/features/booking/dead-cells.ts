import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";

/** A cell of a calendar without free times, or the head of a part of the day: the card says what can be tapped instead. */
export function deadCells(composer: Composer<BotContext>): void {
  for (const what of ["pick-day", "pick-time"] as const)
    onTap(composer, what, (ctx) => {
      const { draft, step } = ctx.live;
      // Without a draft nobody knows which calendar it was.
      const notice = ctx.words.html(draft === undefined ? "notice-lost" : `hint-${what}`);
      return ctx.live.show(step, { notice });
    });
}
