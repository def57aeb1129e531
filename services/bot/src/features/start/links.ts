import { type BotContext } from "../../context";
import { type BookingLink, decodeDeepLink, type DeepLink } from "../../deep-links";
import { interrupt, type Step } from "../../draft/draft";

/** Opens what a link asks for. False when it is an invitation, which is another feature's. */
export async function open(ctx: BotContext, payload: string): Promise<boolean> {
  const link = decodeDeepLink(payload);
  ctx.parts.metrics.deepLinks.inc({ kind: kindOf(link) });
  if (link?.kind === "invitation") return false;
  if (link === undefined) {
    await ctx.live.show({ at: "home" }, { notice: ctx.words.html("notice-unknown-link") });
    return true;
  }
  if (link.campaign !== null) await ctx.parts.campaigns.note(ctx.userId, link.campaign);
  const { step, noticeKey } = await whereTo(ctx, link);
  await ctx.live.show(step, { notice: noticeKey === undefined ? undefined : ctx.words.html(noticeKey) });
  return true;
}

/** As far into booking as the link's choices carry; what is no longer offered is asked for. */
async function whereTo(
  ctx: BotContext,
  { serviceId, masterId }: BookingLink,
): Promise<{ step: Step; noticeKey?: string }> {
  const catalogue = await ctx.parts.catalogue();
  const master = catalogue.masters.find(({ id }) => id === masterId);
  if (serviceId === null) {
    // Only where they came from: no reason to lose what they are in the middle of.
    if (masterId === null) return { step: interrupt(ctx.live.step) };
    return master === undefined || master.serviceIds.length === 0
      ? { step: { at: "services" }, noticeKey: "notice-master-gone" }
      : { step: { at: "master-services", masterId, page: 0 } };
  }
  if (!catalogue.services.some(({ id }) => id === serviceId))
    return { step: { at: "services" }, noticeKey: "notice-service-gone" };
  const serviceIds = [serviceId];
  const able = catalogue.mastersOf(serviceId);
  const only = able.length === 1 ? able[0] : undefined;
  const chosen = able.find(({ id }) => id === masterId) ?? (masterId === null ? only : undefined);
  if (chosen !== undefined)
    return { step: { at: "days", visit: { kind: "new", serviceIds, masterId: chosen.id } } };
  return masterId === null
    ? { step: { at: "masters", serviceIds } }
    : { step: { at: "masters", serviceIds }, noticeKey: "notice-master-gone" };
}

/** For the metric: what a link leads to, not where it came from, which may be anything. */
function kindOf(link: DeepLink | undefined): string {
  if (link === undefined) return "unknown";
  if (link.kind === "invitation") return "invitation";
  const { serviceId, masterId } = link;
  if (serviceId !== null) return masterId === null ? "service" : "service_and_master";
  return masterId === null ? "campaign" : "master";
}
