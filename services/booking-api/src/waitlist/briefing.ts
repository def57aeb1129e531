import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { findClient, isClientOf } from "../clients/find";
import { type Deps } from "../deps";
import { readEntries } from "./entries";

/** A wish for the eyes of the master whom it names, or of who runs the business. One that is not there is `not-found`. */
export async function wishBriefing(
  { db, shop, clock }: Pick<Deps, "db" | "shop" | "clock">,
  entryId: string,
): Promise<BookingSchemas["WishBriefing"]> {
  const { business, services } = await shop.current();
  const at = { now: clock.now(), timeZone: business.timeZone };
  const [entry] = await readEntries(db, { id: entryId }, at, null);
  if (!entry) throw new Problem("not-found", { detail: "There is no such wish." });
  const { state, masterId, clientId, serviceIds, from, to, dayParts } = entry;
  const whose = masterId === null ? {} : { masterId };
  const open = await readEntries(db, { ...whose, states: ["waiting", "offered"] }, at, null);
  const isKnown = masterId === null || (await isClientOf(db, clientId, masterId));
  return {
    state,
    masterId,
    clientName: isKnown ? (await findClient(clientId)).name : null,
    serviceNames: serviceIds.map((id) => services.get(id)?.name ?? {}),
    from,
    to,
    dayParts,
    waiting: open.length,
  };
}
