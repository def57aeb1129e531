import { Router } from "express";
import { Op } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { lockBusiness } from "../business/business";
import { type Database } from "../database";
import { type Deps } from "../deps";
import { type Editable, edit, remove, show, shown } from "../http/edit";
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
    return shown({ items: closures.map(toClosure) });
  });

  operation(router, "getClosure", ({ path }) => show(theClosure(deps.db, path.date), "closure"));

  operation(router, "putClosure", async ({ path, body, ...request }) => {
    const fields = { ...path, name: body.name ?? null, windows: toWindows(body.windows, "/windows") };
    return edit(deps, request, theClosure(deps.db, path.date), (tx) =>
      ClosureModel.upsert(fields, { transaction: tx }),
    );
  });

  operation(router, "deleteClosure", ({ path, ...request }) =>
    remove(deps, request, theClosure(deps.db, path.date), (tx) =>
      ClosureModel.destroy({ where: { ...path }, transaction: tx }),
    ),
  );

  operation(router, "importHolidays", async ({ body, caller }) => {
    const changed = await changeRules(deps, caller, (tx) => importHolidays(deps.db, body.items, tx));
    return { status: 200, body: { changed, unchanged: body.items.length - changed } };
  });

  return router;
}

/** A date that has no closure yet has no row either: the business's own row is what editors wait for. */
function theClosure(db: Database, date: string): Editable<BookingSchemas["Closure"]> {
  return {
    lock: (tx) => lockBusiness(db, tx),
    read: async (tx) => {
      const row = await ClosureModel.findByPk(date, { transaction: tx });
      return row ? toClosure(row) : undefined;
    },
  };
}

function toClosure({ date, name, windows }: ClosureModel): BookingSchemas["Closure"] {
  return { date, name, windows: toContractWindows(windows) };
}
