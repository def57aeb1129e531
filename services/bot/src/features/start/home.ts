import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { interrupt } from "../../draft/draft";
import { type Button, type Card } from "../../keyboards/card";
import { repeatRow } from "../bookings/repeat";
import { open } from "./links";

/** /start, the first screen, and the way back to it. */
export function home(composer: Composer<BotContext>): void {
  composer.command("start", async (ctx, next) => {
    const payload = ctx.match.trim();
    if (payload === "") return ctx.live.show(interrupt(ctx.live.step));
    if (!(await open(ctx, payload))) await next();
  });
  onTap(composer, "home", (ctx) => ctx.live.show({ at: "home" }));
  onTap(composer, "restart", (ctx) => ctx.live.show({ at: "home" }));
  onTap(composer, "continue", async (ctx) => {
    const { step, draft } = ctx.live;
    if (step.at === "resume") {
      const { paused } = step;
      // The button that asks for a number was put away; it comes again when they confirm.
      return ctx.live.show(paused.at === "contact" ? { ...paused, at: "confirm" } : paused);
    }
    await ctx.live.show(step, {
      notice: draft === undefined ? ctx.words.html("notice-lost") : undefined,
    });
  });
}

export async function renderHome(ctx: BotContext): Promise<Card> {
  const { words } = ctx;
  const [{ business }, again, desks] = await Promise.all([
    ctx.parts.catalogue(),
    repeatRow(ctx),
    desksOf(ctx),
  ]);
  return {
    text: [
      words.html("home-title", { business: words.of(business.name) }),
      ...(business.address === null
        ? []
        : [words.html("visit-address", { address: words.of(business.address) })]),
      "",
      words.html("home-text"),
    ].join("\n"),
    rows: [
      ...again,
      [{ label: words.plain("button-book"), on: { do: "services" }, style: "success" }],
      [{ label: words.plain("button-bookings"), on: { do: "bookings" } }],
      [
        { label: words.plain("button-settings"), on: { do: "settings" } },
        { label: words.plain("button-help"), on: { do: "help" } },
      ],
      [{ label: words.plain("button-language"), on: { do: "language" } }],
      ...(desks.length > 0 ? [desks] : []),
    ],
  };
}

/** The ways to the desks of those who work here. */
async function desksOf(ctx: BotContext): Promise<Button[]> {
  const { words } = ctx;
  const { roles, masterId } = await ctx.access();
  const isInCharge = roles.includes("owner") || roles.includes("admin");
  return [
    ...(masterId === null ? [] : [{ label: words.plain("button-desk"), on: { do: "desk" } } as const]),
    ...(isInCharge ? [{ label: words.plain("button-manage"), on: { do: "manage" } } as const] : []),
  ];
}

export function renderResume(ctx: BotContext): Card {
  const { words } = ctx;
  return {
    text: words.html("resume-text"),
    rows: [
      [{ label: words.plain("button-continue"), on: { do: "continue" }, style: "success" }],
      [{ label: words.plain("button-restart"), on: { do: "restart" } }],
    ],
  };
}
