import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { type Card } from "../../keyboards/card";
import { todayOf } from "../visit/visit-text";
import { type DeskAppointment, management } from "./api";
import { isInCharge } from "./gate";
import { goTo } from "./layout";
import { nextStep } from "./next-step";

/** The first screen of the owner's and the administrators' desk. */
export function manage(composer: Composer<BotContext>): void {
  composer.command("manage", async (ctx, next) => {
    if (!(await isInCharge(ctx))) return next();
    await ctx.live.show({ at: "manage" });
  });
  onTap(composer, "manage", (ctx) => ctx.live.show({ at: "manage" }));
}

/** As many as are counted exactly; beyond that it is "many". */
const counted = 100;

export async function renderManage(ctx: BotContext): Promise<Card> {
  const { words } = ctx;
  const api = management(ctx);
  const { body: business } = await api.business();
  const today = todayOf(ctx, business);
  const [todays, requests, staff, step] = await Promise.all([
    api.visits({ from: today, to: today, status: ["confirmed", "completed", "no_show"], limit: counted }),
    api.visits({ status: ["pending"], limit: counted }),
    api.staff(),
    nextStep(api),
  ]);
  const visits = todays.items;
  return {
    text: [
      words.html("manage-title", { business: words.of(business.name) }),
      words.html("manage-today", { day: words.longDay(today, today) }),
      "",
      words.html("manage-visits-today", {
        visits: visits.length,
        more: todays.nextCursor === null ? "no" : "yes",
      }),
      ...nextOf(ctx, visits),
      words.html("manage-requests", { requests: requests.items.length }),
      words.html("manage-staff-count", { staff: staff.length }),
      ...(step === undefined ? [] : ["", words.html("manage-next-step", { step })]),
    ].join("\n"),
    rows: [
      [
        goTo(words.plain("manage-button-services"), { at: "manage-services", page: 0 }),
        goTo(words.plain("manage-button-masters"), { at: "manage-masters", page: 0 }),
      ],
      [
        goTo(words.plain("manage-button-clients"), { at: "manage-clients", search: null, cursors: [] }),
        goTo(words.plain("manage-button-broadcasts"), { at: "manage-broadcasts", cursors: [] }),
      ],
      [
        goTo(words.plain("manage-button-staff"), { at: "manage-staff" }),
        goTo(words.plain("manage-button-policies"), { at: "manage-policies" }),
      ],
      [
        goTo(words.plain("manage-button-business"), { at: "manage-business" }),
        goTo(words.plain("manage-button-closures"), { at: "manage-days", masterId: null }),
      ],
      [goTo(words.plain("manage-button-audit"), { at: "manage-audit", cursors: [] })],
      [{ label: words.plain("button-home"), on: { do: "home" } }],
    ],
  };
}

function nextOf({ words, parts }: BotContext, visits: DeskAppointment[]): string[] {
  const now = parts.clock.now().toISOString();
  const next = visits.find(({ status, startsAt }) => status === "confirmed" && startsAt > now);
  if (next === undefined) return [];
  return [
    words.html("manage-next-visit", {
      time: next.localTime,
      client: next.client.name,
      master: words.of(next.masterName),
    }),
  ];
}
