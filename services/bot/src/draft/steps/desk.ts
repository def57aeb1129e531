import { z } from "zod";

/** The message of the notifier under which a decision began; it is told what became of it. */
const origin = z.object({
  messageId: z.number(),
  text: z.string(),
  entities: z.array(
    z.object({ type: z.enum(["bold", "italic", "underline"]), offset: z.number(), length: z.number() }),
  ),
});

const change = z.object({ appointmentId: z.string(), version: z.number(), masterId: z.string() });
/** `now`: they are standing there. */
const when = z.enum(["now", "later"]);
const plan = z.discriminatedUnion("for", [
  change.extend({ for: z.literal("propose"), origin: origin.nullable() }),
  change.extend({ for: z.literal("move") }),
  z.object({
    for: z.literal("book"),
    masterId: z.string(),
    clientId: z.string(),
    clientName: z.string(),
    serviceIds: z.array(z.string()),
    when,
  }),
]);
const dayPart = z.enum(["morning", "afternoon", "evening"]);
const alternative = z.object({ startsAt: z.string(), localDate: z.string(), localTime: z.string() });

export type Origin = z.infer<typeof origin>;
/**
 * A visit to which the desk gives a time. It has up to three ids and more, which no button has room for, so it lives in the
 * draft alone: who loses the draft begins again, and nothing was booked.
 */
export type Plan = z.infer<typeof plan>;
export type BookPlan = Extract<Plan, { for: "book" }>;

/** Where a master can be. The names begin with `desk`. */
export const deskStep = z.discriminatedUnion("at", [
  z.object({ at: z.literal("desk-masters"), page: z.number() }),
  z.object({
    at: z.literal("desk-day"),
    masterId: z.string(),
    date: z.string().nullable(),
    page: z.number(),
  }),
  z.object({ at: z.literal("desk-week"), masterId: z.string(), date: z.string().nullable() }),
  z.object({ at: z.literal("desk-month"), masterId: z.string(), month: z.string() }),
  z.object({ at: z.literal("desk-requests"), masterId: z.string(), page: z.number() }),
  z.object({ at: z.literal("desk-visit"), appointmentId: z.string() }),
  z.object({
    at: z.literal("desk-why"),
    what: z.enum(["decline", "cancel"]),
    appointmentId: z.string(),
    version: z.number(),
    /** Written by the master, in place of a ready reason. */
    reason: z.string().nullable(),
    origin: origin.nullable(),
  }),
  z.object({
    at: z.literal("desk-mark"),
    what: z.enum(["complete", "no_show"]),
    appointmentId: z.string(),
    version: z.number(),
    origin: origin.nullable(),
  }),
  z.object({ at: z.literal("desk-plan-days"), plan }),
  z.object({ at: z.literal("desk-plan-month"), plan, month: z.string() }),
  z.object({ at: z.literal("desk-plan-times"), plan, date: z.string(), part: dayPart.nullable() }),
  z.object({
    at: z.literal("desk-plan-taken"),
    plan,
    date: z.string(),
    alternatives: z.array(alternative),
  }),
  z.object({ at: z.literal("desk-plan-sure"), plan, startsAt: z.string() }),
  z.object({ at: z.literal("desk-plan-masters"), plan }),
  z.object({ at: z.literal("desk-book-sure"), plan, holdId: z.string() }),
  z.object({ at: z.literal("desk-book"), masterId: z.string() }),
  z.object({
    at: z.literal("desk-client"),
    masterId: z.string(),
    when,
    search: z.string().nullable(),
    page: z.number(),
  }),
  z.object({ at: z.literal("desk-client-phone"), masterId: z.string(), when, name: z.string() }),
  z.object({ at: z.literal("desk-services"), plan }),
  z.object({ at: z.literal("desk-block"), masterId: z.string(), page: z.number() }),
  z.object({ at: z.literal("desk-block-from"), masterId: z.string(), date: z.string() }),
  z.object({ at: z.literal("desk-block-to"), masterId: z.string(), date: z.string(), from: z.string() }),
  z.object({ at: z.literal("desk-blocked"), masterId: z.string(), timeOffId: z.string() }),
  z.object({
    at: z.literal("desk-off"),
    masterId: z.string(),
    month: z.string(),
    /** The first day, when it is chosen. */
    first: z.string().nullable(),
  }),
  z.object({ at: z.literal("desk-off-sure"), masterId: z.string(), first: z.string(), last: z.string() }),
  z.object({
    at: z.literal("desk-share"),
    masterId: z.string(),
    span: z.enum(["today", "tomorrow", "week"]),
  }),
  z.object({ at: z.literal("desk-waitlist"), masterId: z.string().nullable(), page: z.number() }),
  z.object({ at: z.literal("desk-feed"), masterId: z.string() }),
]);

export type DeskStep = z.infer<typeof deskStep>;
export type StepAt<At extends DeskStep["at"]> = Extract<DeskStep, { at: At }>;

/** Steps at which /start would throw away choices that the master has made. */
export const deskUnderWay: readonly DeskStep["at"][] = [
  "desk-why",
  "desk-plan-days",
  "desk-plan-month",
  "desk-plan-times",
  "desk-plan-taken",
  "desk-plan-sure",
  "desk-plan-masters",
  "desk-book-sure",
  "desk-client-phone",
  "desk-services",
  "desk-block-to",
  "desk-off-sure",
];
