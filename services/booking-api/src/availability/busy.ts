import { type Transaction } from "sequelize";
import { type Database, rows } from "../database";
import { type Reads } from "../reads";
import { busySql, busyWithSql } from "./busy-sql";
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

interface Row {
  masterId: string;
  times: string | null;
}

/**
 * The busy times of all candidates, sorted, in one query. One query per master and day is what makes other products' calendars
 * take seconds. For reads.
 */
export async function readBusy(reads: Reads, request: BusyRequest): Promise<Map<string, Busy[]>> {
  return toBusy(await reads.query<Row>({ name: "busy", text: busySql, values: valuesOf(request) }));
}

/** The same for writers: a transaction sees what it has changed itself. */
export async function loadBusy(
  db: Database,
  request: BusyRequest,
  tx: Transaction | null,
): Promise<Map<string, Busy[]>> {
  return toBusy(await rows<Row>(db, busySql, valuesOf(request), tx));
}

/** The same with the appointments' ids. */
export async function readBusyWith(reads: Reads, request: BusyRequest): Promise<Map<string, BusyWith[]>> {
  const statement = { name: "busy-with", text: busyWithSql, values: valuesOf(request) };
  const busy = new Map<string, BusyWith[]>(request.masterIds.map((id) => [id, []]));
  for (const { masterId, ...time } of await reads.query<BusyWith & { masterId: string }>(statement)) {
    busy.get(masterId)?.push(time);
  }
  for (const times of busy.values()) times.sort((a, b) => a.from - b.from);
  return busy;
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

function toBusy(found: Row[]): Map<string, Busy[]> {
  return new Map(found.map(({ masterId, times }) => [masterId, times === null ? [] : parse(times)]));
}

/** Digit by digit: `split` and `Number` made half of the garbage of a request for a month. */
function parse(times: string): Busy[] {
  const busy: Busy[] = [];
  let [from, number] = [-1, 0];
  for (let index = 0; index <= times.length; index += 1) {
    const digit = times.charCodeAt(index) - 48;
    if (digit >= 0 && digit <= 9) {
      number = number * 10 + digit;
    } else {
      if (from < 0) from = number;
      else {
        busy.push({ from, to: number });
        from = -1;
      }
      number = 0;
    }
  }
  return busy.sort((a, b) => a.from - b.from);
}
