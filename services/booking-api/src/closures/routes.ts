import { Router } from "express";
import { Op } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Deps } from "../deps";
import { operation } from "../http/operation";
import { refuseBackwards } from "../schedule/period";
import { toContractWindows, toWindows } from "../schedule/contract-windows";
import { changeRules } from "../shop/change-rules";
import { ClosureModel } from "./closure.model";
import { importHolidays } from "./import-holidays";

/** When the whole business is shut or keeps other hours. */
export function closureRoutes(deps: Deps): Router {
  const router = Router();

  operation(router, "listClosures", async ({ query }) => {
    refuseBackwards(query);
    const closures = await ClosureModel.findAll({
      where: { date: { [Op.between]: [query.from, query.to] } },
      order: [["date", "asc"]],
    });
    return { status: 200, body: { items: closures.map(toClosure) } };
  });

  operation(router, "putClosure", async ({ path, body, caller }) => {
    const fields = { ...path, name: body.name ?? null, windows: toWindows(body.windows, "/windows") };
    const [row] = await changeRules(deps, caller, (tx) => ClosureModel.upsert(fields, { transaction: tx }));
    return { status: 200, body: toClosure(row) };
  });

  operation(router, "deleteClosure", async ({ path, caller }) => {
    await changeRules(deps, caller, (tx) => ClosureModel.destroy({ where: { ...path }, transaction: tx }));
    return { status: 204 };
  });

  operation(router, "importHolidays", async ({ body, caller }) => {
    const changed = await changeRules(deps, caller, (tx) => importHolidays(deps.db, body.items, tx));
    return { status: 200, body: { changed, unchanged: body.items.length - changed } };
  });

  return router;
}

function toClosure({ date, name, windows }: ClosureModel): BookingSchemas["Closure"] {
  return { date, name, windows: toContractWindows(windows) };
}
