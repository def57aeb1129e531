import { date, minute, month, nullable, number, oneOf, uuid, version } from "./fields";
import { tap } from "./tap";
import { movedVisit, newVisit, services, visit } from "./visit";
import { wishRange } from "./wish-range";

const page = number(0, 999);
const dayPart = oneOf({ morning: "m", afternoon: "a", evening: "e" });
const onOff = oneOf({ on: "y", off: "n" });

/** The buttons of everybody: booking, their bookings, wishes and settings, the start page. */
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
  tap("master-services", "O", { masterId: uuid, page }),
  tap("service", "s", { serviceIds: services }),
  tap("masters-page", "M", { serviceIds: services, page }),
  tap("add-service", "i", { visit: newVisit, page }),
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

  tap("wish-days", "W", { visit: newVisit, date: nullable(date) }),
  tap("wish-part", "Y", { visit: newVisit, range: wishRange }),
  tap("join", "J", { visit: newVisit, range: wishRange, part: nullable(dayPart) }),
  tap("wishes", "e", {}),
  tap("wish", "G", { entryId: uuid }),
  tap("leave", "D", { entryId: uuid }),

  tap("bookings", "q", {}),
  tap("past", "Q", { page }),
  tap("repeat", "R", { appointmentId: uuid }),
  tap("favourite", "f", { appointmentId: uuid, choice: oneOf({ keep: "y", drop: "n" }) }),
  tap("confirm-move", "v", { visit: movedVisit, startsAt: minute }),
  tap("confirm-cancel", "z", { appointmentId: uuid, version }),

  tap("settings", "S", {}),
  tap("reminders", "T", {}),
  tap("reminder", "U", { minutes: number(10, 10_080), choice: onOff }),
  tap("usual-reminders", "V", {}),
  tap("news", "A", { choice: onOff }),
  tap("drop-favourite", "C", {}),
  tap("drop-phone", "P", {}),
  tap("my-data", "X", {}),
  tap("forget", "F", {}),
  tap("forget-sure", "H", {}),
  tap("forget-now", "I", {}),
] as const;
