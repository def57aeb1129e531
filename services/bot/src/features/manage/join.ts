import { isProblem } from "@okoshko/contracts/problem-error";
import { type Composer } from "grammy";
import { type BotContext } from "../../context";
import { decodeDeepLink } from "../../deep-links";
import { homeOfDesk } from "../desk/whose";
import { management } from "./api";
import { roleName } from "./staff";

/** `/start i_<code>`: somebody was invited to the staff. Their desk opens at once. */
export function join(composer: Composer<BotContext>): void {
  composer.command("start", async (ctx, next) => {
    const link = decodeDeepLink(ctx.match);
    if (link?.kind !== "invitation" || ctx.from === undefined) return next();
    ctx.parts.metrics.deepLinks.inc({ kind: "invitation" });
    const { words } = ctx;
    try {
      const member = await management(ctx).accept(link.code);
      await ctx.parts.roles.changed(ctx.userId);
      await ctx.live.show(member.role === "master" ? await homeOfDesk(ctx) : { at: "manage" }, {
        notice: [
          words.html("manage-welcome", { name: member.name, role: roleName(words, member.role) }),
          words.html(`manage-welcome-${member.role}`),
        ].join("\n"),
      });
    } catch (error) {
      if (isProblem(error, "invitation-invalid") || isProblem(error, "invalid-request"))
        return ctx.live.show({ at: "home" }, { notice: words.html("manage-invitation-invalid") });
      if (isProblem(error, "already-exists"))
        return ctx.live.show({ at: "home" }, { notice: words.html("manage-already-joined") });
      throw error;
    }
  });
}
