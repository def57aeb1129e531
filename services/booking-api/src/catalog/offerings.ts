import { Router } from "express";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Deps } from "../deps";
import { type Database } from "../database";
import { type Editable, edit, remove, show, shown } from "../http/edit";
import { operation } from "../http/operation";
import { OfferingModel, ServiceModel } from "./catalog.models";
import { findMaster, lockMaster } from "./masters";
import { findService } from "./services";

/** Who does what, for how long and how much. */
export function offeringRoutes(deps: Deps): Router {
  const router = Router();

  operation(router, "listOfferings", async ({ path }) => {
    await findMaster(path.masterId);
    const offerings = await OfferingModel.findAll({ where: { masterId: path.masterId } });
    const services = await ServiceModel.findAll({
      where: { id: offerings.map(({ serviceId }) => serviceId) },
      order: ["position", "id"],
    });
    const items = services.flatMap((service) => {
      const offering = offerings.find(({ serviceId }) => serviceId === service.id);
      return offering ? toOffering(offering, service) : [];
    });
    return shown({ items });
  });

  operation(router, "getOffering", async ({ path }) => {
    await Promise.all([findMaster(path.masterId), findService(path.serviceId)]);
    return show(theOffering(deps.db, path), "offering");
  });

  operation(router, "putOffering", async ({ path, body, ...request }) => {
    const { durationMinutes = null, priceMinor = null } = body;
    return edit(deps, request, theOffering(deps.db, path), (tx) =>
      OfferingModel.upsert({ ...path, durationMinutes, priceMinor }, { transaction: tx }),
    );
  });

  operation(router, "deleteOffering", ({ path, ...request }) =>
    remove(deps, request, theOffering(deps.db, path), (tx) =>
      OfferingModel.destroy({ where: { ...path }, transaction: tx }),
    ),
  );

  return router;
}

/** Where a master does not do the service there is none, but the two have to exist. */
function theOffering(
  db: Database,
  { masterId, serviceId }: { masterId: string; serviceId: string },
): Editable<BookingSchemas["Offering"]> {
  return {
    lock: (tx) => lockMaster(db, masterId, tx),
    read: async (tx) => {
      const service = await findService(serviceId, tx);
      const offering = await OfferingModel.findOne({ where: { masterId, serviceId }, transaction: tx });
      return offering ? toOffering(offering, service) : undefined;
    },
  };
}

function toOffering(offering: OfferingModel, service: ServiceModel): BookingSchemas["Offering"] {
  return {
    masterId: offering.masterId,
    serviceId: offering.serviceId,
    durationMinutes: offering.durationMinutes ?? service.durationMinutes,
    priceMinor: offering.priceMinor ?? service.priceMinor,
  };
}
