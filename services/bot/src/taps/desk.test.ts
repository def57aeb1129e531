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
];

it.each(longest)("the button $do fits into 64 bytes and comes back as it was made", (tap) => {
  const rev = 36 ** 5 - 1;
  const data = encodeTap(tap, rev);
  expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
  expect(decodeCallback(data)).toEqual({ kind: "card", tap, rev });
});
