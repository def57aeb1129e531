import fc from "fast-check";
import { decodeCallback, encodeTap, type Tap } from "../callback-data";
import { fieldNames } from "../draft/steps/manage-target";
import { manageTaps } from "./manage";

const id = fc.uuid();
const userId = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const page = fc.integer({ min: 0, max: 9_999 });
const weekday = fc.integer({ min: 1, max: 7 });
const date = fc
  .integer({ min: 0, max: 47_481 })
  .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
const masterOrNone = fc.option(id, { nil: null });
const locale = fc.constantFrom("ru" as const, "en" as const);
const field = fc.constantFrom(...fieldNames);
/** Hours in a button are the longest values. */
const value = fc.stringMatching(/^[0-9a-z.-]{1,24}$/);
const from = fc.constantFrom("service" as const, "master" as const);
const target = fc.oneof(
  fc.constant({ of: "business" as const }),
  fc.record({ of: fc.constant("service" as const), serviceId: id }),
  fc.record({ of: fc.constant("master" as const), masterId: id }),
  fc.record({ of: fc.constant("staff" as const), userId }),
  fc.record({ of: fc.constant("offering" as const), masterId: id, serviceId: id, from }),
);
/** Values of an offering are numbers or none; with two ids before them there is no room for more. */
const set = fc.oneof(
  fc.record({
    do: fc.constant("manage-set" as const),
    target: target.filter(({ of }) => of !== "offering"),
    field,
    value,
  }),
  fc.record({
    do: fc.constant("manage-set" as const),
    target: fc.record({ of: fc.constant("offering" as const), masterId: id, serviceId: id, from }),
    field,
    value: fc.stringMatching(/^(?:-|\d{1,3})$/),
  }),
);
const place = fc.oneof(
  fc.record({ of: fc.constant("weekday" as const), masterId: id, weekday }),
  fc.record({ of: fc.constant("date" as const), masterId: id, date }),
  fc.record({ of: fc.constant("closure" as const), date }),
);
const plain = fc.record({
  do: fc.constantFrom(
    "manage" as const,
    "manage-new-service" as const,
    "manage-new-master" as const,
    "manage-mine" as const,
    "manage-import" as const,
    "manage-staff" as const,
    "manage-invite" as const,
    "manage-invitations" as const,
    "manage-policies" as const,
    "manage-business" as const,
    "manage-clients" as const,
    "manage-broadcasts" as const,
    "manage-broadcast-new" as const,
    "manage-broadcast-send" as const,
    "manage-audit" as const,
  ),
});
const tap: fc.Arbitrary<Tap> = fc.oneof(
  plain,
  set,
  fc.record({ do: fc.constantFrom("manage-services", "manage-masters", "manage-turn"), page }),
  fc.record({ do: fc.constantFrom("manage-service", "manage-performers"), serviceId: id }),
  fc.record({ do: fc.constant("manage-order"), serviceId: id, by: fc.constantFrom("up", "down") }),
  fc.record({ do: fc.constant("manage-service-active"), serviceId: id, active: fc.boolean() }),
  fc.record({ do: fc.constant("manage-new-duration"), minutes: fc.integer({ min: 5, max: 720 }) }),
  fc.record({
    do: fc.constantFrom("manage-master", "manage-repertoire", "manage-week", "manage-invite-master"),
    masterId: id,
  }),
  fc.record({ do: fc.constant("manage-master-active"), masterId: id, active: fc.boolean() }),
  fc.record({ do: fc.constant("manage-offering"), masterId: id, serviceId: id, from }),
  fc.record({ do: fc.constant("manage-offer"), masterId: id, serviceId: id, offered: fc.boolean() }),
  fc.record({ do: fc.constant("manage-edit"), target, field }),
  fc.record({ do: fc.constantFrom("manage-hours", "manage-usual-hours"), place }),
  fc.record({ do: fc.constant("manage-set-hours"), place, value }),
  fc.record({ do: fc.constant("manage-copy"), masterId: id, weekday }),
  fc.record({
    do: fc.constant("manage-copy-to"),
    masterId: id,
    weekday,
    days: fc.integer({ min: 1, max: 127 }),
  }),
  fc.record({ do: fc.constant("manage-days"), masterId: masterOrNone }),
  fc.record({
    do: fc.constant("manage-dates"),
    masterId: masterOrNone,
    month: date.map((day) => day.slice(0, 7)),
  }),
  fc.record({
    do: fc.constantFrom(
      "manage-person",
      "manage-remove",
      "manage-remove-sure",
      "manage-promote",
      "manage-demote",
      "manage-demote-sure",
    ),
    userId,
  }),
  fc.record({ do: fc.constant("manage-invite-as"), role: fc.constantFrom("owner", "admin", "master") }),
  fc.record({ do: fc.constant("manage-revoke"), invitationId: id }),
  fc.record({
    do: fc.constantFrom("manage-client", "manage-client-visits", "manage-export", "manage-erase-sure"),
    clientId: id,
  }),
  fc.record({ do: fc.constant("manage-erase"), clientId: id, sure: fc.boolean() }),
  fc.record({
    do: fc.constantFrom("manage-broadcast", "manage-broadcast-stop", "manage-broadcast-stop-sure"),
    broadcastId: id,
  }),
  fc.record({
    do: fc.constant("manage-broadcast-ask"),
    question: fc.constantFrom("ru", "en", "kind", "since", "master", "send"),
  }),
  fc.record({ do: fc.constantFrom("manage-broadcast-without", "manage-broadcast-look"), locale }),
  fc.record({
    do: fc.constant("manage-broadcast-to"),
    kind: fc.constantFrom("all", "visited_since", "not_visited_since"),
  }),
  fc.record({ do: fc.constant("manage-broadcast-since"), date }),
  fc.record({ do: fc.constant("manage-broadcast-master"), masterId: masterOrNone }),
);
const rev = fc.integer({ min: 0, max: 36 ** 5 - 1 });

describe("buttons of the owner's desk", () => {
  it("come back as they were made, in at most 64 bytes, and each of them was tried", () => {
    const tried = new Set<string>();
    fc.assert(
      fc.property(tap, rev, (made, madeRev) => {
        tried.add(made.do);
        const data = encodeTap(made, madeRev);
        expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
        expect(decodeCallback(data)).toEqual({ kind: "card", tap: made, rev: madeRev });
      }),
      { numRuns: 5_000 },
    );
    expect(tried.size).toBe(manageTaps.length);
  });

  it("are refused when anything in them was changed to what we never make", () => {
    fc.assert(
      fc.property(tap, rev, fc.nat(), fc.constantFrom(..."aZ0:._-|\n ёé"), (made, madeRev, at, letter) => {
        const data = encodeTap(made, madeRev);
        const place = at % data.length;
        const forged = data.slice(0, place) + letter + data.slice(place + 1);
        const decoded = decodeCallback(forged);
        // A changed digit may well be another valid button; then it must be exactly the one that it spells.
        if (decoded?.kind === "card") expect(encodeTap(decoded.tap, decoded.rev)).toBe(forged);
      }),
      { numRuns: 2_000 },
    );
  });
});
