import {
  activeStatuses,
  after,
  type AppointmentStatus,
  changeableUntil,
  hasHoldEnded,
  isActive,
  type Transition,
} from "./appointment";

const transitions: Transition[] = [
  "confirm",
  "request",
  "accept",
  "decline",
  "expire",
  "release",
  "cancel",
  "move",
  "complete",
  "miss",
];

// Every state, and for each transition the state after it, in the order above; a dash is "cannot happen".
const table: [AppointmentStatus, string][] = [
  ["held", "confirmed pending - - expired cancelled - - - -"],
  ["pending", "- pending confirmed declined - - cancelled pending - -"],
  ["confirmed", "- pending - - - - cancelled confirmed completed no_show"],
  ["completed", "- - - - - - - - - no_show"],
  ["no_show", "- - - - - - - - completed -"],
  ["cancelled", "- - - - - - - - - -"],
  ["declined", "- - - - - - - - - -"],
  ["expired", "confirmed pending - - - cancelled - - - -"],
];

const cases = table.flatMap(([status, row]) =>
  row.split(" ").map((next, index) => [status, transitions[index] ?? "confirm", next] as const),
);

describe("the state machine", () => {
  it.each(cases)("%s, %s → %s", (status, transition, next) => {
    expect(after(status, transition) ?? "-").toBe(next);
  });

  it("has an answer for every state and transition", () => {
    expect(cases).toHaveLength(8 * 10);
    expect(new Set(table.map(([status]) => status)).size).toBe(8);
  });

  it("ends: from a state in which the master's time is free for good nothing leads back to it", () => {
    const isOver = (status: AppointmentStatus | undefined) =>
      status === undefined || status === "completed" || status === "no_show";
    for (const status of ["completed", "no_show", "cancelled", "declined"] as const) {
      expect(transitions.map((transition) => after(status, transition)).every(isOver)).toBe(true);
    }
  });
});

describe("an appointment keeps the master's time", () => {
  const now = new Date("2026-11-24T10:00:00Z");
  const holdExpiresAt = (seconds: number) => new Date(now.getTime() + seconds * 1000);

  it.each(table.map(([status]) => status))(
    "in the states that the constraint names and in no other: %s",
    (status) => {
      const active = isActive({ status, holdExpiresAt: status === "held" ? holdExpiresAt(60) : null }, now);
      expect(active).toBe((activeStatuses as readonly string[]).includes(status));
    },
  );

  it("as a hold until the very second it ends, whatever the row still says", () => {
    expect(isActive({ status: "held", holdExpiresAt: holdExpiresAt(1) }, now)).toBe(true);
    expect(isActive({ status: "held", holdExpiresAt: holdExpiresAt(0) }, now)).toBe(false);
    expect(hasHoldEnded({ holdExpiresAt: holdExpiresAt(0) }, now)).toBe(true);
    expect(hasHoldEnded({ holdExpiresAt: null }, now)).toBe(false);
  });
});

it("can be changed by the client until the notice, in real minutes also over a clock change", () => {
  const afterTheChange = new Date("2026-03-29T01:30:00Z");
  expect(changeableUntil(afterTheChange, 120).toISOString()).toBe("2026-03-28T23:30:00.000Z");
});
