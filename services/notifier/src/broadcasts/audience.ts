import { type BookingClient, type BookingSchemas } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { type Audience } from "./broadcast";

export type Reader = BookingSchemas["AudienceMember"];

export interface AudiencePage {
  items: Reader[];
  nextCursor: string | null;
  total: number;
}

/** As many as are asked for at once. */
export const pageSize = 500;

/** The people whom a broadcast is for, from behind `cursor` on. */
export function readAudience(
  booking: BookingClient,
  { kind, since, masterId }: Audience,
  cursor: string | null,
): Promise<AudiencePage> {
  const query = {
    kind,
    limit: pageSize,
    ...(since === undefined ? {} : { since }),
    ...(masterId === undefined ? {} : { masterId }),
    ...(cursor === null ? {} : { cursor }),
  };
  return unwrap(booking.GET("/v1/audience", { params: { query } }));
}
