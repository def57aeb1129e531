import { isProblem, ProblemError } from "@okoshko/contracts/problem-error";
import { type Composer } from "grammy";
import { type Appointment } from "../../booking-api";
import { type BotContext, onTap } from "../../context";
import { toAway } from "../../infrastructure";
import { type Button } from "../../keyboards/card";
import { look, toKeyboard } from "../../live-card";
import { problemNotice } from "../../problem-notice";
import { todayOf, visitInOneLine, visitLines } from "../visit/visit-text";
import { askForContact } from "./contact";
import { showInstead, visitBehind } from "./hold";

type SuccessTitle = "booked-title" | "requested-title" | "moved-title" | "move-requested-title";

/** From a kept time to a booking, or away from it. */
export function confirm(composer: Composer<BotContext>): void {
  onTap(composer, "confirm", (ctx, { holdId }) => book(ctx, holdId));

  onTap(composer, "cancel", async (ctx) => {
    const { step } = ctx.live;
    if ("visit" in step && step.visit.kind === "move")
      return ctx.live.show(
        { at: "booking", appointmentId: step.visit.appointmentId },
        { notice: ctx.words.html("notice-kept") },
      );
    await ctx.live.show({ at: "home" }, { notice: ctx.words.html("notice-nothing-booked") });
  });
}

/** Turns a kept time into a booking, asks for what is missing, or shows what can be had instead. */
export async function book(ctx: BotContext, holdId: string): Promise<void> {
  try {
    const appointment = await ctx.booking.confirm(holdId);
    await celebrate(ctx, appointment, appointment.status === "pending" ? "requested-title" : "booked-title");
  } catch (error) {
    if (!(error instanceof ProblemError) || toAway(error) !== undefined) throw error;
    const behind = await visitBehind(ctx, holdId);
    const { visit, date } = behind;
    if (isProblem(error, "phone-needed")) return askForContact(ctx, { ...behind, holdId });
    // The hold was let go, by this person on another card or by the clock.
    if (isProblem(error, "wrong-state"))
      return ctx.live.show({ at: "days", visit }, { notice: problemNotice(ctx, "hold-expired") });
    await showInstead(ctx, error, visit, date);
  }
}

/**
 * The card shrinks to one line, and a message of its own says all: it makes the phone ring once, and stays in the chat's
 * history when cards have long been replaced.
 */
export async function celebrate(
  ctx: BotContext,
  appointment: Appointment,
  title: SuccessTitle,
): Promise<void> {
  const { words } = ctx;
  const { business } = await ctx.parts.catalogue();
  const visit = visitInOneLine(words, appointment, todayOf(ctx, business));
  const lastLine = words.html(appointment.status === "pending" ? "card-asked" : "card-done", { visit });
  await ctx.live.finish(lastLine, () => announce(ctx, appointment, title));
}

/** What was agreed on, or asked for, in a message of its own. */
export async function announce(
  ctx: BotContext,
  appointment: Appointment,
  title: SuccessTitle,
): Promise<void> {
  const { words } = ctx;
  const { business } = await ctx.parts.catalogue();
  const today = todayOf(ctx, business);
  const { id: appointmentId, version } = appointment;
  // Nobody has agreed to a request yet, so nothing may look as if it were settled.
  const isRequest = appointment.status === "pending";
  const text = [
    words.html(title),
    "",
    visitLines(words, appointment, business, today),
    "",
    words.html(isRequest ? "requested-next" : "booked-reminder"),
  ].join("\n");
  const { latitude, longitude, address } = business;
  const isOnMap = typeof latitude === "number" && typeof longitude === "number";
  const buttons: Button[][] = [
    [
      { label: words.plain("button-move"), on: { action: "move", appointmentId, version } },
      { label: words.plain("button-cancel-visit"), on: { action: "cancel", appointmentId, version } },
    ],
    // There is no file of a request; it may never become a visit.
    ...(isRequest
      ? []
      : [
          [
            {
              label: words.plain("button-calendar"),
              on: { action: "calendar", appointmentId, version },
            } as const,
          ],
        ]),
    // A place on the map can be opened; an address alone has to be carried into a map by hand.
    ...(address === null || isOnMap
      ? []
      : [[{ label: words.plain("button-copy-address"), on: { copy: words.of(address) } }]]),
  ];
  await ctx.api.sendMessage(ctx.userId, text, {
    ...look,
    reply_markup: { inline_keyboard: toKeyboard(buttons, 0) },
  });
  if (title === "booked-title" && isOnMap)
    await ctx.api.sendVenue(
      ctx.userId,
      latitude,
      longitude,
      words.of(business.name),
      words.of(address) || words.of(business.name),
    );
}
