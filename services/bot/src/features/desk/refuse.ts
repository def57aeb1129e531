import { type Composer } from "grammy";
import { type BotContext, onAppointmentTap, onTap, onText } from "../../context";
import { type Origin, type StepAt } from "../../draft/steps/desk";
import { type Card } from "../../keyboards/card";
import { decided, isCurrent, tooLate } from "./decide";
import { deskOf } from "./desk-booking";
import { originOf } from "../visit/origin";
import { aboutVisit, neighbours } from "./visit";
import { clientName } from "./visit-words";
import { daysVisits } from "./day";
import { deskVisitOr, whose } from "./whose";

const longestReason = 500;
const readyReasons = ["full", "ill", "away"] as const;

/** A request is turned down, or a visit called off, with a reason that the client reads, or without. */
export function refuse(composer: Composer<BotContext>): void {
  onAppointmentTap(composer, "decline", async (ctx, tap) => {
    const origin = originOf(ctx);
    const { appointmentId, version } = tap;
    if (await isCurrent(ctx, tap, origin))
      await ctx.live.show({
        at: "desk-why",
        what: "decline",
        appointmentId,
        version,
        reason: null,
        origin,
      });
  });
  onTap(composer, "desk-why", (ctx, { what, appointmentId, version }) =>
    ctx.live.show({
      at: "desk-why",
      what,
      appointmentId,
      version,
      reason: null,
      origin: originBehind(ctx, appointmentId),
    }),
  );

  onText(composer, "desk-why", async (ctx, step, text) => {
    if (text.length > longestReason)
      return ctx.live.show(step, {
        notice: ctx.words.html("desk-reason-long", { length: text.length, longest: longestReason }),
      });
    await ctx.live.show({ ...step, reason: text });
  });

  onTap(composer, "desk-because", async (ctx, { what, appointmentId, version, reason }) => {
    const { client } = await deskVisitOr(ctx, appointmentId);
    const { business } = await ctx.parts.catalogue();
    // The client reads it, so it is said in their language.
    const theirs = ctx.parts.dictionary(client.locale ?? business.defaultLocale);
    await carryOut(ctx, { what, appointmentId, version }, [
      reason === "none" ? undefined : theirs.plain("desk-reason", { reason }),
      reason === "none" ? undefined : ctx.words.plain("desk-reason", { reason }),
    ]);
  });
  onTap(composer, "desk-because-own", async (ctx, { what, appointmentId, version }) => {
    const { step } = ctx.live;
    if (step.at !== "desk-why" || step.appointmentId !== appointmentId || step.reason === null)
      return ctx.live.show(
        { at: "desk-why", what, appointmentId, version, reason: null, origin: null },
        { notice: ctx.words.html("desk-reason-lost") },
      );
    await carryOut(ctx, { what, appointmentId, version }, [step.reason, step.reason]);
  });
}

async function carryOut(
  ctx: BotContext,
  { what, appointmentId, version }: { what: "decline" | "cancel"; appointmentId: string; version: number },
  [reason, said]: [string | undefined, string | undefined],
): Promise<void> {
  const origin = originBehind(ctx, appointmentId);
  try {
    await deskOf(ctx).refuse(what, appointmentId, {
      expectedVersion: version,
      ...(reason === undefined ? {} : { reason }),
    });
  } catch (error) {
    return tooLate(ctx, error, appointmentId, origin);
  }
  const note =
    said === undefined
      ? ctx.words.plain("desk-note-refused", { what })
      : ctx.words.plain("desk-note-refused-because", { what, reason: said });
  await decided(ctx, appointmentId, origin, note, { andShow: true });
}

/** The message under which this decision began, when the draft still knows it. */
function originBehind({ live: { step } }: BotContext, appointmentId: string): Origin | null {
  return step.at === "desk-why" && step.appointmentId === appointmentId ? step.origin : null;
}

export async function renderWhy(ctx: BotContext, step: StepAt<"desk-why">): Promise<Card> {
  const { words } = ctx;
  const { what, appointmentId, version, reason } = step;
  const shown = await deskVisitOr(ctx, appointmentId);
  const { masterId, localDate, startsAt, timeZone } = shown;
  const [desk, others] = await Promise.all([
    whose(ctx, masterId),
    deskOf(ctx).visits({ masterId, from: localDate, to: localDate, status: [...daysVisits] }),
  ]);
  const plain = [
    {
      label: words.plain("desk-why-none", { what }),
      on: { do: "desk-because", what, appointmentId, version, reason: "none" } as const,
    },
  ];
  return {
    text: [
      words.html("desk-why-title", { what }),
      "",
      words.html("desk-client-name", { client: clientName(words, shown) }),
      ...aboutVisit(words, shown, desk),
      ...neighbours(
        words,
        others.filter(({ id }) => id !== appointmentId),
        { at: startsAt, timeZone },
      ),
      "",
      reason === null ? words.html("desk-why-text") : words.html("desk-why-own", { reason }),
    ].join("\n"),
    rows: [
      ...(reason === null
        ? [
            ...readyReasons.map((ready) => [
              {
                label: words.plain("desk-reason", { reason: ready }),
                on: { do: "desk-because", what, appointmentId, version, reason: ready } as const,
              },
            ]),
            plain,
          ]
        : [
            [
              {
                label: words.plain("desk-why-sure", { what }),
                on: { do: "desk-because-own", what, appointmentId, version } as const,
                style: "danger" as const,
              },
            ],
            [
              {
                label: words.plain("button-why-other"),
                on: { do: "desk-why", what, appointmentId, version } as const,
              },
            ],
          ]),
      [{ label: words.plain("button-keep"), on: { do: "desk-visit", appointmentId } }],
    ],
  };
}
