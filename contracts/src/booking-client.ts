import { createTypedClient, type ClientOptions } from "./client";
import { type components, type paths } from "./generated/booking-api";

/** The schemas of booking-api, by name. */
export type BookingSchemas = components["schemas"];
/** Something that happened to an appointment, as the feed and the webhooks carry it. */
export type DomainEvent = BookingSchemas["DomainEvent"];

/** A typed client of booking-api. */
export type BookingClient = ReturnType<typeof createBookingClient>;

/** Makes a typed client of booking-api. */
export function createBookingClient(options: ClientOptions) {
  return createTypedClient<paths>(options);
}

/** The header by which a service acts for a Telegram user. */
export function onBehalfOf(telegramUserId: number): { "Okoshko-On-Behalf-Of": string } {
  return { "Okoshko-On-Behalf-Of": `telegram:${telegramUserId}` };
}
