import { type BookingSchemas } from "@okoshko/contracts/booking-client";

/** A time off as its row says. */
export interface TimeOffRow {
  id: string;
  masterId: string;
  startsAt: Date;
  endsAt: Date;
  note: string | null;
  createdAt: Date;
}

/** A time off as the contract shows it. */
export function toTimeOff({ startsAt, endsAt, createdAt, ...row }: TimeOffRow): BookingSchemas["TimeOff"] {
  return {
    ...row,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    createdAt: createdAt.toISOString(),
  };
}
