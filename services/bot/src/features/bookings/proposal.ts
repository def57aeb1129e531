import { isProblem } from "@okoshko/contracts/problem-error";
import { type Composer } from "grammy";
import { type Appointment } from "../../booking-api";
import { type BotContext, onAppointmentTap } from "../../context";
import { type Button } from "../../keyboards/card";
import { problemNotice } from "../../problem-notice";
import { localDateOf } from "../../formats";
import { announce, celebrate } from "../booking/confirm";
import { originOf, tellOrigin } from "../visit/origin";
import { todayOf, whenOf } from "../visit/visit-text";
import { appointmentOr } from "./booking";

/** The business proposes another time for a request; the client answers, under the message or on the booking's card. */
export function proposal(composer: Composer<BotContext>): void {
  onAppointmentTap(composer, "accept_proposal", async (ctx, { appointmentId, version }) => {
    const origin = originOf(ctx);
    let accepted: Appointment;
    try {
      accepted = await ctx.booking.acceptProposal(appointmentId, version);
    } catch (error) {
      return tooLate(ctx, error, appointmentId);
    }
    if (origin === null) return celebrate(ctx, accepted, "booked-title");
    await tellOrigin(ctx, origin, ctx.words.plain("proposal-note-accepted"));
    await announce(ctx, accepted, "booked-title");
  });

  onAppointmentTap(composer, "refuse_proposal", async (ctx, { appointmentId, version }) => {
    const origin = originOf(ctx);
    let kept: Appointment;
    try {
      kept = await ctx.booking.refuseProposal(appointmentId, version);
    } catch (error) {
      return tooLate(ctx, error, appointmentId);
    }
    const { business } = await ctx.parts.catalogue();
    const note = ctx.words.plain("proposal-note-refused", {
      when: whenOf(ctx.words, kept, todayOf(ctx, business)),
    });
    const isTold = await tellOrigin(ctx, origin, note, [
      {
        label: ctx.words.plain("button-booking"),
        on: { action: "show", appointmentId, version: kept.version },
      },
    ]);
    if (!isTold)
      await ctx.live.show(
        { at: "booking", appointmentId },
        { notice: ctx.words.html("proposal-notice", { note }) },
      );
  });
}

/** It ran out, was replaced by another, or the request was decided: the message loses its buttons, the card says how it stands. */
async function tooLate(ctx: BotContext, error: unknown, appointmentId: string): Promise<void> {
  const problem = (
    ["no-proposal", "version-mismatch", "wrong-state", "slot-taken", "hold-expired", "not-found"] as const
  ).find((name) => isProblem(error, name));
  if (problem === undefined) throw error;
  await tellOrigin(ctx, originOf(ctx), ctx.words.plain("proposal-note-over"));
  const { status } = await appointmentOr(ctx, appointmentId);
  await ctx.live.show(
    { at: "booking", appointmentId },
    {
      notice: status === "pending" ? ctx.words.html("proposal-over") : problemNotice(ctx, "version-mismatch"),
    },
  );
}

/** What the business proposes, and until when it is kept, as HTML. */
export function proposalLines(
  ctx: BotContext,
  { proposal: proposed, timeZone }: Appointment,
  today: string,
): string[] {
  const { words } = ctx;
  if (proposed === null) return [];
  return [
    "",
    words.html("proposal-text", {
      when: words.plain("day-and-time", {
        day: words.longDay(proposed.localDate, today),
        time: proposed.localTime,
      }),
      master: words.of(proposed.masterName),
      until: words.plain("day-and-time", {
        day: words.shortDay(localDateOf(proposed.expiresAt, timeZone)),
        time: words.timeOf(proposed.expiresAt, timeZone),
      }),
    }),
  ];
}

export function proposalButtons(
  { words }: BotContext,
  { id: appointmentId, version, proposal: proposed }: Appointment,
): Button[][] {
  if (proposed === null) return [];
  return [
    [
      {
        label: words.plain("button-accept-proposal"),
        on: { action: "accept_proposal", appointmentId, version },
        style: "success",
      },
      {
        label: words.plain("button-refuse-proposal"),
        on: { action: "refuse_proposal", appointmentId, version },
      },
    ],
  ];
}
