import { isProblem } from "@okoshko/contracts/problem-error";
import { type AppointmentTap } from "@okoshko/contracts/callback-data";
import { type Composer } from "grammy";
import { type BotContext, onAppointmentTap, onTap } from "../../context";
import { type Origin, type StepAt } from "../../draft/steps/desk";
import { type Card } from "../../keyboards/card";
import { problemNotice } from "../../problem-notice";
import { deskOf } from "./desk-booking";
import { originOf, tellOrigin } from "../visit/origin";
import { clientName } from "./visit-words";
import { aboutVisit } from "./visit";
import { deskVisitOr, whose } from "./whose";

/**
 * Decisions of the business about a visit, under the notifier's message or on the visit's card: accept a request, note that
 * the visit took place or that the client did not come. The other half, which needs a reason, is in refuse.ts.
 */
export function decide(composer: Composer<BotContext>): void {
  onAppointmentTap(composer, "accept", async (ctx, tap) => {
    const origin = originOf(ctx);
    try {
      await deskOf(ctx).accept(tap.appointmentId, tap.version);
    } catch (error) {
      return tooLate(ctx, error, tap.appointmentId, origin);
    }
    await decided(ctx, tap.appointmentId, origin, ctx.words.plain("desk-note-accepted"));
  });

  for (const what of ["complete", "no_show"] as const)
    onAppointmentTap(composer, what, async (ctx, tap) => {
      const origin = originOf(ctx);
      if (await isCurrent(ctx, tap, origin)) {
        const { appointmentId, version } = tap;
        await ctx.live.show({ at: "desk-mark", what, appointmentId, version, origin });
      }
    });

  onTap(composer, "desk-mark-sure", async (ctx, { what, appointmentId, version }) => {
    const { step } = ctx.live;
    const origin = step.at === "desk-mark" && step.appointmentId === appointmentId ? step.origin : null;
    try {
      await deskOf(ctx).mark(what, appointmentId, version);
    } catch (error) {
      return tooLate(ctx, error, appointmentId, origin);
    }
    const note = ctx.words.plain("desk-note-marked", { what });
    await decided(ctx, appointmentId, origin, note, { andShow: true });
  });
}

export async function renderMark(
  ctx: BotContext,
  { what, appointmentId, version }: StepAt<"desk-mark">,
): Promise<Card> {
  const { words } = ctx;
  const shown = await deskVisitOr(ctx, appointmentId);
  const desk = await whose(ctx, shown.masterId);
  return {
    text: [
      words.html("desk-mark-title", { what }),
      "",
      words.html("desk-client-name", { client: clientName(words, shown) }),
      ...aboutVisit(words, shown, desk),
      "",
      words.html("desk-mark-text", { what }),
    ].join("\n"),
    rows: [
      [
        {
          label: words.plain("desk-mark-sure", { what }),
          on: { do: "desk-mark-sure", what, appointmentId, version },
          style: what === "complete" ? "success" : "danger",
        },
      ],
      [{ label: words.plain("button-keep"), on: { do: "desk-visit", appointmentId } }],
    ],
  };
}

/**
 * After a decision: the notifier's message says what became of it and has no buttons but the way to the visit. Where there is
 * no such message, or it can't be edited, the visit's card says so.
 */
export async function decided(
  ctx: BotContext,
  appointmentId: string,
  origin: Origin | null,
  note: string,
  { andShow = false }: { andShow?: boolean } = {},
): Promise<void> {
  const { version } = await deskVisitOr(ctx, appointmentId);
  const isTold = await tellOrigin(ctx, origin, note, [
    {
      label: ctx.words.plain("button-desk-visit"),
      on: { action: "desk", appointmentId, version },
    },
  ]);
  if (isTold && !andShow) return;
  await ctx.live.show(
    { at: "desk-visit", appointmentId },
    { notice: ctx.words.html("desk-notice", { note }) },
  );
}

/** Somebody was faster, or it has changed: the message loses its buttons, and the card shows how it stands. */
export async function tooLate(
  ctx: BotContext,
  error: unknown,
  appointmentId: string,
  origin: Origin | null,
): Promise<void> {
  const problem = (["version-mismatch", "wrong-state", "not-found", "forbidden"] as const).find((name) =>
    isProblem(error, name),
  );
  if (problem === undefined) throw error;
  // Throws NoLonger for what is not theirs.
  const { status } = await deskVisitOr(ctx, appointmentId);
  await tellOrigin(ctx, origin, ctx.words.plain("desk-note-stands", { status }));
  await ctx.live.show(
    { at: "desk-visit", appointmentId },
    {
      notice:
        problem === "version-mismatch"
          ? problemNotice(ctx, problem)
          : ctx.words.html("desk-too-late", { status }),
    },
  );
}

/** Whether a button still means the visit as it is; otherwise says how it stands. */
export async function isCurrent(
  ctx: BotContext,
  tap: AppointmentTap,
  origin: Origin | null,
): Promise<boolean> {
  const { version, status } = await deskVisitOr(ctx, tap.appointmentId);
  if (version === tap.version) return true;
  await tellOrigin(ctx, origin, ctx.words.plain("desk-note-stands", { status }));
  await ctx.live.show(
    { at: "desk-visit", appointmentId: tap.appointmentId },
    { notice: problemNotice(ctx, "version-mismatch") },
  );
  return false;
}
