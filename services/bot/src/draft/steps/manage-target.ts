import { z } from "zod";

/** What an owner edits, one value at a time. */
export const target = z.discriminatedUnion("of", [
  z.object({ of: z.literal("business") }),
  z.object({ of: z.literal("service"), serviceId: z.string() }),
  z.object({ of: z.literal("master"), masterId: z.string() }),
  z.object({
    /** How a master does a service. */
    of: z.literal("offering"),
    masterId: z.string(),
    serviceId: z.string(),
    /** Which of the two one came from, and goes back to. */
    from: z.enum(["service", "master"]),
  }),
  z.object({ of: z.literal("staff"), userId: z.number() }),
]);

export type Target = z.infer<typeof target>;

/** Whose hours, and when: a weekday of a master, one date of theirs, or one date of the whole business. */
export const place = z.discriminatedUnion("of", [
  z.object({ of: z.literal("weekday"), masterId: z.string(), weekday: z.number() }),
  z.object({ of: z.literal("date"), masterId: z.string(), date: z.string() }),
  z.object({ of: z.literal("closure"), date: z.string() }),
]);

export type Place = z.infer<typeof place>;

/** Every value that can be edited. Which of them a target has is said in fields/. */
export const fieldNames = [
  "title-ru",
  "title-en",
  "address-ru",
  "address-en",
  "phone",
  "step",
  "notice",
  "horizon",
  "hold",
  "change-notice",
  "active-limit",
  "hold-limit",
  "approval-after",
  "proposal",
  "offer",
  "retention",
  "quiet",
  "reminders",
  "needs-phone",
  "name-ru",
  "name-en",
  "about-ru",
  "about-en",
  "duration",
  "price",
  "before",
  "after",
  "approval",
  "own-reminders",
  "told-in",
  "location",
  "person-name",
] as const;

export type FieldName = (typeof fieldNames)[number];
