import { type Transaction } from "sequelize";
import { type Database, rows } from "../database";
import { type Reads } from "../reads";
import { type BusyWith } from "./explain";
import { type EpochMinute, toDate } from "./local-day";
import { type Busy } from "./slots";

/** Whose busy times, when, and what counts as free. */
export interface BusyRequest {
  masterIds: string[];
  from: EpochMinute;
  to: EpochMinute;
  /** Holds that ended before are free, whatever their rows say. */
  now: Date;
  /** An appointment that is about to move does not stand in its own way, nor does another time proposed for it. */
  movingId?: string | undefined;
  /** Nor do the holds of the person who is choosing: a new one replaces them. What they were offered or proposed stays. */
  choosingTelegramUserId?: number | undefined;
}

const occupied = `
    floor(extract(epoch from lower(occupied)) / 60)::int as "from",
    ceil(extract(epoch from upper(occupied)) / 60)::int as "to"`;

const condition = `
    from booking.appointments
    where master_id = any($1::uuid[])
      and occupied && tstzrange($2::timestamptz, $3::timestamptz)
      and status in ('held', 'pending', 'confirmed')
      and not (status = 'held' and hold_expires_at <= $4::timestamptz)
      and ($5::uuid is null or (id <> $5::uuid and proposal_of is distinct from $5::uuid))
      and not (
        $6::bigint is not null and status = 'held' and hold_kind = 'choice'
        and client_id = (select id from booking.clients where telegram_user_id = $6::bigint)
      )
    order by master_id, lower(occupied)`;

const sql = `select master_id as "masterId", ${occupied} ${condition}`;
const sqlWithIds = `select master_id as "masterId", id as "appointmentId", ${occupied} ${condition}`;

/**
 * The busy times of all candidates in one range query, answered from the index of appointments_no_overlap. One query per
 * master and day is what makes other products' calendars take seconds. For reads.
 */
export async function readBusy(reads: Reads, request: BusyRequest): Promise<Map<string, Busy[]>> {
  const statement = { name: "busy", text: sql, values: valuesOf(request) };
  return byMaster(request, await reads.query<Row>(statement), ({ from, to }) => ({ from, to }));
}

/** The same for writers: a transaction sees what it has changed itself. */
export async function loadBusy(
  db: Database,
  request: BusyRequest,
  tx: Transaction | null,
): Promise<Map<string, Busy[]>> {
  const found = await rows<Row>(db, sql, valuesOf(request), tx);
  return byMaster(request, found, ({ from, to }) => ({ from, to }));
}

type Row = Busy & { masterId: string };

/** The same with the appointments' ids. */
export async function readBusyWith(reads: Reads, request: BusyRequest): Promise<Map<string, BusyWith[]>> {
  const statement = { name: "busy-with", text: sqlWithIds, values: valuesOf(request) };
  const found = await reads.query<Row & BusyWith>(statement);
  return byMaster(request, found, ({ from, to, appointmentId }) => ({ from, to, appointmentId }));
}

function valuesOf(request: BusyRequest): unknown[] {
  return [
    request.masterIds,
    toDate(request.from),
    toDate(request.to),
    request.now,
    request.movingId ?? null,
    request.choosingTelegramUserId ?? null,
  ];
}

function byMaster<Found extends Row, Time>(
  { masterIds }: BusyRequest,
  found: Found[],
  toTime: (row: Found) => Time,
): Map<string, Time[]> {
  const busy = new Map<string, Time[]>(masterIds.map((id) => [id, []]));
  for (const row of found) busy.get(row.masterId)?.push(toTime(row));
  return busy;
}
