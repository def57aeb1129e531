import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { saveValue } from "./edit";
import { saveHours } from "./hours";

/** "Save mine", when somebody else was faster: a value, or hours. */
export function mine(composer: Composer<BotContext>): void {
  onTap(composer, "manage-mine", async (ctx) => {
    const { step } = ctx.live;
    if (step.at === "manage-edit" && step.mine !== null) return saveValue(ctx, step, step.mine);
    if (step.at === "manage-hours" && step.mine !== null) return saveHours(ctx, step, step.mine);
    await ctx.live.show(step, { notice: ctx.words.html("notice-lost") });
  });
}
