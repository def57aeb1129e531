import { type DomainEvent } from "@okoshko/contracts/booking-client";
import { actorOf, type Caller } from "../http/caller";

/** The part of an event that says who caused it. */
export type ActedBy = Required<Pick<DomainEvent, "actor" | "actorTelegramUserId">>;

/** Who an event says caused it: the client, the business, or booking-api itself, and by which account. */
export function actedBy(caller: Caller, client: { telegramUserId: string | null }): ActedBy {
  return {
    actor: caller.kind === "system" ? "system" : actorOf(caller, client),
    actorTelegramUserId: caller.onBehalfOf ?? null,
  };
}
