import { isProblem } from "@okoshko/contracts/problem-error";
import { type Composer } from "grammy";
import { type BotContext, onAppointmentTap, onTap } from "../../context";
import { type MovedVisit } from "../../draft/steps/client";
import { localDateOf } from "../../formats";
import { type Card } from "../../keyboards/card";
import { problemNotice } from "../../problem-notice";
import { celebrate } from "../booking/confirm";
import { showInstead } from "../booking/hold";
import { servicesOf, todayOf, whenOf } from "../visit/visit-text";
import { appointmentOr, stillGood } from "./booking";

/** Moving: the days and times of booking, for the same services and master; the old time stays until the last tap. */
export function move(composer: Composer<BotContext>): void {
  onAppointmentTap(composer, "move", async (ctx, tap) => {
    const appointment = await stillGood(ctx, tap);
    if (appointment === undefined) return;
    const { id: appointmentId, version } = appointment;
    await ctx.live.show({ at: "days", visit: { kind: "move", appointmentId, version } });
  });

  onTap(composer, "confirm-move", async (ctx, { visit, startsAt }) => {
    const { appointmentId, version } = visit;
    try {
      const change = { startsAt, expectedVersion: version };
      const moved = await ctx.booking.reschedule(appointmentId, change);
      await celebrate(ctx, moved, moved.status === "pending" ? "move-requested-title" : "moved-title");
    } catch (error) {
      for (const problem of ["version-mismatch", "too-late-to-change", "wrong-state"] as const)
        if (isProblem(error, problem))
          return ctx.live.show({ at: "booking", appointmentId }, { notice: problemNotice(ctx, problem) });
      const { business } = await ctx.parts.catalogue();
      await showInstead(ctx, error, visit, localDateOf(startsAt, business.timeZone));
    }
  });
}

export async function renderConfirmMove(ctx: BotContext, visit: MovedVisit, startsAt: string): Promise<Card> {
  const { words } = ctx;
  const appointment = await appointmentOr(ctx, visit.appointmentId);
  const { business } = await ctx.parts.catalogue();
  const { timeZone } = business;
  const today = todayOf(ctx, business);
  const date = localDateOf(startsAt, timeZone);
  return {
    text: [
      words.html("move-confirm-title", {
        services: servicesOf(words, appointment),
        master: words.of(appointment.masterName),
      }),
      "",
      words.html("move-from", { when: whenOf(words, appointment, today) }),
      words.html("move-to", {
        when: words.plain("day-and-time", {
          day: words.longDay(date, today),
          time: words.timeOf(startsAt, timeZone),
        }),
      }),
      words.html("confirm-zone", {
        zone: timeZone.replaceAll("_", " "),
        offset: words.offset(timeZone, startsAt),
      }),
    ].join("\n"),
    rows: [
      [
        {
          label: words.plain("button-move-sure"),
          on: { do: "confirm-move", visit, startsAt },
          style: "success",
        },
      ],
      [
        { label: words.plain("button-other-time"), on: { do: "day", visit, date, part: null } },
        { label: words.plain("button-back"), on: { do: "days", visit } },
      ],
      [{ label: words.plain("button-keep"), on: { do: "cancel" } }],
    ],
  };
}
