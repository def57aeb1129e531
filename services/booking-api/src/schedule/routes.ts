import { Router } from "express";
import { Op, type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { toWallTime, type WallWindow } from "../availability/windows";
import { findMaster, lockMaster } from "../catalog/masters";
import { type Database } from "../database";
import { type Deps } from "../deps";
import { type Editable, edit, remove, show, shown } from "../http/edit";
import { operation } from "../http/operation";
import { expectOwnHours } from "./own-hours";
import { toContractWindows, toWindows } from "./contract-windows";
import { insertWindows } from "./insert-windows";
import { refuseBackwards } from "./period";
import { OverrideModel, WorkingWindowModel } from "./schedule.models";

/** When masters work. */
export function scheduleRoutes(deps: Deps): Router {
  const router = Router();

  operation(router, "getWorkingHours", async ({ path }) => {
    await findMaster(path.masterId);
    return show(theWeek(deps.db, path.masterId), "week");
  });

  operation(router, "putWorkingHours", async ({ path, body, ...request }) => {
    await expectOwnHours(request.caller, path.masterId);
    const days = body.days.map((day, index) => ({
      weekday: day.weekday,
      windows: toWindows(day.windows, `/days/${index}/windows`),
    }));
    refuseRepeatedWeekday(days.map(({ weekday }) => weekday));
    return edit(deps, request, theWeek(deps.db, path.masterId), (tx) =>
      replaceWeek(deps.db, path.masterId, days, tx),
    );
  });

  operation(router, "listOverrides", async ({ path, query }) => {
    refuseBackwards(query);
    await findMaster(path.masterId);
    const overrides = await OverrideModel.findAll({
      where: { masterId: path.masterId, date: { [Op.between]: [query.from, query.to] } },
      order: [["date", "asc"]],
    });
    return shown({ items: overrides.map(toOverride) });
  });

  operation(router, "getOverride", async ({ path }) => {
    await findMaster(path.masterId);
    return show(theOverride(deps.db, path), "override");
  });

  operation(router, "putOverride", async ({ path, body, ...request }) => {
    await expectOwnHours(request.caller, path.masterId);
    const windows = toWindows(body.windows, "/windows");
    return edit(deps, request, theOverride(deps.db, path), (tx) =>
      OverrideModel.upsert({ ...path, windows }, { transaction: tx }),
    );
  });

  operation(router, "deleteOverride", async ({ path, ...request }) => {
    await expectOwnHours(request.caller, path.masterId);
    return remove(deps, request, theOverride(deps.db, path), (tx) =>
      OverrideModel.destroy({ where: { ...path }, transaction: tx }),
    );
  });

  return router;
}

function theWeek(db: Database, masterId: string): Editable<BookingSchemas["WorkingHours"]> {
  return { lock: (tx) => lockMaster(db, masterId, tx), read: (tx) => weekOf(masterId, tx) };
}

function theOverride(
  db: Database,
  { masterId, date }: { masterId: string; date: string },
): Editable<BookingSchemas["Override"]> {
  return {
    lock: (tx) => lockMaster(db, masterId, tx),
    read: async (tx) => {
      const row = await OverrideModel.findOne({ where: { masterId, date }, transaction: tx });
      return row ? toOverride(row) : undefined;
    },
  };
}

async function replaceWeek(
  db: Database,
  masterId: string,
  days: { weekday: number; windows: WallWindow[] }[],
  tx: Transaction,
): Promise<void> {
  await WorkingWindowModel.destroy({ where: { masterId }, transaction: tx });
  const windows = days.flatMap(({ weekday, windows }) => windows.map((window) => ({ weekday, ...window })));
  await insertWindows(db, masterId, windows, tx);
}

async function weekOf(masterId: string, tx: Transaction | null): Promise<BookingSchemas["WorkingHours"]> {
  const windows = await WorkingWindowModel.findAll({
    where: { masterId },
    transaction: tx,
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

function refuseRepeatedWeekday(weekdays: number[]): void {
  const index = weekdays.findIndex((weekday, position) => weekdays.indexOf(weekday) < position);
  if (index < 0) return;
  throw new Problem("invalid-request", {
    detail: "Name each weekday once, with all its windows.",
    errors: [{ pointer: `/days/${index}/weekday`, detail: "is there already" }],
  });
}

function toOverride(row: OverrideModel): BookingSchemas["Override"] {
  return { date: row.date, windows: toContractWindows(row.windows) };
}
