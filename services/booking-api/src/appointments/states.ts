import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Deps } from "../deps";
import { changeableUntil, hasHoldEnded } from "./appointment";

type State = BookingSchemas["AppointmentState"];

interface Row extends Omit<State, "changeableUntil" | "startsAt"> {
  startsAt: Date;
  holdExpiresAt: Date | null;
}

/** How these appointments stand, and their clients' language, in one statement; those that are not there are left out. */
export async function readStates(
  { reads, shop, clock }: Pick<Deps, "reads" | "shop" | "clock">,
  ids: readonly string[],
): Promise<State[]> {
  const now = clock.now();
  const { changeNoticeMinutes } = (await shop.current()).business;
  const text = `
    select a.id, a.status, a.version, a.master_id as "masterId", a.attendance, a.starts_at as "startsAt",
           a.hold_expires_at as "holdExpiresAt", c.locale as "clientLocale"
    from booking.appointments a
    join booking.clients c on c.id = a.client_id
    where a.id = any($1::uuid[])`;
  const found = await reads.query<Row>({ name: "appointment-states", text, values: [ids] });
  return found.map(({ startsAt, holdExpiresAt, ...row }) => ({
    ...row,
    status: row.status === "held" && hasHoldEnded({ holdExpiresAt }, now) ? "expired" : row.status,
    startsAt: startsAt.toISOString(),
    changeableUntil: changeableUntil(startsAt, changeNoticeMinutes).toISOString(),
  }));
}
