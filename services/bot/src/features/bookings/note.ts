import { isProblem } from "@okoshko/contracts/problem-error";
import { type Composer } from "grammy";
import { type Appointment } from "../../booking-api";
import { type BotContext, onTap, onText } from "../../context";
import { type Button, type Card } from "../../keyboards/card";
import { problemNotice } from "../../problem-notice";
import { type Words } from "../../words";
import { visitBehind } from "../booking/hold";
import { backAndOut } from "../booking/ways";
import { appointmentOr, look } from "./booking";

/** As booking-api takes it. */
const maxLength = 500;

/** What the master should know beforehand, in the client's own words. */
export function note(composer: Composer<BotContext>): void {
  onTap(composer, "note", async (ctx, { appointmentId }) => {
    const { status } = await appointmentOr(ctx, appointmentId);
    if (status !== "held") return ctx.live.show({ at: "note", appointmentId });
    await ctx.live.show({
      at: "hold-note",
      ...(await visitBehind(ctx, appointmentId)),
      holdId: appointmentId,
    });
  });
  onTap(composer, "remove-note", (ctx, { appointmentId }) => put(ctx, appointmentId, null, "note-removed"));
  onText(composer, "note", (ctx, { appointmentId }, text) => write(ctx, appointmentId, text));
  onText(composer, "hold-note", (ctx, { holdId }, text) => write(ctx, holdId, text));
}

/** Leads to the note from the card of a visit or of a kept time. */
export function noteButton(words: Words, { id: appointmentId, note: written }: Appointment): Button {
  return {
    label: words.plain(written === null ? "button-note" : "button-change-note"),
    on: { do: "note", appointmentId },
  };
}

export async function renderNote(ctx: BotContext, appointmentId: string): Promise<Card> {
  const { words } = ctx;
  const { note: written, status } = await appointmentOr(ctx, appointmentId);
  const back = { do: "look", appointmentId } as const;
  return {
    text: [
      words.html("note-title"),
      ...(written === null ? [] : ["", words.html("visit-note", { note: written })]),
      "",
      words.html("note-text", { max: maxLength }),
    ].join("\n"),
    rows: [
      ...(written === null
        ? []
        : [
            [
              {
                label: words.plain("button-remove-note"),
                on: { do: "remove-note", appointmentId } as const,
              },
            ],
          ]),
      // Beside a visit that is booked, "Cancel" would read as if it called the visit off.
      status === "held" ? backAndOut(words, back) : [{ label: words.plain("button-back"), on: back }],
    ],
  };
}

async function write(ctx: BotContext, appointmentId: string, text: string): Promise<void> {
  const letters = Array.from(text);
  const kept = letters.slice(0, maxLength).join("").trim();
  if (kept === "") return ctx.live.show(ctx.live.step);
  await put(ctx, appointmentId, kept, letters.length > maxLength ? "note-clipped" : "note-saved");
}

async function put(
  ctx: BotContext,
  appointmentId: string,
  written: string | null,
  noticeKey: "note-saved" | "note-clipped" | "note-removed",
): Promise<void> {
  let notice = ctx.words.html(noticeKey);
  try {
    await ctx.booking.setNote(appointmentId, written);
  } catch (error) {
    // The visit has ended, or was cancelled, while the person was writing.
    if (!isProblem(error, "wrong-state")) throw error;
    notice = problemNotice(ctx, "wrong-state") ?? "";
  }
  await look(ctx, appointmentId, notice);
}
