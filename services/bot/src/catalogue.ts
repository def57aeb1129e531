import { type BookingClient, type BookingSchemas } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { type Clock } from "@okoshko/runtime/clock";

export type Business = BookingSchemas["Business"];
export type Service = BookingSchemas["Service"];
export type Master = BookingSchemas["Master"];

export interface Offering {
  durationMinutes: number;
  priceMinor: number;
}

/** The business and what it offers, as it was some seconds ago. */
export interface Catalogue {
  business: Business;
  /** Services that somebody does, in the order of the business. */
  services: Service[];
  /** Everybody who works here, in the order of the business. */
  masters: Master[];
  /** Who does all of these. */
  mastersOf(...serviceIds: string[]): Master[];
  /** A master's own duration and price of a service. */
  offering(masterId: string, serviceId: string): Offering | undefined;
  /** The same of several services in one visit, for a master who does them all. */
  total(masterId: string, serviceIds: string[]): Offering;
}

/** Menus may be this old. Nothing is decided by it: what can be booked, at which price, is asked each time. */
const maxAgeMs = 15_000;

export function createCatalogue(client: BookingClient, clock: Clock): () => Promise<Catalogue> {
  let current: { at: number; catalogue: Promise<Catalogue> } | undefined;
  return () => {
    const now = clock.now().getTime();
    // Also after a jump back in time, when the age would be negative.
    if (current === undefined || Math.abs(now - current.at) > maxAgeMs) {
      const started = { at: now, catalogue: read(client) };
      current = started;
      // A failed reading is nobody's catalogue.
      started.catalogue.catch(() => {
        if (current === started) current = undefined;
      });
    }
    return current.catalogue;
  };
}

async function read(client: BookingClient): Promise<Catalogue> {
  const [business, { items: services }, { items: masters }] = await Promise.all([
    unwrap(client.GET("/v1/business")),
    unwrap(client.GET("/v1/services")),
    unwrap(client.GET("/v1/masters")),
  ]);
  const offerings = await Promise.all(
    masters.map(async ({ id: masterId }) => {
      const { items } = await unwrap(
        client.GET("/v1/masters/{masterId}/services", { params: { path: { masterId } } }),
      );
      return items;
    }),
  );
  const byPair = new Map(
    offerings.flat().map((offering) => [`${offering.masterId} ${offering.serviceId}`, offering]),
  );
  const mastersOf = (...serviceIds: string[]): Master[] =>
    masters.filter((master) => serviceIds.every((id) => master.serviceIds.includes(id)));
  const offering = (masterId: string, serviceId: string): Offering | undefined =>
    byPair.get(`${masterId} ${serviceId}`);
  return {
    business,
    services: services.filter((service) => mastersOf(service.id).length > 0),
    masters,
    mastersOf,
    offering,
    total(masterId, serviceIds) {
      const parts = serviceIds.map(
        (id) => offering(masterId, id) ?? services.find((service) => service.id === id),
      );
      return {
        durationMinutes: sum(parts.map((part) => part?.durationMinutes ?? 0)),
        priceMinor: sum(parts.map((part) => part?.priceMinor ?? 0)),
      };
    },
  };
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
