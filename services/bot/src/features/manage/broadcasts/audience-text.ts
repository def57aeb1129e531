import { type BotContext } from "../../../context";
import { todayOf } from "../../visit/visit-text";
import { management } from "../api";
import { type Broadcast } from "./notifier";

/** Whom a broadcast is for, in words. */
export async function audienceText(ctx: BotContext, audience: Broadcast["audience"]): Promise<string> {
  const { words } = ctx;
  const { kind, since, masterId } = audience;
  const [{ business }, masters] = await Promise.all([
    ctx.parts.catalogue(),
    masterId === undefined ? [] : management(ctx).masters(),
  ]);
  const who = words.plain(`manage-audience-${kind.replaceAll("_", "-")}`, {
    day: since === undefined ? "" : words.longDay(since, todayOf(ctx, business)),
  });
  if (masterId === undefined) return who;
  const master = words.of(masters.find(({ id }) => id === masterId)?.name ?? null);
  return words.plain("manage-audience-of", { who, master });
}
