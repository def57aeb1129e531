import { date, minute, month, nullable, number, oneOf, uuid, version, wallTime } from "./fields";
import { tap } from "./tap";

const page = number(0, 999);
const masterId = uuid;
const what = oneOf({ decline: "d", cancel: "x" });
const when = oneOf({ now: "n", later: "l" });
const dayPart = oneOf({ morning: "m", afternoon: "a", evening: "e" });
const span = oneOf({ today: "d", tomorrow: "t", week: "w" });
/** Reasons that come ready-made; the words are the client's, from the Fluent files. */
const readyReason = oneOf({ none: "n", full: "f", ill: "i", away: "a" });

/** The buttons of a master's desk. Their codes begin with `d`. */
export const deskTaps = [
  tap("desk", "d-", {}),
  tap("desk-masters", "dM", { page }),
  tap("desk-day", "dd", { masterId, date: nullable(date), page }),
  tap("desk-week", "dw", { masterId, date: nullable(date) }),
  tap("desk-month", "dm", { masterId, month }),
  tap("desk-requests", "dr", { masterId, page }),
  tap("desk-visit", "dv", { appointmentId: uuid }),

  tap("desk-why", "dy", { what, appointmentId: uuid, version }),
  tap("desk-because", "db", { what, appointmentId: uuid, version, reason: readyReason }),
  // The reason that the master wrote is in the draft.
  tap("desk-because-own", "dB", { what, appointmentId: uuid, version }),
  tap("desk-mark-sure", "dk", {
    what: oneOf({ complete: "f", no_show: "o" }),
    appointmentId: uuid,
    version,
  }),

  // What these are about is in the draft.
  tap("desk-move", "dV", { appointmentId: uuid, version }),
  tap("desk-plan-days", "dp", {}),
  tap("desk-plan-month", "dg", { month }),
  tap("desk-plan-day", "dD", { date, part: nullable(dayPart) }),
  tap("desk-plan-time", "dt", { startsAt: minute }),
  tap("desk-plan-masters", "dN", {}),
  tap("desk-plan-master", "dn", { masterId }),
  tap("desk-plan-sure", "dS", {}),
  tap("desk-plan-leave", "dx", {}),

  tap("desk-book", "do", { masterId }),
  tap("desk-client", "dc", { masterId, when, page }),
  tap("desk-client-pick", "dC", { masterId, when, clientId: uuid }),
  tap("desk-client-new", "dq", {}),
  tap("desk-client-nameless", "du", { masterId, when }),
  tap("desk-phone-skip", "ds", {}),
  tap("desk-services", "dR", {}),
  tap("desk-service", "dT", { serviceId: uuid }),
  tap("desk-services-done", "dU", {}),
  tap("desk-book-sure", "dY", { holdId: uuid }),

  tap("desk-block", "dl", { masterId, page }),
  tap("desk-block-for", "df", { masterId, minutes: nullable(number(1, 720)) }),
  tap("desk-block-from", "dF", { masterId, date }),
  tap("desk-block-to", "dG", { masterId, date, from: wallTime }),
  tap("desk-block-sure", "dH", { masterId, date, from: wallTime, to: wallTime }),
  tap("desk-unblock", "dL", { masterId, timeOffId: uuid }),
  tap("desk-off", "dE", { masterId, month, first: nullable(date) }),
  tap("desk-off-day", "de", { masterId, first: date, last: nullable(date) }),
  tap("desk-off-sure", "dI", { masterId, first: date, last: date }),

  tap("desk-share", "dh", { masterId, span }),
  tap("desk-share-send", "dj", { masterId, span }),
  tap("desk-waitlist", "di", { masterId: nullable(masterId), page }),
  tap("desk-feed", "dK", { masterId }),
  tap("desk-feed-make", "dJ", { masterId }),
  tap("desk-feed-end", "dQ", { masterId }),
] as const;
