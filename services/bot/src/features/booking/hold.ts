import { isProblem, type ProblemError } from "@okoshko/contracts/problem-error";
import { type Composer } from "grammy";
import { type Appointment } from "../../booking-api";
import { type BotContext, onTap } from "../../context";
import { type Step } from "../../draft/draft";
import { type Kept, type NewVisit, type Visit } from "../../draft/steps/client";
import { localDateOf } from "../../formats";
import { type Button, type Card } from "../../keyboards/card";
import { problemNotice } from "../../problem-notice";
import { tagOf } from "../../taps/visit";
import { type Words } from "../../words";
import { noteButton } from "../bookings/note";
import { changePolicy, visitLines } from "../visit/visit-text";
import { arrange } from "./arranged";
import { wayOut } from "./ways";

/** A chosen time is kept for the person while they look at the confirm screen. */
export function hold(composer: Composer<BotContext>): void {
  onTap(composer, "time", async (ctx, { visit, startsAt }) => {
    if (visit.kind === "move") return ctx.live.show({ at: "confirm-move", visit, startsAt });
    await keep(ctx, visit, startsAt);
  });

  onTap(composer, "other-time", async (ctx, { holdId }) => {
    const { visit, date } = await visitBehind(ctx, holdId);
    // Let go before the times are shown, so that it is among them.
    await ctx.booking.release(holdId);
    await ctx.live.show({ at: "times", visit, date, part: null });
  });
  onTap(composer, "other-day", async (ctx, { holdId }) => {
    const { visit } = await visitBehind(ctx, holdId);
    await ctx.booking.release(holdId);
    await ctx.live.show({ at: "days", visit });
  });
}

/** Keeps a time and shows what is left to be confirmed, or what can be had instead. */
export async function keep(
  ctx: BotContext,
  visit: NewVisit,
  startsAt: string,
  notice?: string,
): Promise<void> {
  const { business } = await ctx.parts.catalogue();
  const { serviceIds, masterId } = visit;
  try {
    const source = await ctx.parts.campaigns.of(ctx.userId);
    const held = await ctx.booking.hold(
      { serviceIds, masterId, startsAt, ...(source === null ? {} : { source }) },
      holdKey(ctx, visit, startsAt, source),
    );
    await ctx.live.show(
      { at: "confirm", visit, holdId: held.id, date: held.localDate, offered: false },
      { notice },
    );
  } catch (error) {
    await showInstead(ctx, error, visit, localDateOf(startsAt, business.timeZone));
  }
}

/** Where a person is taken when the time that they wanted can't be had; anything else is thrown on. */
export async function showInstead(
  ctx: BotContext,
  error: unknown,
  visit: Visit,
  date: string,
): Promise<void> {
  if (isProblem(error, "slot-taken") || isProblem(error, "hold-expired"))
    return ctx.live.show(takenStep(error, visit, date));
  if (isProblem(error, "slot-not-offered"))
    return ctx.live.show(
      { at: "times", visit, date, part: null },
      { notice: problemNotice(ctx, "slot-not-offered") },
    );
  if (isProblem(error, "limit-reached"))
    return ctx.live.show({ at: "bookings" }, { notice: problemNotice(ctx, "limit-reached") });
  throw error;
}

function takenStep(error: ProblemError, visit: Visit, date: string): Step {
  const alternatives = (error.problem.alternatives ?? [])
    .slice(0, 3)
    .map(({ startsAt, localDate, localTime }) => ({ startsAt, localDate, localTime }));
  return { at: "taken", visit, date, alternatives };
}

/** The nearest free times on the same card, instead of an error. */
export async function renderTaken(ctx: BotContext, step: Extract<Step, { at: "taken" }>): Promise<Card> {
  const { words } = ctx;
  const { visit, date, alternatives } = step;
  const arranged = await arrange(ctx, visit);
  return {
    text: [arranged.title, "", words.html(alternatives.length > 0 ? "taken-text" : "taken-none")].join("\n"),
    rows: [
      ...alternatives.map(({ startsAt, localDate, localTime }) => [
        {
          label: words.plain("day-and-time", { day: words.shortDay(localDate), time: localTime }),
          on: { do: "time", visit, startsAt } as const,
        },
      ]),
      [
        {
          label: words.plain("button-other-time"),
          on: { do: "day", visit, date, part: null },
        },
        { label: words.plain("button-other-day"), on: { do: "days", visit } },
      ],
      [arranged.cancel],
    ],
  };
}

