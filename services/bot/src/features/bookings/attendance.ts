import { isProblem } from "@okoshko/contracts/problem-error";
import { GrammyError, type Composer } from "grammy";
import { type InlineKeyboardButton } from "grammy/types";
import { type Appointment } from "../../booking-api";
import { type BotContext, onAppointmentTap } from "../../context";
import { toKeyboard } from "../../live-card";
import { problemNotice } from "../../problem-notice";
import { todayOf, visitInOneLine } from "../visit/visit-text";
import { stripTapped } from "./booking";

/** "I'll come", under a reminder. The answer is written into the reminder itself. */
export function attendance(composer: Composer<BotContext>): void {
  onAppointmentTap(composer, "coming", async (ctx, { appointmentId, version }) => {
    let appointment: Appointment;
    try {
      appointment = await ctx.booking.coming(appointmentId, version);
    } catch (error) {
      for (const problem of ["version-mismatch", "wrong-state"] as const)
        if (isProblem(error, problem)) {
          await stripTapped(ctx);
          return ctx.live.show({ at: "booking", appointmentId }, { notice: problemNotice(ctx, problem) });
        }
      throw error;
    }
    if (!(await noteInReminder(ctx, appointment))) await say(ctx, appointment);
  });
}

/** False when the reminder can't be edited any more. */
async function noteInReminder(ctx: BotContext, appointment: Appointment): Promise<boolean> {
  const message = ctx.callbackQuery?.message;
  // A message that Telegram no longer shows us has date 0 and no text.
  if (message === undefined || !("text" in message) || message.text === undefined) return false;
  const { text, entities = [], message_id: messageId } = message;
  const note = ctx.words.plain("coming-note");
  if (text.endsWith(note)) return true;
  try {
    await ctx.api.editMessageText(ctx.userId, messageId, `${text}\n\n${note}`, {
      entities,
      reply_markup: { inline_keyboard: stillPossible(ctx, appointment) },
    });
    return true;
  } catch (error) {
    if (error instanceof GrammyError && error.error_code === 400) return false;
    throw error;
  }
}

async function say(ctx: BotContext, appointment: Appointment): Promise<void> {
  const { business } = await ctx.parts.catalogue();
  const visit = visitInOneLine(ctx.words, appointment, todayOf(ctx, business));
  await ctx.api.sendMessage(ctx.userId, ctx.words.plain("coming-text", { visit }));
}

function stillPossible(
  ctx: BotContext,
  { id: appointmentId, version }: Appointment,
): InlineKeyboardButton[][] {
  return toKeyboard(
    [
      [
        { label: ctx.words.plain("button-move"), on: { action: "move", appointmentId, version } },
        {
          label: ctx.words.plain("button-cancel-visit"),
          on: { action: "cancel", appointmentId, version },
        },
      ],
    ],
    0,
  );
}
