import { isProblem } from "@okoshko/contracts/problem-error";
import { type Composer } from "grammy";
import { type BotContext, NoLonger } from "../../context";
import { NotifierAway } from "./broadcasts/notifier";

/**
 * Stands before everything of the owner's desk. Who is not in charge (any more) sees nothing of it, whatever their card or
 * a forged button says; and what they try to change, booking-api refuses by itself.
 */
export function gate(composer: Composer<BotContext>): void {
  composer.use(async (ctx, next) => {
    if (!isAboutManaging(ctx)) return next();
    await expectInCharge(ctx);
    try {
      await next();
    } catch (error) {
      if (isProblem(error, "forbidden")) {
        if (ctx.from !== undefined) await ctx.parts.people.forgetAccess(ctx.from);
        throw (await isInCharge(ctx))
          ? new NoLonger("manage-only-owner", { at: "manage" })
          : new NoLonger("manage-not-yours", { at: "home" });
      }
      if (error instanceof NotifierAway)
        return ctx.live.show(ctx.live.step, { notice: ctx.words.html("manage-broadcast-not-sure") });
      if (isProblem(error, "not-found")) throw new NoLonger("manage-gone", { at: "manage" });
      if (isProblem(error, "invalid-request")) throw new NoLonger("manage-refused", ctx.live.step);
      throw error;
    }
  });
}

/** A tap on one of our buttons, or something that is written to one of our screens. */
function isAboutManaging(ctx: BotContext): boolean {
  if (ctx.decoded !== undefined)
    return ctx.decoded.kind === "card" && ctx.decoded.tap.do.startsWith("manage");
  if (ctx.callbackQuery !== undefined || ctx.message === undefined) return false;
  return ctx.live.step.at.startsWith("manage") && ctx.message.text?.startsWith("/") !== true;
}

export async function isInCharge(ctx: BotContext): Promise<boolean> {
  const { roles } = await ctx.access();
  return roles.includes("owner") || roles.includes("admin");
}

/** Throws for everybody else; screens ask as well, because a card may be drawn anew by other ways than a tap of its own. */
export async function expectInCharge(ctx: BotContext): Promise<void> {
  if (!(await isInCharge(ctx))) throw new NoLonger("manage-not-yours", { at: "home" });
}
