import fc from "fast-check";
import { decodeCallback, encodeTap, type Tap } from "../callback-data";

const id = "ffffffff-ffff-4fff-8fff-ffffffffffff";
const version = 2_147_483_647;
const date = "2099-12-31";
const masterId = id;

/** Each button with the longest that it can carry. */
const longest: Tap[] = [
  { do: "desk-masters", page: 999 },
  { do: "desk-day", masterId, date, page: 999 },
  { do: "desk-week", masterId, date },
  { do: "desk-month", masterId, month: "2099-12" },
  { do: "desk-requests", masterId, page: 999 },
  { do: "desk-visit", appointmentId: id },
  { do: "desk-why", what: "cancel", appointmentId: id, version },
  { do: "desk-because", what: "decline", appointmentId: id, version, reason: "away" },
  { do: "desk-because-own", what: "decline", appointmentId: id, version },
  { do: "desk-mark-sure", what: "no_show", appointmentId: id, version },
  { do: "desk-move", appointmentId: id, version },
  { do: "desk-plan-month", month: "2099-12" },
  { do: "desk-plan-day", date, part: "evening" },
  { do: "desk-plan-time", startsAt: "2099-12-31T23:59:00.000Z" },
  { do: "desk-plan-master", masterId },
  { do: "desk-client", masterId, when: "later", page: 999 },
  { do: "desk-client-pick", masterId, when: "later", clientId: id },
  { do: "desk-book-sure", holdId: id },
  { do: "desk-block-for", masterId, minutes: 720 },
  { do: "desk-block-sure", masterId, date, from: "23:30", to: "24:00" },
  { do: "desk-unblock", masterId, timeOffId: id },
  { do: "desk-off", masterId, month: "2099-12", first: date },
  { do: "desk-off-day", masterId, first: date, last: date },
  { do: "desk-off-sure", masterId, first: date, last: date },
  { do: "desk-share-send", masterId, span: "tomorrow" },
  { do: "desk-waitlist", masterId, page: 999 },
  { do: "desk-waitlist", masterId: null, page: 999 },
];

it.each(longest)("the button $do fits into 64 bytes and comes back as it was made", (tap) => {
  const rev = 36 ** 5 - 1;
  const data = encodeTap(tap, rev);
  expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
  expect(decodeCallback(data)).toEqual({ kind: "card", tap, rev });
});

const uuid = fc.uuid();
const day = fc
  .integer({ min: 0, max: 47_481 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
const time = fc
  .integer({ min: 0, max: 1_439 })
  .map((minutes) => new Date(minutes * 60_000).toISOString().slice(11, 16));
/** What may stand in a button under each name; words of a few are as in the examples above. */
const anything: Record<string, fc.Arbitrary<unknown>> = {
  masterId: uuid,
  appointmentId: uuid,
  holdId: uuid,
  clientId: uuid,
  timeOffId: uuid,
  version: fc.integer({ min: 1, max: version }),
  page: fc.integer({ min: 0, max: 999 }),
  minutes: fc.integer({ min: 1, max: 720 }),
  date: day,
  first: day,
  last: day,
  month: day.map((date) => date.slice(0, 7)),
  startsAt: fc.integer({ min: 0, max: 47_481 * 1_440 }).map((at) => new Date(at * 60_000).toISOString()),
  from: time,
  to: time,
};
const tap: fc.Arbitrary<Tap> = fc
  .constantFrom(...longest)
  .chain((example) =>
    fc.record(
      Object.fromEntries(
        Object.entries(example).map(([name, value]) => [name, anything[name] ?? fc.constant(value)]),
      ),
    ),
  )
  .map((made) => made as Tap);
const revision = fc.integer({ min: 0, max: 36 ** 5 - 1 });

it("any button of the desk comes back as it was made, in at most 64 bytes", () => {
  fc.assert(
    fc.property(tap, revision, (made, rev) => {
      const data = encodeTap(made, rev);
      expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
      expect(decodeCallback(data)).toEqual({ kind: "card", tap: made, rev });
    }),
    { numRuns: 2_000 },
  );
});

it("a button that was changed to what we never make is refused", () => {
  fc.assert(
    fc.property(tap, revision, fc.nat(), fc.constantFrom(..."aZ0:._-|\n ёé"), (made, rev, at, letter) => {
      const data = encodeTap(made, rev);
      const place = at % data.length;
      const forged = data.slice(0, place) + letter + data.slice(place + 1);
      const decoded = decodeCallback(forged);
      // A changed digit may well be another valid button; then it must be exactly the one that it spells.
      if (decoded?.kind === "card") expect(encodeTap(decoded.tap, decoded.rev)).toBe(forged);
    }),
    { numRuns: 2_000 },
  );
});
