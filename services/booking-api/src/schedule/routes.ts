import { Router } from "express";
import { Op, type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { faultOfWindows, toWallMinute, toWallTime, type WallWindow } from "../availability/windows";
import { findMaster } from "../catalog/masters";
import { type Database, rows } from "../database";
import { type Deps } from "../deps";
import { operation } from "../http/operation";
import { changeRules } from "../shop/change-rules";
import { inTransaction } from "../transaction";
import { insertWindows } from "./insert-windows";
import { OverrideModel, WorkingWindowModel } from "./schedule.models";

/** When masters work. */
export function scheduleRoutes({ db, shop, clock }: Deps): Router {
  const router = Router();

  operation(router, "getWorkingHours", async ({ path }) => {
    await findMaster(path.masterId);
    return { status: 200, body: await weekOf(path.masterId) };
  });

  operation(router, "putWorkingHours", async ({ path, body, caller }) => {
    await findMaster(path.masterId);
    const days = body.days.map((day, index) => ({
      weekday: day.weekday,
      windows: toWindows(day.windows, `/days/${index}/windows`),
    }));
    refuseRepeatedWeekday(days.map(({ weekday }) => weekday));
    await changeRules(shop, () =>
      inTransaction(db, { caller, now: clock.now() }, (tx) => replaceWeek(db, path.masterId, days, tx)),
    );
    return { status: 200, body: await weekOf(path.masterId) };
  });

  operation(router, "listOverrides", async ({ path, query }) => {
    if (query.to < query.from) {
      throw new Problem("invalid-request", {
        detail: "`to` must be on or after `from`.",
        errors: [{ pointer: "query/to", detail: "is before `from`" }],
      });
    }
    await findMaster(path.masterId);
    const overrides = await OverrideModel.findAll({
      where: { masterId: path.masterId, date: { [Op.between]: [query.from, query.to] } },
      order: [["date", "asc"]],
    });
    return { status: 200, body: { items: overrides.map(toOverride) } };
  });

  operation(router, "putOverride", async ({ path, body }) => {
    await findMaster(path.masterId);
    const windows = toWindows(body.windows, "/windows");
    const [row] = await changeRules(shop, () => OverrideModel.upsert({ ...path, windows }));
    return { status: 200, body: toOverride(row) };
  });

  operation(router, "deleteOverride", async ({ path }) => {
    await findMaster(path.masterId);
    await changeRules(shop, () => OverrideModel.destroy({ where: { ...path } }));
    return { status: 204 };
  });

  return router;
}

async function replaceWeek(
  db: Database,
  masterId: string,
  days: { weekday: number; windows: WallWindow[] }[],
  tx: Transaction,
): Promise<void> {
  // Two editors of one week at a time would both delete and both insert; the second waits here instead.
  await rows(db, `select id from booking.masters where id = $1 for update`, [masterId], tx);
  await WorkingWindowModel.destroy({ where: { masterId }, transaction: tx });
  const windows = days.flatMap(({ weekday, windows }) => windows.map((window) => ({ weekday, ...window })));
  await insertWindows(db, masterId, windows, tx);
}

async function weekOf(masterId: string): Promise<BookingSchemas["WorkingHours"]> {
  const windows = await WorkingWindowModel.findAll({
    where: { masterId },
    order: [
      ["weekday", "asc"],
      ["minutes", "asc"],
    ],
  });
  const weekdays = [...new Set(windows.map(({ weekday }) => weekday))];
  return {
    days: weekdays.map((weekday) => ({
      weekday,
      windows: windows
        .filter((window) => window.weekday === weekday)
        .map(({ minutes: [from, to] }) => ({ from: toWallTime(from.value), to: toWallTime(to.value) })),
    })),
  };
}

function toWindows(windows: BookingSchemas["Window"][], pointer: string): WallWindow[] {
  const wall = windows.map(({ from, to }) => ({ from: toWallMinute(from), to: toWallMinute(to) }));
  const fault = faultOfWindows(wall);
  if (!fault) return wall.sort((a, b) => a.from - b.from);
  if (fault.kind === "overlap") {
    throw new Problem("windows-overlap", {
      detail: "Join the windows or leave a gap between them.",
      errors: [{ pointer: `${pointer}/${fault.index}`, detail: "overlaps an earlier window of the day" }],
    });
  }
  throw new Problem("invalid-request", {
    detail: "A window must end after it begins; a night shift is two windows on two days.",
    errors: [{ pointer: `${pointer}/${fault.index}/to`, detail: "is not after `from`" }],
  });
}

function refuseRepeatedWeekday(weekdays: number[]): void {
  const index = weekdays.findIndex((weekday, position) => weekdays.indexOf(weekday) < position);
  if (index < 0) return;
  throw new Problem("invalid-request", {
    detail: "Name each weekday once, with all its windows.",
    errors: [{ pointer: `/days/${index}/weekday`, detail: "is there already" }],
  });
}

function toOverride(row: OverrideModel): BookingSchemas["Override"] {
  return {
    date: row.date,
    windows: row.windows.map(({ from, to }) => ({ from: toWallTime(from), to: toWallTime(to) })),
  };
}
