import { Op, type WhereOptions } from "sequelize";
import { Problem } from "@okoshko/runtime/problem";

/** The cursor of a list by start: the place of the last appointment shown, whatever is inserted before or behind it. */
export function pageEnd(last: { startsAt: Date; id: string }): string {
  return `${last.startsAt.getTime()}_${last.id}`;
}

/** What comes behind `cursor`. Throws `invalid-request` for what was never given out. */
export function afterPage(cursor: string, direction: "asc" | "desc"): WhereOptions {
  // Fourteen digits of milliseconds reach the year 5138, and SQL wants years of four digits.
  const [, time, id] = /^(\d{1,14})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor) ?? [];
  if (time === undefined || id === undefined) {
    throw new Problem("invalid-request", {
      detail: "Take the cursor from `nextCursor` of the page before.",
      errors: [{ pointer: "query/cursor", detail: "is not a cursor of this list" }],
    });
  }
  const beyond = direction === "asc" ? Op.gt : Op.lt;
  const startsAt = new Date(Number(time));
  return { [Op.or]: [{ startsAt: { [beyond]: startsAt } }, { startsAt, id: { [beyond]: id } }] };
}
