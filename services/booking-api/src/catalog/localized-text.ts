import { type BookingSchemas } from "@okoshko/contracts/booking-client";

/** The same words in one or more languages. */
export type LocalizedText = BookingSchemas["LocalizedText"];
