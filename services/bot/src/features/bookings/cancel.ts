import { isProblem } from "@okoshko/contracts/problem-error";
import { type Composer } from "grammy";
import { type BotContext, onAppointmentTap, onTap } from "../../context";
import { type Card } from "../../keyboards/card";
import { problemNotice } from "../../problem-notice";
import { todayOf, visitInOneLine, visitLines } from "../visit/visit-text";
import { appointmentOr, stillGood } from "./booking";

/** Cancelling asks once more: the button sits next to others, on small screens. */
export function cancel(composer: Composer<BotContext>): void {
  onAppointmentTap(composer, "cancel", async (ctx, tap) => {
    const appointment = await stillGood(ctx, tap);
    if (appointment === undefined) return;
    await ctx.live.show({
      at: "confirm-cancel",
      appointmentId: appointment.id,
      version: appointment.version,
    });
  });

  onTap(composer, "confirm-cancel", async (ctx, { appointmentId, version }) => {
    try {
      await ctx.booking.cancel(appointmentId, version);
    } catch (error) {
      for (const problem of ["version-mismatch", "too-late-to-change", "wrong-state"] as const)
        if (isProblem(error, problem))
          return ctx.live.show({ at: "booking", appointmentId }, { notice: problemNotice(ctx, problem) });
      throw error;
    }
    await ctx.live.show({ at: "cancelled", appointmentId });
  });
}

export async function renderConfirmCancel(
  ctx: BotContext,
  appointmentId: string,
  version: number,
): Promise<Card> {
  const { words } = ctx;
  const appointment = await appointmentOr(ctx, appointmentId);
  const { business } = await ctx.parts.catalogue();
  return {
    text: [
      words.html("cancel-title"),
      "",
      visitLines(words, appointment, business, todayOf(ctx, business)),
    ].join("\n"),
    rows: [
      [
        {
          label: words.plain("button-cancel-sure"),
          on: { do: "confirm-cancel", appointmentId, version },
          style: "danger",
        },
      ],
      [{ label: words.plain("button-keep"), on: { action: "show", appointmentId, version } }],
    ],
  };
}

export async function renderCancelled(ctx: BotContext, appointmentId: string): Promise<Card> {
  const { words } = ctx;
  const appointment = await appointmentOr(ctx, appointmentId);
  const { business } = await ctx.parts.catalogue();
  return {
    text: words.html("cancelled-text", {
      visit: visitInOneLine(words, appointment, todayOf(ctx, business)),
    }),
    rows: [
      [{ label: words.plain("button-book-again"), on: { do: "services" } }],
      [{ label: words.plain("button-home"), on: { do: "home" } }],
    ],
  };
}
