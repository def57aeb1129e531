import { date, minute, month, nullable, number, oneOf, uuid, version } from "./fields";
import { tap } from "./tap";
import { movedVisit, services, visit } from "./visit";

const page = number(0, 999);
const dayPart = oneOf({ morning: "m", afternoon: "a", evening: "e" });

/** The buttons of everybody: booking, their bookings, the start page. */
export const clientTaps = [
  tap("home", "h", {}),
  tap("help", "p", {}),
  tap("language", "l", {}),
  tap("set-language", "L", { locale: oneOf({ ru: "ru", en: "en" }) }),
  tap("continue", "c", {}),
  tap("restart", "r", {}),
  tap("cancel", "x", {}),

  tap("services", "b", {}),
  tap("services-page", "B", { page }),
  tap("service", "s", { serviceIds: services }),
  tap("masters-page", "M", { serviceIds: services, page }),
  tap("add-service", "j", { serviceIds: services, page }),
  tap("days", "m", { visit }),
  tap("month", "g", { visit, month }),
  tap("day", "d", { visit, date, part: nullable(dayPart) }),
  tap("time", "t", { visit, startsAt: minute }),
  tap("pick-day", "o", {}),
  tap("pick-time", "u", {}),
  tap("confirm", "y", { holdId: uuid }),
  tap("other-time", "n", { holdId: uuid }),
  tap("other-day", "k", { holdId: uuid }),
  tap("look", "K", { appointmentId: uuid }),
  tap("note", "N", { appointmentId: uuid }),
  tap("remove-note", "E", { appointmentId: uuid }),

  tap("bookings", "q", {}),
  tap("past", "Q", { page }),
  tap("repeat", "R", { appointmentId: uuid }),
  tap("favourite", "f", { appointmentId: uuid, choice: oneOf({ keep: "y", drop: "n" }) }),
  tap("confirm-move", "v", { visit: movedVisit, startsAt: minute }),
  tap("confirm-cancel", "z", { appointmentId: uuid, version }),
] as const;
