import { isProblem } from "@okoshko/contracts/problem-error";
import { type Composer, InputFile } from "grammy";
import { type BotContext, onAppointmentTap } from "../../context";
import { problemNotice } from "../../problem-notice";
import { todayOf, visitInOneLine } from "../visit/visit-text";
import { appointmentOr } from "./booking";

/** The visit as a file that every calendar opens. After a move the same file again replaces what it had put there. */
export function calendar(composer: Composer<BotContext>): void {
  onAppointmentTap(composer, "calendar", async (ctx, { appointmentId }) => {
    const { words } = ctx;
    const appointment = await appointmentOr(ctx, appointmentId);
    let file: string;
    try {
      file = await ctx.booking.calendar(appointmentId);
    } catch (error) {
      if (!isProblem(error, "wrong-state")) throw error;
      return ctx.live.show({ at: "booking", appointmentId }, { notice: problemNotice(ctx, "wrong-state") });
    }
    const { business } = await ctx.parts.catalogue();
    const visit = visitInOneLine(words, appointment, todayOf(ctx, business));
    await ctx.api.sendDocument(ctx.userId, new InputFile(Buffer.from(file), `${appointment.localDate}.ics`), {
      caption: words.plain("calendar-caption", { visit }),
    });
  });
}
