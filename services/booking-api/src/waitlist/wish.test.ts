import { dayPartOf, matchOf, toDayParts, type Wish, wholeDay } from "./wish";
import { type Candidate } from "../availability/plan";
import { toMinute } from "../availability/local-day";

const candidate = (id: string) => ({ master: { id } }) as unknown as Candidate;
const rules = { timeZone: "Europe/Riga", minimumNoticeMinutes: 60, waitlistOfferMinutes: 10 };
const now = new Date("2026-11-24T06:00:00Z");
const minute = (iso: string) => toMinute(new Date(iso));
const offerAt = (iso: string, ...masters: string[]) => ({
  start: minute(iso),
  candidates: (masters.length > 0 ? masters : ["a"]).map(candidate),
});
const wish: Wish = {
  id: "w",
  clientId: "c",
  serviceIds: ["s"],
  masterId: null,
  from: "2026-11-24",
  to: "2026-11-25",
  dayParts: wholeDay,
  offeredStarts: new Set(),
};
const match = (change: Partial<Wish>, ...offers: ReturnType<typeof offerAt>[]) =>
  matchOf({ ...wish, ...change }, "2026-11-24", offers, rules, now);

describe("M9: a wish", () => {
  it.each([
    ["00:00", "morning"],
    ["11:59", "morning"],
    ["12:00", "afternoon"],
    ["16:59", "afternoon"],
    ["17:00", "evening"],
    ["23:59", "evening"],
  ])("counts %s as %s", (time, part) => {
    expect(dayPartOf(time)).toBe(part);
  });

  it("keeps parts of the day each once and in order; none named are all", () => {
    expect(toDayParts(undefined)).toEqual(["morning", "afternoon", "evening"]);
    expect(toDayParts(["evening", "morning"])).toEqual(["morning", "evening"]);
  });

  it("takes the earliest time that suits it, and the first of the masters", () => {
    const found = match({}, offerAt("2026-11-24T08:00:00Z", "b", "a"), offerAt("2026-11-24T09:00:00Z"));
    expect(found?.start).toBe(minute("2026-11-24T08:00:00Z"));
    expect(found?.candidate.master.id).toBe("b");
  });

  it("is not offered a time again, nor another part of the day, nor another day", () => {
    const [morning, evening] = [offerAt("2026-11-24T08:00:00Z"), offerAt("2026-11-24T16:00:00Z")];
    expect(match({ offeredStarts: new Set([morning.start]) }, morning)).toBeUndefined();
    expect(match({ offeredStarts: new Set([morning.start]) }, morning, evening)?.start).toBe(evening.start);
    expect(match({ dayParts: ["evening"] }, morning, evening)?.start).toBe(evening.start);
    expect(match({ from: "2026-11-25" }, morning)).toBeUndefined();
    expect(match({ to: "2026-11-23" }, morning)).toBeUndefined();
  });

  it("is held a time for as long as the business says, never past the moment until which it can be booked", () => {
    expect(match({}, offerAt("2026-11-24T08:00:00Z"))?.holdExpiresAt).toEqual(
      new Date("2026-11-24T06:10:00Z"),
    );
    expect(match({}, offerAt("2026-11-24T07:05:00Z"))?.holdExpiresAt).toEqual(
      new Date("2026-11-24T06:05:00Z"),
    );
    expect(match({}, offerAt("2026-11-24T07:00:00Z"))).toBeUndefined();
  });
});
