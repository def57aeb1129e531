import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { ClientModel } from "../clients/client.model";
import { type Deps } from "../deps";
import { type Caller, isBusiness } from "../http/caller";
import { readEntries } from "./entries";

type WaitlistEntry = BookingSchemas["WaitlistEntry"];

/** What of the waitlist a caller may see as staff: all of it, what one master could serve, or nothing. */
export async function deskOf(caller: Caller): Promise<{ masterId?: string } | undefined> {
  if (isBusiness(caller)) return {};
  const { role, masterId } = await caller.rights();
  if (role === "owner" || role === "admin") return {};
  return masterId === undefined ? undefined : { masterId };
}

/** The id of the person for whom the caller acts, if they are a client. */
export async function ownClientId(caller: Caller): Promise<string | undefined> {
  if (caller.onBehalfOf === undefined) return undefined;
  const client = await ClientModel.findOne({ where: { telegramUserId: caller.onBehalfOf } });
  return client?.id;
}

/** A wish that the caller may know of: their own, or as staff. Any other looks like one that does not exist. */
export async function findEntry(
  { db, shop, clock }: Pick<Deps, "db" | "shop" | "clock">,
  id: string,
  caller: Caller,
): Promise<{ entry: WaitlistEntry; isOwn: boolean }> {
  const { timeZone } = (await shop.current()).business;
  const at = { now: clock.now(), timeZone };
  const [entry] = await readEntries(db, { id }, at, null);
  if (entry && entry.clientId === (await ownClientId(caller))) return { entry, isOwn: true };
  const desk = await deskOf(caller);
  const [seen] = desk ? await readEntries(db, { id, ...desk }, at, null) : [];
  if (seen) return { entry: seen, isOwn: false };
  throw new Problem("not-found", { detail: "There is no such wish." });
}
