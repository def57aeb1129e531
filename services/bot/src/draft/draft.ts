import { z } from "zod";
import { clientStep, clientUnderWay } from "./steps/client";
import { deskStep, deskUnderWay } from "./steps/desk";
import { manageStep, manageUnderWay } from "./steps/manage";

const areaStep = z.union([clientStep, deskStep, manageStep]);

/** Where a person is in one of the areas. */
export type AreaStep = z.infer<typeof areaStep>;

/** Where a person is in the dialogue, with all the choices made so far. What it looks like is each feature's `render`. */
export type Step = AreaStep | Resume;

/** The question whether to go on with what was interrupted. */
export interface Resume {
  at: "resume";
  paused: AreaStep;
}

export const stepSchema: z.ZodType<Step> = z.union([
  areaStep,
  z.object({ at: z.literal("resume"), paused: areaStep }),
]);

/** What is kept of a dialogue between two updates. */
export interface Draft {
  /** Rises with every change; buttons carry it, and the store changes a draft only from the `rev` that was read. */
  rev: number;
  step: Step;
  /** The one message with live buttons. */
  cardId: number | null;
  /** The card that was last brought to its end; late taps on it mean nothing. */
  finishedCardId: number | null;
}

/**
 * What a tap on a button of revision `rev` under message `messageId` is worth.
 * `unknown`: the draft is gone (Redis was wiped, or an hour passed), so the button's own data has to do.
 */
export type Verdict = "current" | "stale" | "superseded" | "finished" | "unknown";

export function judgeTap(draft: Draft | undefined, tap: { messageId: number; rev: number }): Verdict {
  if (draft === undefined) return "unknown";
  if (draft.cardId === tap.messageId) return draft.rev === tap.rev ? "current" : "stale";
  return draft.finishedCardId === tap.messageId ? "finished" : "superseded";
}

/** A draft for a card whose own draft is gone; counting goes on from the card's `rev`, so that no key repeats. */
export function adopt(tap: { messageId: number; rev: number }): Draft {
  return { rev: tap.rev, step: { at: "home" }, cardId: tap.messageId, finishedCardId: null };
}

export const emptyDraft: Draft = { rev: 0, step: { at: "home" }, cardId: null, finishedCardId: null };

export function moveTo(draft: Draft, step: Step): Draft {
  return { ...draft, rev: draft.rev + 1, step };
}

/** The same step under another message. */
export function putUnder(draft: Draft, cardId: number): Draft {
  return { ...draft, rev: draft.rev + 1, cardId };
}

/** The card has said its last word; the next one will be a new message. */
export function finish(draft: Draft): Draft {
  return {
    rev: draft.rev + 1,
    step: { at: "home" },
    cardId: null,
    finishedCardId: draft.cardId ?? draft.finishedCardId,
  };
}

const underWay: ReadonlySet<string> = new Set([...clientUnderWay, ...deskUnderWay, ...manageUnderWay]);

/** Whether /start would throw away choices that the person has made. */
export function isUnderWay(step: Step): boolean {
  return step.at === "resume" || underWay.has(step.at);
}

/** Where /start leads: home, or to the question whether to go on. */
export function interrupt(step: Step): Step {
  if (step.at === "resume") return step;
  return isUnderWay(step) ? { at: "resume", paused: step } : { at: "home" };
}

/** The time that is kept for this person at that step, to be let go when they turn away. */
export function holdOf(step: Step): string | undefined {
  if (step.at === "resume") return holdOf(step.paused);
  if (!("holdId" in step) || ("offered" in step && step.offered)) return undefined;
  return step.holdId;
}
