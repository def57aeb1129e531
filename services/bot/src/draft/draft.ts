/** The visit that is being arranged: a new one, or one that is booked and gets another time. */
export type Visit = NewVisit | MovedVisit;

/** `masterId` null means any master who does the service. */
export interface NewVisit {
  kind: "new";
  serviceId: string;
  masterId: string | null;
}

/** `version` is the appointment's when the person began to move it. */
export interface MovedVisit {
  kind: "move";
  appointmentId: string;
  version: number;
}

/** A time offered in place of one that was taken. Date and time of day are the business's. */
export interface Alternative {
  startsAt: string;
  localDate: string;
  localTime: string;
}

export type DayPart = "morning" | "afternoon" | "evening";

/** Where a person is in the dialogue, with all the choices made so far. What it looks like is each feature's `render`. */
export type Step =
  | { at: "home" }
  | { at: "help" }
  | { at: "language" }
  | { at: "services" }
  | { at: "masters"; serviceId: string }
  | { at: "days"; visit: Visit }
  | { at: "month"; visit: Visit; month: string }
  | { at: "times"; visit: Visit; date: string; part: DayPart | null }
  | { at: "taken"; visit: Visit; date: string; alternatives: Alternative[] }
  | { at: "confirm"; visit: NewVisit; holdId: string; date: string }
  | { at: "confirm-move"; visit: MovedVisit; startsAt: string }
  | { at: "bookings" }
  | { at: "booking"; appointmentId: string }
  | { at: "confirm-cancel"; appointmentId: string; version: number }
  | { at: "cancelled"; appointmentId: string }
  | { at: "resume"; paused: Step };

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

/** Whether /start would throw away choices that the person has made. */
export function isUnderWay(step: Step): boolean {
  switch (step.at) {
    case "masters":
    case "days":
    case "month":
    case "times":
    case "taken":
    case "confirm":
    case "confirm-move":
      return true;
    case "resume":
      return isUnderWay(step.paused);
    case "home":
    case "help":
    case "language":
    case "services":
    case "bookings":
    case "booking":
    case "confirm-cancel":
    case "cancelled":
      return false;
  }
}

/** Where /start leads: home, or to the question whether to go on. */
export function interrupt(step: Step): Step {
  if (!isUnderWay(step)) return { at: "home" };
  return step.at === "resume" ? step : { at: "resume", paused: step };
}

/** The time that is kept for this person at that step, to be let go when they turn away. */
export function holdOf(step: Step): string | undefined {
  if (step.at === "resume") return holdOf(step.paused);
  return step.at === "confirm" ? step.holdId : undefined;
}
