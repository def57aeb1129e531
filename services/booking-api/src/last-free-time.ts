import { type BookingClient, type onBehalfOf } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";

export interface FreeTime {
  serviceId: string;
  startsAt: string;
}

/** As many as one question may be about. */
const daysAtOnce = 62;
/** The furthest that a shop opens its calendar; a demo's clock may be some months ahead of ours, too. */
const daysAhead = 6 * daysAtOnce;

/**
 * The last free time of the next year, which disturbs nobody who takes it for a try: of the first service that has any, for a
 * new one may not have a master yet, or one with hours.
 */
export async function lastFreeTime(asked: {
  booking: BookingClient;
  headers: ReturnType<typeof onBehalfOf>;
  now: Date;
}): Promise<FreeTime | undefined> {
  const { items: services } = await unwrap(asked.booking.GET("/v1/services", {}));
  for (const service of services) {
    const startsAt = await lastOf(service.id, asked);
    if (startsAt !== undefined) return { serviceId: service.id, startsAt };
  }
  return undefined;
}

async function lastOf(
  serviceId: string,
  { booking, headers, now }: Parameters<typeof lastFreeTime>[0],
): Promise<string | undefined> {
  const serviceIds = [serviceId];
  const dateAfter = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  for (let from = daysAhead - daysAtOnce; from >= 0; from -= daysAtOnce) {
    const query = { serviceIds, from: dateAfter(from), to: dateAfter(from + daysAtOnce - 1) };
    const days = await unwrap(booking.GET("/v1/availability/days", { params: { header: headers, query } }));
    const date = days.items.findLast(({ slots }) => slots > 0)?.date;
    if (date !== undefined) return lastOfDay(serviceId, date, { booking, headers });
  }
  return undefined;
}

async function lastOfDay(
  serviceId: string,
  date: string,
  { booking, headers }: Pick<Parameters<typeof lastFreeTime>[0], "booking" | "headers">,
): Promise<string> {
  const query = { serviceIds: [serviceId], date };
  const { items } = await unwrap(
    booking.GET("/v1/availability/slots", { params: { header: headers, query } }),
  );
  const slot = items.at(-1);
  if (slot === undefined) throw new Error(`${date} has free times by the day, but not one by the hour`);
  return slot.startsAt;
}
