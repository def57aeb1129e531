import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type EpochMinute, type LocalDay, toDate } from "./local-day";
import { type Candidate, walkInMinutes } from "./plan";
import { type Busy, type Opening } from "./slots";
import { type Away, toWallTime, type WallWindow, windowsOf } from "./windows";

/** A rule, or a booking, that refuses a time. */
export type Refusal = BookingSchemas["Refusal"];

/** A busy time and whose it is; the id is told to staff only. */
export interface BusyWith extends Busy {
  appointmentId: string;
}

/** The moment that is asked about, and what the wall clock shows then. */
export interface Moment {
  instant: Date;
  day: LocalDay;
  /** Minutes since midnight on the wall clock. */
  wallMinute: number;
}

/** The rules of the business that matter to a single time. */
export interface Rules {
  slotStepMinutes: number;
  minimumNoticeMinutes: number;
  horizonDays: number;
  opening: Opening;
  /** As staff book. */
  atDesk?: boolean | undefined;
}

/**
 * Every rule that refuses the visit with this candidate at exactly that moment. No refusal means that it is offered: the same
 * rules as in possibleStarts and freeStarts, read the other way round, and the oracle's test holds both to it.
 */
export function explain(
  { schedule, visit }: Pick<Candidate, "schedule" | "visit">,
  moment: Moment,
  rules: Rules,
  busy: readonly BusyWith[],
): Refusal[] {
  const start = moment.instant.getTime() / 60_000;
  const from = start - visit.bufferBeforeMinutes;
  const to = start + visit.durationMinutes + visit.bufferAfterMinutes;
  return [
    ...outsideOpening(start, moment.day, rules),
    ...outsideHours(schedule, moment, visit.durationMinutes, rules.slotStepMinutes),
    ...schedule.timeOff.filter((away) => away.from < to && from < away.to).map(isAway),
    ...busy.filter((other) => other.from < to && from < other.to).map(inTheWay),
  ];
}

/** The only thing to say of a master who does not do all the services: how long it would take them is not known. */
export const doesNotOffer: Refusal = {
  rule: "does-not-offer-service",
  detail: "The master does not do all of these services.",
};

function outsideOpening(start: EpochMinute, day: LocalDay, rules: Rules): Refusal[] {
  const refusals: Refusal[] = [];
  if (start < rules.opening.earliest) {
    const detail = rules.atDesk
      ? `It began more than ${walkInMinutes} minutes ago.`
      : `Booking closes ${rules.minimumNoticeMinutes} minutes before the visit.`;
    refusals.push({ rule: "too-soon", detail, to: toDate(rules.opening.earliest).toISOString() });
  }
  if (day.date > rules.opening.lastDate) {
    const detail = `Booking is open for ${rules.horizonDays} days ahead, until ${rules.opening.lastDate}.`;
    refusals.push({ rule: "beyond-horizon", detail });
  }
  return refusals;
}

function outsideHours(
  schedule: Candidate["schedule"],
  { instant, day, wallMinute }: Moment,
  durationMinutes: number,
  stepMinutes: number,
): Refusal[] {
  const windows = windowsOf(schedule, day);
  if (windows.length === 0) return [noHours(schedule, day)];
  const window = windows.find(({ from, to }) => from <= wallMinute && wallMinute < to);
  if (!window) return [outside(windows, wallMinute)];

  const start = instant.getTime() / 60_000;
  const refusals: Refusal[] = [];
  if (!Number.isInteger(start) || (wallMinute - window.from) % stepMinutes !== 0) {
    const detail = `Visits start every ${stepMinutes} minutes from ${toWallTime(window.from)}.`;
    refusals.push({ rule: "off-grid", detail });
  }
  if (day.at(wallMinute) !== Math.floor(start)) {
    const detail = "The clocks go back: this time comes twice, and only the first one can be booked.";
    refusals.push({ rule: "repeated-local-time", detail });
  }
  const closesAt = day.edgeAt(window.to);
  if (start + durationMinutes > closesAt) {
    const detail = `The visit takes ${durationMinutes} minutes; the master stops at ${toWallTime(window.to)}.`;
    refusals.push({ rule: "does-not-fit", detail, from: toDate(closesAt).toISOString() });
  }
  return refusals;
}

function noHours(schedule: Candidate["schedule"], day: LocalDay): Refusal {
  if (schedule.overrides.has(day.date)) return { rule: "day-off", detail: "The master has that day off." };
  if (schedule.closures.has(day.date))
    return { rule: "business-closed", detail: "The business is shut that day." };
  return { rule: "day-off", detail: "The master does not work on that weekday." };
}

function outside(windows: readonly WallWindow[], wallMinute: number): Refusal {
  const isBreak = windows.some(({ to }) => to <= wallMinute) && windows.some(({ from }) => wallMinute < from);
  const hours = windows.map(({ from, to }) => `${toWallTime(from)}–${toWallTime(to)}`).join(", ");
  const detail = `${isBreak ? "The master has a break then" : "The master is not there then"}; hours that day: ${hours}.`;
  return { rule: "outside-working-hours", detail };
}

function isAway({ from, to }: Away): Refusal {
  return {
    rule: "time-off",
    detail: "The master is away then, buffers included.",
    from: toDate(from).toISOString(),
    to: toDate(to).toISOString(),
  };
}

function inTheWay({ from, to, appointmentId }: BusyWith): Refusal {
  return {
    rule: "busy",
    detail: "Something else is booked then, buffers included.",
    from: toDate(from).toISOString(),
    to: toDate(to).toISOString(),
    appointmentId,
  };
}
