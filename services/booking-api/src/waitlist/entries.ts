import { type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { wallClock } from "../availability/local-day";
import { type Database, rows } from "../database";

type WaitlistEntry = BookingSchemas["WaitlistEntry"];
/** Where a wish stands. */
export type WaitlistState = BookingSchemas["WaitlistState"];

/** Which wishes to read; what is left out restricts nothing. */
export interface EntriesQuery {
  id?: string;
  clientId?: string;
  /** Wishes that this master could serve. */
  masterId?: string;
  states?: readonly WaitlistState[];
  after?: { createdAt: Date; id: string };
  limit?: number;
}

interface Row extends Omit<WaitlistEntry, "offer" | "createdAt"> {
  createdAt: Date;
  appointmentId: string | null;
  offeredMasterId: string;
  startsAt: Date;
  expiresAt: Date;
}

/**
 * Wishes, oldest first, as they stand at `now`: an offer that ran out is none, and a wish whose last day is over has ended,
 * whether or not the sweeper has come by.
 */
export async function readEntries(
  db: Database,
  query: EntriesQuery,
  at: { now: Date; timeZone: string },
  tx: Transaction | null,
): Promise<WaitlistEntry[]> {
  const sql = `
    with shown as (
      select e.*, a.id as appointment_id, a.master_id as offered_master_id, a.starts_at, a.hold_expires_at,
        case
          when e.state in ('waiting', 'offered') and a.id is null and e.to_date < $1::date then 'ended'
          when e.state = 'offered' and a.id is null then 'waiting'
          else e.state
        end as shown_state
      from booking.waitlist_entries e
      left join booking.waitlist_offers o on o.entry_id = e.id and o.outcome is null and e.state = 'offered'
      left join booking.appointments a on a.id = o.appointment_id and a.status = 'held' and a.hold_expires_at > $2
      where ($3::uuid is null or e.id = $3)
        and ($4::uuid is null or e.client_id = $4)
        and (
          $5::uuid is null or e.master_id = $5
          or e.master_id is null
            and e.service_ids <@ array(select service_id from booking.offerings where master_id = $5)
        )
        and ($6::timestamptz is null or (e.created_at, e.id) > ($6, $7::uuid))
    )
    select id, shown_state as state, client_id as "clientId", service_ids as "serviceIds", master_id as "masterId",
      from_date::text as "from", to_date::text as "to", day_parts as "dayParts", created_at as "createdAt",
      appointment_id as "appointmentId", offered_master_id as "offeredMasterId",
      starts_at as "startsAt", hold_expires_at as "expiresAt"
    from shown
    where $8::text[] is null or shown_state = any($8)
    order by created_at, id
    limit $9`;
  const bind = [
    wallClock(at.now, at.timeZone).date,
    at.now,
    query.id ?? null,
    query.clientId ?? null,
    query.masterId ?? null,
    query.after?.createdAt ?? null,
    query.after?.id ?? null,
    query.states ? [...query.states] : null,
    query.limit ?? null,
  ];
  return (await rows<Row>(db, sql, bind, tx)).map((row) => toEntry(row, at.timeZone));
}

function toEntry(row: Row, timeZone: string): WaitlistEntry {
  const { appointmentId, offeredMasterId, startsAt, expiresAt, createdAt, ...entry } = row;
  return {
    ...entry,
    offer:
      appointmentId === null
        ? null
        : toOffer({ appointmentId, offeredMasterId, startsAt, expiresAt }, timeZone),
    createdAt: createdAt.toISOString(),
  };
}

function toOffer(
  offer: { appointmentId: string; offeredMasterId: string; startsAt: Date; expiresAt: Date },
  timeZone: string,
): BookingSchemas["WaitlistOffer"] {
  const wall = wallClock(offer.startsAt, timeZone);
  return {
    appointmentId: offer.appointmentId,
    masterId: offer.offeredMasterId,
    startsAt: offer.startsAt.toISOString(),
    localDate: wall.date,
    localTime: wall.time,
    expiresAt: offer.expiresAt.toISOString(),
  };
}
