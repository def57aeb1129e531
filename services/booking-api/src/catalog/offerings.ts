import { Router } from "express";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Deps } from "../deps";
import { operation } from "../http/operation";
import { changeRules } from "../shop/change-rules";
import { OfferingModel, ServiceModel } from "./catalog.models";
import { findMaster } from "./masters";
import { findService } from "./services";

/** Who does what, for how long and how much. */
export function offeringRoutes(deps: Deps): Router {
  const router = Router();

  operation(router, "listOfferings", async ({ path }) => {
    await findMaster(path.masterId);
    const offerings = await OfferingModel.findAll({ where: { masterId: path.masterId } });
    const services = await ServiceModel.findAll({
      where: { id: offerings.map(({ serviceId }) => serviceId) },
    });
    const items = services.flatMap((service) => {
      const offering = offerings.find(({ serviceId }) => serviceId === service.id);
      return offering ? toOffering(offering, service) : [];
    });
    return { status: 200, body: { items } };
  });

  operation(router, "putOffering", async ({ path, body, caller }) => {
    const [, service] = await Promise.all([findMaster(path.masterId), findService(path.serviceId)]);
    const { durationMinutes = null, priceMinor = null } = body;
    const [offering] = await changeRules(deps, caller, (tx) =>
      OfferingModel.upsert({ ...path, durationMinutes, priceMinor }, { transaction: tx }),
    );
    return { status: 200, body: toOffering(offering, service) };
  });

  operation(router, "deleteOffering", async ({ path, caller }) => {
    await findMaster(path.masterId);
    await changeRules(deps, caller, (tx) => OfferingModel.destroy({ where: { ...path }, transaction: tx }));
    return { status: 204 };
  });

  return router;
}

function toOffering(offering: OfferingModel, service: ServiceModel): BookingSchemas["Offering"] {
  return {
    masterId: offering.masterId,
    serviceId: offering.serviceId,
    durationMinutes: offering.durationMinutes ?? service.durationMinutes,
    priceMinor: offering.priceMinor ?? service.priceMinor,
  };
}
