import { type Transaction } from "sequelize";
import { type Database, rows } from "../database";
import { type EpochMinute, toDate } from "./local-day";
import { type Busy } from "./slots";

/** Whose busy times, when, and what counts as free. */
export interface BusyRequest {
  masterIds: string[];
  from: EpochMinute;
  to: EpochMinute;
  /** Holds that ended before are free, whatever their rows say. */
  now: Date;
  /** An appointment that is about to move does not stand in its own way. */
  movingId?: string | undefined;
  /** Nor do the holds of the person who is choosing: a new one replaces them. What they were offered or proposed stays. */
  choosingTelegramUserId?: number | undefined;
}

/**
 * The busy times of all candidates in one range query, answered from the index of appointments_no_overlap. One query per
 * master and day is what makes other products' calendars take seconds.
 */
export async function loadBusy(
  db: Database,
  request: BusyRequest,
  tx: Transaction | null,
): Promise<Map<string, Busy[]>> {
  const sql = `
    select master_id as "masterId",
           floor(extract(epoch from lower(occupied)) / 60)::int as "from",
           ceil(extract(epoch from upper(occupied)) / 60)::int as "to"
    from booking.appointments
    where master_id = any($1::uuid[])
      and occupied && tstzrange($2::timestamptz, $3::timestamptz)
      and status in ('held', 'pending', 'confirmed')
      and not (status = 'held' and hold_expires_at <= $4::timestamptz)
      and ($5::uuid is null or id <> $5::uuid)
      and not (
        $6::bigint is not null and status = 'held' and hold_kind = 'choice'
        and client_id = (select id from booking.clients where telegram_user_id = $6::bigint)
      )
    order by master_id, lower(occupied)`;
  const bind = [
    request.masterIds,
    toDate(request.from),
    toDate(request.to),
    request.now,
    request.movingId ?? null,
    request.choosingTelegramUserId ?? null,
  ];
  const busy = new Map<string, Busy[]>(request.masterIds.map((id) => [id, []]));
  for (const { masterId, from, to } of await rows<Busy & { masterId: string }>(db, sql, bind, tx)) {
    busy.get(masterId)?.push({ from, to });
  }
  return busy;
}
