import { isProblem } from "@okoshko/contracts/problem-error";
import { type BotContext } from "../../context";
import { type Plan } from "../../draft/steps/desk";
import { localDateOf } from "../../formats";
import { problemNotice } from "../../problem-notice";
import { tooLate } from "./decide";

/** Where the desk is taken when the time can't be had after all. */
export async function orInstead(
  ctx: BotContext,
  chosen: Plan,
  startsAt: string,
  act: () => Promise<void>,
): Promise<void> {
  const { business } = await ctx.parts.catalogue();
  const date = localDateOf(startsAt, business.timeZone);
  try {
    await act();
  } catch (error) {
    if (isProblem(error, "slot-taken") || isProblem(error, "hold-expired")) {
      const alternatives = (error.problem.alternatives ?? [])
        .slice(0, 3)
        .map(({ startsAt: start, localDate, localTime }) => ({ startsAt: start, localDate, localTime }));
      return ctx.live.show({ at: "desk-plan-taken", plan: chosen, date, alternatives });
    }
    if (isProblem(error, "slot-not-offered") || isProblem(error, "invalid-request"))
      return ctx.live.show(
        { at: "desk-plan-times", plan: chosen, date, part: null },
        { notice: problemNotice(ctx, "slot-not-offered") },
      );
    if (chosen.for === "book") throw error;
    await tooLate(ctx, error, chosen.appointmentId, chosen.for === "propose" ? chosen.origin : null);
  }
}
