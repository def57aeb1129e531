import { z } from "zod";

const newVisit = z.object({
  kind: z.literal("new"),
  /** In the order in which they are done; at least one. */
  serviceIds: z.array(z.string()),
  /** Null means any master who does them all. */
  masterId: z.string().nullable(),
});
const movedVisit = z.object({
  kind: z.literal("move"),
  appointmentId: z.string(),
  /** The appointment's when the person began to move it. */
  version: z.number(),
});
const visit = z.discriminatedUnion("kind", [newVisit, movedVisit]);
const dayPart = z.enum(["morning", "afternoon", "evening"]);
const alternative = z.object({ startsAt: z.string(), localDate: z.string(), localTime: z.string() });

/** A time that is kept for the person, with the choices that led to it. */
const kept = {
  visit: newVisit,
  holdId: z.string(),
  date: z.string(),
  /** It came free and is offered to the person from the waitlist: turning to something else doesn't refuse it. */
  offered: z.boolean().default(false),
};

export type NewVisit = z.infer<typeof newVisit>;
export type MovedVisit = z.infer<typeof movedVisit>;
/** The visit that is being arranged: a new one, or one that is booked and gets another time. */
export type Visit = z.infer<typeof visit>;
export type DayPart = z.infer<typeof dayPart>;
/** The days of a wish: a date, or the next so many, or as far as one can book. */
export type WishRange = string;
/** A time offered in place of one that was taken. Date and time of day are the business's. */
export type Alternative = z.infer<typeof alternative>;

/** Where everybody can be: the start page, booking, their bookings. */
export const clientStep = z.discriminatedUnion("at", [
  z.object({ at: z.literal("home") }),
  z.object({ at: z.literal("help") }),
  z.object({ at: z.literal("language") }),
  z.object({ at: z.literal("services"), page: z.number().optional() }),
  z.object({ at: z.literal("master-services"), masterId: z.string(), page: z.number() }),
  z.object({ at: z.literal("masters"), serviceIds: z.array(z.string()), page: z.number().optional() }),
  z.object({ at: z.literal("add-service"), visit: newVisit, page: z.number().optional() }),
  z.object({ at: z.literal("days"), visit }),
  z.object({ at: z.literal("month"), visit, month: z.string() }),
  z.object({ at: z.literal("times"), visit, date: z.string(), part: dayPart.nullable() }),
  z.object({ at: z.literal("taken"), visit, date: z.string(), alternatives: z.array(alternative) }),
  z.object({ at: z.literal("confirm"), ...kept }),
  /** A time is kept, and what is still needed is the person's number. */
  z.object({ at: z.literal("contact"), ...kept }),
  z.object({ at: z.literal("hold-note"), ...kept }),
  z.object({ at: z.literal("note"), appointmentId: z.string() }),
  /** A wish for a time that is taken now: first its days, then its part of the day. */
  z.object({ at: z.literal("wish-days"), visit: newVisit, date: z.string().nullable() }),
  z.object({ at: z.literal("wish-part"), visit: newVisit, range: z.string() }),
  z.object({ at: z.literal("wishes") }),
  z.object({ at: z.literal("wish"), entryId: z.string() }),
  z.object({ at: z.literal("confirm-move"), visit: movedVisit, startsAt: z.string() }),
  z.object({ at: z.literal("bookings") }),
  z.object({ at: z.literal("past"), page: z.number() }),
  z.object({ at: z.literal("booking"), appointmentId: z.string() }),
  z.object({ at: z.literal("confirm-cancel"), appointmentId: z.string(), version: z.number() }),
  z.object({ at: z.literal("cancelled"), appointmentId: z.string() }),
  z.object({ at: z.literal("settings") }),
  z.object({ at: z.literal("reminders") }),
  z.object({ at: z.literal("forget") }),
  z.object({ at: z.literal("forget-sure") }),
]);

export type ClientStep = z.infer<typeof clientStep>;
export type Kept = Omit<Extract<ClientStep, { at: "confirm" }>, "at">;

/** Steps at which /start would throw away choices that the person has made. */
export const clientUnderWay: readonly ClientStep["at"][] = [
  "masters",
  "add-service",
  "days",
  "month",
  "times",
  "taken",
  "confirm",
  "contact",
  "hold-note",
  "wish-days",
  "wish-part",
  "confirm-move",
];
