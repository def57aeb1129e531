import { randomUUID } from "node:crypto";
import {
  decodeAppointmentAction,
  encodeAppointmentAction,
  noMoreBroadcasts,
  expandUuid,
  shortenUuid,
  type AppointmentAction,
  decodeWaitlistOf,
  encodeWaitlistOf,
} from "./callback-data";

const id = "0b6d8f0e-6c57-4e0a-9f3e-3a1f3f6f2b11";
const all: AppointmentAction[] = [
  "coming",
  "move",
  "cancel",
  "show",
  "accept_proposal",
  "refuse_proposal",
  "refuse_offer",
  "accept",
  "decline",
  "propose",
  "complete",
  "no_show",
  "desk",
];

describe("callback data under a booking", () => {
  it.each(all)("comes back as it was made: %s", (action) => {
    for (const version of [1, 2, 35, 36, 2_147_483_647]) {
      const appointmentId = randomUUID();
      const data = encodeAppointmentAction(action, appointmentId, version);
      expect(decodeAppointmentAction(data)).toEqual({ action, appointmentId, version });
      expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
    }
  });

  it("stays readable across deploys: the format is fixed", () => {
    expect(encodeAppointmentAction("move", id, 36)).toBe("1:a:m:C22PDmxXTgqfPjofP28rEQ:10");
  });

  it.each([
    ["empty", ""],
    ["another version of the format", "2:a:m:C22PDmxXTgqfPjofP28rEQ:10"],
    ["an unknown action", "1:a:z:C22PDmxXTgqfPjofP28rEQ:10"],
    ["a short id", "1:a:m:C22PDmxXTgqfPjofP28rE:10"],
    ["a second spelling of the same id", "1:a:m:C22PDmxXTgqfPjofP28rER:10"],
    ["version zero", "1:a:m:C22PDmxXTgqfPjofP28rEQ:0"],
    ["a version beyond 32 bits", "1:a:m:C22PDmxXTgqfPjofP28rEQ:zzzzzz"],
    ["something behind it", "1:a:m:C22PDmxXTgqfPjofP28rEQ:10:1"],
    ["a line break behind it", "1:a:m:C22PDmxXTgqfPjofP28rEQ:10\n"],
  ])("refuses %s", (_, data) => {
    expect(decodeAppointmentAction(data)).toBeUndefined();
  });

  it("refuses to make what nobody could read", () => {
    expect(() => encodeAppointmentAction("move", "not-a-uuid", 1)).toThrow(RangeError);
    expect(() => encodeAppointmentAction("move", id, 0)).toThrow(RangeError);
    expect(() => encodeAppointmentAction("move", id, 1.5)).toThrow(RangeError);
  });

  it("gives every UUID one short spelling", () => {
    for (let i = 0; i < 200; i++) {
      const uuid = randomUUID();
      expect(shortenUuid(uuid)).toHaveLength(22);
      expect(expandUuid(shortenUuid(uuid))).toBe(uuid);
      expect(shortenUuid(uuid.toUpperCase())).toBe(shortenUuid(uuid));
    }
  });
});

it("callback data under a broadcast is no action under a booking", () => {
  expect(decodeAppointmentAction(noMoreBroadcasts)).toBeUndefined();
});

it.each([
  ["the master whose waitlist it opens", randomUUID()],
  ["nobody for the whole waitlist", null],
])("callback data under a message about a wish names %s, and nothing else does", (_, masterId) => {
  const data = encodeWaitlistOf(masterId);
  expect(data.length).toBeLessThanOrEqual(64);
  expect(decodeWaitlistOf(data)).toBe(masterId);
  expect(decodeAppointmentAction(data)).toBeUndefined();
  for (const other of ["", noMoreBroadcasts, `${data}:1`, `${data}\n`, data.slice(0, -1)])
    expect(decodeWaitlistOf(other)).toBeUndefined();
});
