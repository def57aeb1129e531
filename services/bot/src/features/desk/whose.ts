import { isProblem } from "@okoshko/contracts/problem-error";
import { type Business, type Master } from "../../catalogue";
import { type BotContext, NoLonger } from "../../context";
import { type Step } from "../../draft/draft";
import { todayOf } from "../visit/visit-text";
import { deskOf, type DeskVisit } from "./desk-booking";

/** The desk of one master, as all its screens need it. */
export interface Whose {
  master: Master;
  /** The person's own desk; otherwise they run the business and look over a master's shoulder. */
  isOwn: boolean;
  business: Business;
  /** The business's date now. */
  today: string;
  now: number;
}

export async function whose(ctx: BotContext, masterId: string): Promise<Whose> {
  const [{ masters, business }, access] = await Promise.all([ctx.parts.catalogue(), ctx.access()]);
  const master = masters.find(({ id }) => id === masterId);
  if (master === undefined) throw new NoLonger("desk-master-gone", { at: "home" });
  return {
    master,
    isOwn: access.masterId === masterId,
    business,
    today: todayOf(ctx, business),
    now: ctx.parts.clock.now().getTime(),
  };
}

export async function isInCharge(ctx: BotContext): Promise<boolean> {
  const { roles } = await ctx.access();
  return roles.includes("owner") || roles.includes("admin");
}

/** A visit with its client; who may not see it learns no more than that there is none. */
export async function deskVisitOr(ctx: BotContext, appointmentId: string): Promise<DeskVisit> {
  try {
    return await deskOf(ctx).visit(appointmentId);
  } catch (error) {
    if (isProblem(error, "not-found") || isProblem(error, "forbidden"))
      throw new NoLonger("desk-visit-gone", await homeOfDesk(ctx));
    throw error;
  }
}

/** The first screen for whoever works here. */
export async function homeOfDesk(ctx: BotContext): Promise<Step> {
  const { masterId } = await ctx.access();
  if (masterId !== null) return { at: "desk-day", masterId, date: null, page: 0 };
  return (await isInCharge(ctx)) ? { at: "desk-masters", page: 0 } : { at: "home" };
}
