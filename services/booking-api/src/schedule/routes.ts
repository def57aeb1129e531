import { Router } from "express";
import { Op, type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { toWallTime, type WallWindow } from "../availability/windows";
import { findMaster } from "../catalog/masters";
import { type Database, rows } from "../database";
import { type Deps } from "../deps";
import { operation } from "../http/operation";
import { changeRules } from "../shop/change-rules";
import { toContractWindows, toWindows } from "./contract-windows";
import { insertWindows } from "./insert-windows";
import { refuseBackwards } from "./period";
import { OverrideModel, WorkingWindowModel } from "./schedule.models";

/** When masters work. */
export function scheduleRoutes(deps: Deps): Router {
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
    await changeRules(deps, caller, (tx) => replaceWeek(deps.db, path.masterId, days, tx));
    return { status: 200, body: await weekOf(path.masterId) };
  });

  operation(router, "listOverrides", async ({ path, query }) => {
    refuseBackwards(query);
    await findMaster(path.masterId);
    const overrides = await OverrideModel.findAll({
      where: { masterId: path.masterId, date: { [Op.between]: [query.from, query.to] } },
      order: [["date", "asc"]],
    });
    return { status: 200, body: { items: overrides.map(toOverride) } };
  });

  operation(router, "putOverride", async ({ path, body, caller }) => {
    await findMaster(path.masterId);
    const windows = toWindows(body.windows, "/windows");
    const [row] = await changeRules(deps, caller, (tx) =>
      OverrideModel.upsert({ ...path, windows }, { transaction: tx }),
    );
    return { status: 200, body: toOverride(row) };
  });

  operation(router, "deleteOverride", async ({ path, caller }) => {
    await findMaster(path.masterId);
    await changeRules(deps, caller, (tx) => OverrideModel.destroy({ where: { ...path }, transaction: tx }));
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
