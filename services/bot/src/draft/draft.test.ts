import {
  adopt,
  type AreaStep,
  type Draft,
  emptyDraft,
  finish,
  holdOf,
  interrupt,
  isUnderWay,
  judgeTap,
  moveTo,
  putUnder,
  type Step,
} from "./draft";
import { type NewVisit } from "./steps/client";

const visit: NewVisit = { kind: "new", serviceIds: ["s"], masterId: null };
const moved = { kind: "move", appointmentId: "a", version: 2 } as const;
const kept = { visit, holdId: "h", date: "2026-11-24", offered: false };
const confirm: AreaStep = { at: "confirm", ...kept };

/** Every step, whether /start would throw choices away there, and which time is kept there. */
const steps: [Step, { underWay: boolean; hold?: string }][] = [
  [{ at: "desk-masters", page: 0 }, { underWay: false }],
  [{ at: "manage" }, { underWay: false }],
  [{ at: "home" }, { underWay: false }],
  [{ at: "help" }, { underWay: false }],
  [{ at: "language" }, { underWay: false }],
  [{ at: "services" }, { underWay: false }],
  [{ at: "masters", serviceIds: ["s"] }, { underWay: true }],
  [{ at: "add-service", visit }, { underWay: true }],
  [{ at: "days", visit }, { underWay: true }],
  [{ at: "days", visit: moved }, { underWay: true }],
  [{ at: "month", visit, month: "2026-12" }, { underWay: true }],
  [{ at: "times", visit, date: "2026-11-24", part: null }, { underWay: true }],
  [{ at: "taken", visit, date: "2026-11-24", alternatives: [] }, { underWay: true }],
  [confirm, { underWay: true, hold: "h" }],
  [
    { at: "contact", ...kept },
    { underWay: true, hold: "h" },
  ],
  [
    { at: "hold-note", ...kept },
    { underWay: true, hold: "h" },
  ],
  // Whoever looks elsewhere has not refused what is offered to them.
  [{ at: "confirm", ...kept, offered: true }, { underWay: true }],
  [{ at: "note", appointmentId: "a" }, { underWay: false }],
  [{ at: "past", page: 1 }, { underWay: false }],
  [{ at: "wish-days", visit, date: null }, { underWay: true }],
  [{ at: "wish-part", visit, range: "week" }, { underWay: true }],
  [{ at: "wishes" }, { underWay: false }],
  [{ at: "settings" }, { underWay: false }],
  [{ at: "forget-sure" }, { underWay: false }],
  [{ at: "confirm-move", visit: moved, startsAt: "2026-11-24T10:00:00.000Z" }, { underWay: true }],
  [{ at: "bookings" }, { underWay: false }],
  [{ at: "booking", appointmentId: "a" }, { underWay: false }],
  [{ at: "confirm-cancel", appointmentId: "a", version: 1 }, { underWay: false }],
  [{ at: "cancelled", appointmentId: "a" }, { underWay: false }],
  [
    { at: "resume", paused: confirm },
    { underWay: true, hold: "h" },
  ],
];

describe("a draft", () => {
  it.each(steps)("knows what %j is worth keeping", (step, expected) => {
    expect(isUnderWay(step)).toBe(expected.underWay);
    expect(holdOf(step)).toBe(expected.hold);
  });

  it.each(steps)("is interrupted by /start at %j without losing choices", (step, { underWay }) => {
    const after = interrupt(step);
    if (!underWay) expect(after).toEqual({ at: "home" });
    else expect(after).toEqual(step.at === "resume" ? step : { at: "resume", paused: step });
    // However often: a question is not asked about itself.
    expect(interrupt(after)).toEqual(after);
  });

  it("never shows the same revision twice", () => {
    const changes: ((draft: Draft) => Draft)[] = [
      (draft) => moveTo(draft, confirm),
      (draft) => putUnder(draft, 7),
      finish,
    ];
    for (const change of changes) expect(change({ ...emptyDraft, rev: 41 }).rev).toBe(42);
    expect(adopt({ messageId: 7, rev: 41 }).rev).toBe(41);
  });

  it("remembers the card that it finished with, and has no live one then", () => {
    const done = finish({ rev: 3, step: confirm, cardId: 7, finishedCardId: 2 });
    expect(done).toEqual({ rev: 4, step: { at: "home" }, cardId: null, finishedCardId: 7 });
    expect(finish({ ...done }).finishedCardId).toBe(7);
  });

  const draft: Draft = { rev: 5, step: confirm, cardId: 10, finishedCardId: 9 };
  it.each([
    ["the live card as it is", draft, { messageId: 10, rev: 5 }, "current"],
    ["the live card as it was, such as a double tap", draft, { messageId: 10, rev: 4 }, "stale"],
    ["a revision that we never showed", draft, { messageId: 10, rev: 6 }, "stale"],
    ["the card that was confirmed", draft, { messageId: 9, rev: 4 }, "finished"],
    ["an older card", draft, { messageId: 3, rev: 5 }, "superseded"],
    ["any card, when the draft is gone", undefined, { messageId: 3, rev: 5 }, "unknown"],
  ] as const)("judges a tap on %s", (_, current, tap, verdict) => {
    expect(judgeTap(current, tap)).toBe(verdict);
  });
});
