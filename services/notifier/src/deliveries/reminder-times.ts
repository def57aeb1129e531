import { Temporal } from "temporal-polyfill";
import { type DeliveryReason } from "./delivery";

/** When people are not to be disturbed, by the clock on the business's wall: from `from` until just before `to`. */
export interface QuietHours {
  /** `HH:MM` */
  from: string;
  /** `HH:MM`; earlier than `from` when the quiet goes on past midnight, and `24:00` for midnight itself. */
  to: string;
}

export interface ReminderTime {
  leadMinutes: number;
  dueAt: Date;
  /** Set when there will be no such reminder. */
  skipped?: DeliveryReason;
}

/** A reminder that is moved comes so long before the quiet begins: time enough to send those of all others, too. */
const marginMinutes = 5;

/**
 * When a client is reminded of a visit, longest lead first. What falls into the quiet hours comes before they begin, never
 * later and so never past the visit; what would have come before the visit was booked does not come at all. Of reminders that
 * the quiet hours move to one moment the one nearest to the visit stays.
 */
export function reminderTimes(visit: {
  startsAt: Date;
  bookedAt: Date;
  leadsMinutes: readonly number[];
  quiet: QuietHours | undefined;
  timeZone: string;
}): ReminderTime[] {
  const leads = [...new Set(visit.leadsMinutes)].sort((a, b) => b - a);
  const times = leads.map((leadMinutes): ReminderTime => {
    const wanted = new Date(visit.startsAt.getTime() - leadMinutes * minuteMs);
    if (wanted <= visit.bookedAt) return { leadMinutes, dueAt: wanted, skipped: "lead_already_past" };
    const dueAt = visit.quiet ? beforeTheQuiet(wanted, visit.quiet, visit.timeZone) : wanted;
    return dueAt <= visit.bookedAt ? { leadMinutes, dueAt, skipped: "quiet_hours" } : { leadMinutes, dueAt };
  });
  return times.map((time, index) => {
    const isRepeated = times
      .slice(index + 1)
      .some((later) => !later.skipped && later.dueAt.getTime() === time.dueAt.getTime());
    return time.skipped === undefined && isRepeated ? { ...time, skipped: "merged_with_another" } : time;
  });
}

const minuteMs = 60_000;

/** The moment itself when it is not quiet then, else shortly before the quiet in which it lies. */
function beforeTheQuiet(moment: Date, quiet: QuietHours, timeZone: string): Date {
  // Neither a quiet of no length nor one of the whole day says when somebody may be written to.
  if (quiet.from === midnight(quiet.to)) return moment;
  const at = Temporal.Instant.fromEpochMilliseconds(moment.getTime());
  const day = at.toZonedDateTimeISO(timeZone).toPlainDate();
  // The quiet may have begun the evening before.
  for (const date of [day, day.subtract({ days: 1 })]) {
    const { begins, ends } = quietOf(date, quiet, timeZone);
    if (!isWithin(at, begins, ends)) continue;
    const due = begins.subtract({ minutes: marginMinutes });
    const before = quietOf(date.subtract({ days: 1 }), quiet, timeZone);
    // Between two quiet times there may be less than the margin, or, where the clocks change, nothing at all.
    if (Temporal.Instant.compare(before.ends, due) <= 0) return toDate(due);
    const isApart = Temporal.Instant.compare(before.ends, begins) < 0;
    return isApart ? toDate(before.ends) : beforeTheQuiet(toDate(before.begins), quiet, timeZone);
  }
  return moment;
}

/**
 * The quiet that begins on a day. Where the clocks change at its very edge it lasts as long as either reading says: nobody is
 * woken because an hour exists twice.
 */
function quietOf(
  date: Temporal.PlainDate,
  { from, to }: QuietHours,
  timeZone: string,
): { begins: Temporal.Instant; ends: Temporal.Instant } {
  const end = midnight(to);
  const lastDay = end > from ? date : date.add({ days: 1 });
  return {
    begins: date
      .toPlainDateTime(Temporal.PlainTime.from(from))
      .toZonedDateTime(timeZone, { disambiguation: "earlier" })
      .toInstant(),
    ends: lastDay
      .toPlainDateTime(Temporal.PlainTime.from(end))
      .toZonedDateTime(timeZone, { disambiguation: "later" })
      .toInstant(),
  };
}

function midnight(time: string): string {
  return time === "24:00" ? "00:00" : time;
}

function isWithin(at: Temporal.Instant, begins: Temporal.Instant, ends: Temporal.Instant): boolean {
  return Temporal.Instant.compare(begins, at) <= 0 && Temporal.Instant.compare(at, ends) < 0;
}

function toDate(instant: Temporal.Instant): Date {
  return new Date(instant.epochMilliseconds);
}