export async function renderConfirm(ctx: BotContext, holdId: string): Promise<Card> {
  const { words } = ctx;
  const { business } = await ctx.parts.catalogue();
  const held = await ctx.booking.appointment(holdId);
  const today = localDateOf(ctx.parts.clock.now(), business.timeZone);
  return {
    text: [
      words.html(held.holdKind === "waitlist" ? "confirm-offer-title" : "confirm-title"),
      "",
      visitLines(words, held, business, today),
      words.html("confirm-zone", {
        zone: business.timeZone.replaceAll("_", " "),
        offset: words.offset(business.timeZone, held.startsAt),
      }),
      "",
      ...keptUntil(ctx, held, business.timeZone),
      changePolicy(words, held, business, today),
    ].join("\n"),
    rows: [
      [{ label: words.plain("button-confirm"), on: { do: "confirm", holdId }, style: "success" }],
      ...(held.holdKind === "waitlist" ? offerRows(words, held) : choiceRows(words, held)),
    ],
  };
}

/** A time from the waitlist is taken or refused; it waits for who looks elsewhere first. */
function offerRows(words: Words, held: Appointment): Button[][] {
  const { id: appointmentId, version } = held;
  return [
    [noteButton(words, held)],
    [
      { label: words.plain("button-back"), on: { do: "wishes" } },
      { label: words.plain("button-refuse-offer"), on: { action: "refuse_offer", appointmentId, version } },
    ],
  ];
}

function choiceRows(words: Words, held: Appointment): Button[][] {
  const { id: holdId } = held;
  return [
    [
      { label: words.plain("button-other-time"), on: { do: "other-time", holdId } },
      { label: words.plain("button-back"), on: { do: "other-day", holdId } },
    ],
    [noteButton(words, held)],
    [wayOut(words)],
  ];
}

function keptUntil(ctx: BotContext, held: Appointment, timeZone: string): string[] {
  const { holdExpiresAt } = held;
  if (holdExpiresAt === null) return [];
  const isOver = Date.parse(holdExpiresAt) <= ctx.parts.clock.now().getTime();
  return [
    isOver
      ? ctx.words.html("confirm-kept-over")
      : ctx.words.html("confirm-kept", { time: ctx.words.timeOf(holdExpiresAt, timeZone) }),
  ];
}

/**
 * The same for a double tap and for an update that is brought again, another one for each new decision: the card, its
 * revision, and what was chosen.
 */
function holdKey(ctx: BotContext, visit: NewVisit, startsAt: string, source: string | null): string {
  const message = ctx.callbackQuery?.message?.message_id ?? 0;
  const rev = ctx.decoded?.kind === "card" ? ctx.decoded.rev : 0;
  return [
    "hold",
    ctx.userId,
    message,
    rev,
    Date.parse(startsAt) / 60_000,
    tagOf(visit.serviceIds.join(), 22),
    visit.masterId ?? "any",
    // It is forgotten with Redis, and what is asked for under one key must not differ.
    ...(source === null ? [] : [source]),
  ].join(":");
}

/** The choices behind a hold: the draft's, or, without one, what the hold itself tells. */
export async function visitBehind(ctx: BotContext, holdId: string): Promise<Omit<Kept, "holdId">> {
  const { step } = ctx.live;
  if ("holdId" in step && "visit" in step && step.holdId === holdId)
    return { visit: step.visit, date: step.date, offered: step.offered };
  const held = await ctx.booking.appointment(holdId);
  const serviceIds = held.services.map(({ serviceId }) => serviceId);
  return {
    visit: { kind: "new", serviceIds, masterId: held.masterId },
    date: held.localDate,
    offered: held.holdKind === "waitlist",
  };
}
