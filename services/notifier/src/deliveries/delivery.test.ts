import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import {
  isWorthRepeating,
  judge,
  judgeCorrected,
  judgeWish,
  type VisitFacts,
  type VisitKind,
} from "./delivery";

const facts = { masterId: "master" } as VisitFacts;
const look = (status: BookingSchemas["AppointmentStatus"], version = 1, masterId = "master") => ({
  status,
  version,
  masterId,
});

describe("the last look before sending", () => {
  it.each<[VisitKind, string, ReturnType<typeof look> | undefined, string | undefined]>([
    ["reminder", "an unchanged visit", look("confirmed"), undefined],
    ["reminder", "a visit that waits for approval", look("pending"), undefined],
    ["reminder", "a moved visit", look("confirmed", 2), "appointment_moved"],
    ["reminder", "a cancelled visit", look("cancelled", 2), "appointment_cancelled"],
    ["reminder", "a declined visit", look("declined", 2), "appointment_cancelled"],
    ["reminder", "a visit that is gone altogether", undefined, "appointment_cancelled"],
    ["reminder", "a visit that took place", look("completed", 2), "appointment_over"],
    ["reminder", "a visit to which nobody came", look("no_show", 2), "appointment_over"],
    ["note_master", "a visit that was cancelled", look("cancelled", 2), "appointment_cancelled"],
    ["attendance_master", "a moved visit", look("confirmed", 2), "superseded"],
    ["confirmation_master", "an unchanged visit", look("confirmed"), undefined],
    ["confirmation_master", "a moved visit", look("confirmed", 2), "superseded"],
    ["change", "a visit that was moved again", look("confirmed", 2), "superseded"],
    ["change_master", "a cancelled visit", look("cancelled", 2), "appointment_cancelled"],
    ["cancellation", "a cancelled visit", look("cancelled"), undefined],
    ["cancellation", "a visit that is gone altogether", undefined, undefined],
    ["cancellation_master", "a visit with another master", look("confirmed", 1, "another"), undefined],
    [
      "cancellation_master",
      "a visit with another master, moved again",
      look("confirmed", 2, "another"),
      undefined,
    ],
    ["decline", "a request that was declined", look("declined"), undefined],
    ["decline", "a request that was declined and forgotten", undefined, undefined],
    ["request_master", "a request that was answered", look("confirmed", 2), "superseded"],
    ["request_master", "a request that was called off", look("cancelled", 2), "appointment_cancelled"],
    ["proposal", "a request for which another time was proposed since", look("pending", 2), "superseded"],
    ["waitlist_offer", "a time that is held", look("held"), undefined],
    ["waitlist_offer", "a time whose hold ran out", look("expired"), "appointment_cancelled"],
    ["waitlist_offer", "a time that was taken", look("confirmed", 2), "superseded"],
    ["waitlist_offer_ended", "a time whose hold ran out", look("expired"), undefined],
    ["waitlist_offer_ended", "a time that was taken after all", look("confirmed", 2), "superseded"],
    ["cancellation_master", "a visit that came back", look("confirmed", 2), "superseded"],
  ])("%s of %s", (kind, _, appointment, reason) => {
    expect(judge({ kind, appointmentVersion: 1, facts }, appointment)).toEqual(
      reason === undefined ? { type: "send" } : { type: "skip", reason },
    );
  });

  it.each<[string, ReturnType<typeof look> | undefined, "send" | "wait"]>([
    ["as it was after the change", look("confirmed"), "send"],
    ["that is cancelled, of which it tells", look("cancelled"), "send"],
    ["that is gone altogether", undefined, "send"],
    ["that was changed again, whose event has not come yet", look("confirmed", 2), "wait"],
  ])("a correction about a visit %s", (_, appointment, type) => {
    expect(judge({ kind: "correction", appointmentVersion: 1, facts }, appointment)).toEqual({ type });
  });

  it("a wish is spoken of for as long as somebody waits", () => {
    for (const state of ["waiting", "offered"] as const)
      expect(judgeWish({ state })).toEqual({ type: "send" });
    for (const wish of [{ state: "left" }, { state: "ended" }, undefined] as const)
      expect(judgeWish(wish)).toEqual({ type: "skip", reason: "wish_over" });
  });

  it("a correction waits until it is known whether there is something to correct", () => {
    for (const status of ["planned", "queued", "sending"] as const)
      expect(judgeCorrected(status)).toEqual({ type: "wait" });
    for (const status of ["sent", "unknown"] as const)
      expect(judgeCorrected(status)).toEqual({ type: "send" });
    for (const status of ["skipped", "failed"] as const)
      expect(judgeCorrected(status)).toEqual({ type: "skip", reason: "nothing_to_correct" });
  });
});

describe("an uncertain delivery", () => {
  const now = new Date("2026-11-24T11:00:00Z");
  const inTwoHours = new Date("2026-11-24T13:00:00Z");
  const inTenMinutes = new Date("2026-11-24T11:10:00Z");

  it.each<[string, VisitKind, Date, string | null, boolean]>([
    ["a reminder with time left is repeated", "reminder", inTwoHours, null, true],
    ["a reminder just before the visit is not", "reminder", inTenMinutes, null, false],
    ["a repetition is not repeated", "reminder", inTwoHours, "another", false],
    ["a confirmation is not", "confirmation", inTwoHours, null, false],
    ["a cancellation is not", "cancellation_master", inTwoHours, null, false],
  ])("%s", (_, kind, visitStartsAt, repeatOf, expected) => {
    expect(isWorthRepeating({ kind, visitStartsAt, repeatOf }, now)).toBe(expected);
  });
});
