import fc from "fast-check";
import { maxServices, services, tagOf } from "./taps/visit";
import { decodeCallback, encodeTap, type Tap, taps } from "./callback-data";

const uuid = fc.uuid();
const version = fc.integer({ min: 1, max: 2_147_483_647 });
const rev = fc.integer({ min: 0, max: 36 ** 5 - 1 });
/** Some of a catalogue's services, as a button spells them: one as it is, several as tags. */
const serviceIds = fc
  .uniqueArray(uuid, { minLength: 1, maxLength: maxServices })
  .map((ids) => services.decode(services.encode(ids)) ?? []);
const newVisit = fc
  .record({ ids: serviceIds, master: fc.option(uuid, { nil: null }) })
  .map(({ ids, master }) => {
    const [first = ""] = ids;
    const masterId = master !== null && ids.length > 1 ? tagOf(master, first.length) : master;
    return { kind: "new" as const, serviceIds: ids, masterId };
  });
const visit = fc.oneof(
  newVisit,
  fc.record({ kind: fc.constant("move" as const), appointmentId: uuid, version }),
);
const moved = fc.record({ kind: fc.constant("move" as const), appointmentId: uuid, version });
const date = fc
  .integer({ min: 0, max: 47_481 })
  .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
const startsAt = fc
  .integer({ min: 0, max: 47_481 * 1440 })
  .map((minute) => new Date(minute * 60_000).toISOString());
const range = fc.oneof(fc.constantFrom("week", "fortnight", "any"), date);
const tap: fc.Arbitrary<Tap> = fc.oneof(
  fc.record({
    do: fc.constantFrom(
      "home" as const,
      "help" as const,
      "language" as const,
      "services" as const,
      "bookings" as const,
      "cancel" as const,
      "continue" as const,
      "restart" as const,
      "pick-day" as const,
      "pick-time" as const,
    ),
  }),
  fc.record({ do: fc.constant("service" as const), serviceIds }),
  fc.record({
    do: fc.constant("masters-page" as const),
    serviceIds,
    page: fc.integer({ min: 0, max: 35 }),
  }),
  fc.record({
    do: fc.constant("add-service" as const),
    visit: newVisit,
    page: fc.integer({ min: 0, max: 35 }),
  }),
  fc.record({ do: fc.constant("services-page" as const), page: fc.integer({ min: 0, max: 35 }) }),
  fc.record({ do: fc.constant("days" as const), visit }),
  fc.record({ do: fc.constant("month" as const), visit, month: date.map((day) => day.slice(0, 7)) }),
  fc.record({
    do: fc.constant("day" as const),
    visit,
    date,
    part: fc.constantFrom(null, "morning" as const, "afternoon" as const, "evening" as const),
  }),
  fc.record({ do: fc.constant("time" as const), visit, startsAt }),
  fc.record({
    do: fc.constantFrom("confirm" as const, "other-time" as const, "other-day" as const),
    holdId: uuid,
  }),
  fc.record({ do: fc.constant("confirm-move" as const), visit: moved, startsAt }),
  fc.record({ do: fc.constant("confirm-cancel" as const), appointmentId: uuid, version }),
  fc.record({ do: fc.constant("wish-days" as const), visit: newVisit, date: fc.option(date, { nil: null }) }),
  fc.record({ do: fc.constant("wish-part" as const), visit: newVisit, range }),
  fc.record({
    do: fc.constant("join" as const),
    visit: newVisit,
    range,
    part: fc.constantFrom(null, "morning" as const, "afternoon" as const, "evening" as const),
  }),
  fc.record({ do: fc.constantFrom("wish" as const, "leave" as const), entryId: uuid }),
  fc.record({
    do: fc.constantFrom("look" as const, "note" as const, "remove-note" as const, "repeat" as const),
    appointmentId: uuid,
  }),
  fc.record({
    do: fc.constant("favourite" as const),
    appointmentId: uuid,
    choice: fc.constantFrom("keep" as const, "drop" as const),
  }),
  fc.record({
    do: fc.constant("reminder" as const),
    minutes: fc.integer({ min: 10, max: 10_080 }),
    choice: fc.constantFrom("on" as const, "off" as const),
  }),
  fc.record({
    do: fc.constant("set-language" as const),
    locale: fc.constantFrom("ru" as const, "en" as const),
  }),
);

describe("callback data of the live card", () => {
  it("has no two buttons with the same letters", () => {
    const codes = taps.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter((code) => code === "a" || code === "w" || !/^[a-zA-Z-]{1,2}$/.test(code))).toEqual(
      [],
    );
  });

  it("comes back as it was made, in at most 64 bytes", () => {
    fc.assert(
      fc.property(tap, rev, (made, madeRev) => {
        const data = encodeTap(made, madeRev);
        expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
        expect(decodeCallback(data)).toEqual({ kind: "card", tap: made, rev: madeRev });
      }),
      { numRuns: 1000 },
    );
  });

  it("is refused when anything in it was changed to what we never make", () => {
    fc.assert(
      fc.property(tap, rev, fc.nat(), fc.constantFrom(..."aZ0:._-|\n ёé"), (made, madeRev, at, letter) => {
        const data = encodeTap(made, madeRev);
        const place = at % data.length;
        const forged = data.slice(0, place) + letter + data.slice(place + 1);
        const decoded = decodeCallback(forged);
        // A changed digit may well be another valid button; then it must be exactly the one that it spells.
        if (decoded?.kind === "card") expect(encodeTap(decoded.tap, decoded.rev)).toBe(forged);
      }),
      { numRuns: 2000 },
    );
  });

  it("survives any text whatever", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const decoded = decodeCallback(text);
        if (decoded?.kind === "card") expect(encodeTap(decoded.tap, decoded.rev)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["of the format before this one", "0:h:1"],
    ["without a revision", "1:h"],
    ["with too many fields", "1:h:1:1"],
    ["with a date that is far away", "1:d:nAAAAAAAAAAAAAAAAAAAAAA:zzzz::1"],
    ["with a part of the day that we don't know", "1:d:nAAAAAAAAAAAAAAAAAAAAAA:ffk:x:1"],
    ["without its part of the day", "1:d:nAAAAAAAAAAAAAAAAAAAAAA:ffk:1"],
    ["moving what is no booking", "1:v:nAAAAAAAAAAAAAAAAAAAAAA:gg000:1"],
    ["with two services that are the same", "1:s:2AAAAAAAAAAAAAAAA:1"],
    ["with fewer services than it says", "1:s:3AAAAAAAABBBBBBBB:1"],
    ["with __proto__ as its letter", "1:__proto__:1"],
  ])("is refused %s", (_, data) => {
    expect(decodeCallback(data)).toBeUndefined();
  });
});
