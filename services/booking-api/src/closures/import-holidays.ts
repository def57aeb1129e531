import { type Transaction } from "sequelize";
import { Problem } from "@okoshko/runtime/problem";
import { type LocalizedText } from "../catalog/localized-text";
import { type Database, rows } from "../database";

/** A public holiday. */
export interface Holiday {
  date: string;
  name: LocalizedText;
}

/**
 * Shuts the business on all these dates; answers how many were not like that before. Throws `invalid-request` for a date that
 * is there twice.
 */
export async function importHolidays(db: Database, holidays: Holiday[], tx: Transaction): Promise<number> {
  refuseRepeatedDate(holidays.map(({ date }) => date));
  const sql = `
    insert into booking.closures as c (date, name, windows)
    select date, name, '[]' from jsonb_to_recordset($1::jsonb) as item (date date, name jsonb)
    on conflict (date) do update set name = excluded.name, windows = excluded.windows
    where (c.name, c.windows) is distinct from (excluded.name, excluded.windows)
    returning date`;
  return (await rows(db, sql, [JSON.stringify(holidays)], tx)).length;
}

function refuseRepeatedDate(dates: string[]): void {
  const index = dates.findIndex((date, position) => dates.indexOf(date) < position);
  if (index < 0) return;
  throw new Problem("invalid-request", {
    detail: "Name each date once.",
    errors: [{ pointer: `/items/${index}/date`, detail: "is there already" }],
  });
}
