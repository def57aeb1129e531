import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { localDay, toDate, wallClock } from "../availability/local-day";
import { type Deps } from "../deps";
import { type Caller } from "../http/caller";
import { findAppointment } from "./find";

interface Row {
  startsAt: Date;
  endsAt: Date;
}

/** What its master sees of a visit at the desk: how to call the client, and the times of their own that day, not whose they are. */
export async function briefing(
  { db, reads, shop }: Pick<Deps, "db" | "reads" | "shop">,
  request: { caller: Caller; appointmentId: string },
): Promise<BookingSchemas["Briefing"]> {
  const visit = await findAppointment(db, request.appointmentId, request.caller, null);
  const { timeZone } = (await shop.current()).business;
  const day = localDay(wallClock(visit.startsAt, timeZone).date, timeZone);
  const text = `
    select starts_at as "startsAt", ends_at as "endsAt"
    from booking.appointments
    where master_id = $1 and id <> $2 and starts_at >= $3 and starts_at < $4
      and status in ('pending', 'confirmed', 'completed', 'no_show')
    order by starts_at`;
  const values = [visit.masterId, visit.id, toDate(day.startsAt), toDate(day.endsAt)];
  const others = await reads.query<Row>({ name: "briefing", text, values });
  const timesOf = (other: Row | undefined): BookingSchemas["Neighbour"] | null =>
    other
      ? { from: wallClock(other.startsAt, timeZone).time, to: wallClock(other.endsAt, timeZone).time }
      : null;
  return {
    clientPhone: visit.client.phone,
    before: timesOf(others.filter(({ startsAt }) => startsAt < visit.startsAt).at(-1)),
    after: timesOf(others.find(({ startsAt }) => startsAt >= visit.startsAt)),
  };
}
