import { z } from "zod";
import { broadcastDraft, questions } from "./manage-broadcast";
import { fieldNames, place, target } from "./manage-target";

const localizedText = z.object({ ru: z.exactOptional(z.string()), en: z.exactOptional(z.string()) });
/** Cursors of the pages that were turned, so that one can turn back. */
const cursors = z.array(z.string());
export type StaffRole = "owner" | "admin" | "master";

/** Where an owner or administrator can be. The names begin with `manage`. */
export const manageStep = z.discriminatedUnion("at", [
  z.object({ at: z.literal("manage") }),

  z.object({ at: z.literal("manage-services"), page: z.number() }),
  z.object({ at: z.literal("manage-service"), serviceId: z.string() }),
  z.object({ at: z.literal("manage-performers"), serviceId: z.string() }),
  z.object({
    at: z.literal("manage-new-service"),
    /** What is known so far; the first that is null is asked. */
    name: localizedText.nullable(),
    durationMinutes: z.number().nullable(),
  }),

  z.object({ at: z.literal("manage-masters"), page: z.number() }),
  z.object({ at: z.literal("manage-master"), masterId: z.string() }),
  z.object({ at: z.literal("manage-new-master") }),
  z.object({ at: z.literal("manage-repertoire"), masterId: z.string() }),
  z.object({
    at: z.literal("manage-offering"),
    masterId: z.string(),
    serviceId: z.string(),
    /** Where one came from, and goes back to. */
    from: z.enum(["service", "master"]),
  }),

  z.object({
    at: z.literal("manage-edit"),
    target,
    field: z.enum(fieldNames),
    /** The value that the person saw when they began. */
    seen: z.string(),
    /** What they wanted to save when somebody else was faster. */
    mine: z.string().nullable(),
    /** Asked because the same words exist in another language. */
    offered: z.boolean(),
  }),

  z.object({ at: z.literal("manage-week"), masterId: z.string() }),
  z.object({
    at: z.literal("manage-hours"),
    place,
    seen: z.string(),
    mine: z.string().nullable(),
  }),
  z.object({ at: z.literal("manage-copy"), masterId: z.string(), weekday: z.number() }),
  /** Days that differ: of a master, or, with null, of the whole business. */
  z.object({ at: z.literal("manage-days"), masterId: z.string().nullable() }),
  z.object({ at: z.literal("manage-dates"), masterId: z.string().nullable(), month: z.string() }),
  z.object({ at: z.literal("manage-import") }),

  z.object({ at: z.literal("manage-staff") }),
  z.object({ at: z.literal("manage-person"), userId: z.number() }),
  z.object({ at: z.literal("manage-remove"), userId: z.number() }),
  z.object({ at: z.literal("manage-demote"), userId: z.number() }),
  z.object({ at: z.literal("manage-invite") }),
  z.object({ at: z.literal("manage-invite-master") }),
  z.object({ at: z.literal("manage-invite-name"), role: z.enum(["owner", "admin"]) }),
  z.object({ at: z.literal("manage-invitations") }),

  z.object({ at: z.literal("manage-policies") }),
  z.object({ at: z.literal("manage-business") }),

  z.object({ at: z.literal("manage-clients"), search: z.string().nullable(), cursors }),
  z.object({ at: z.literal("manage-client"), clientId: z.string() }),
  z.object({ at: z.literal("manage-client-visits"), clientId: z.string(), cursors }),
  z.object({ at: z.literal("manage-erase"), clientId: z.string(), sure: z.boolean() }),

  z.object({ at: z.literal("manage-broadcasts"), cursors }),
  z.object({
    at: z.literal("manage-broadcast-new"),
    draft: broadcastDraft,
    question: z.enum(questions),
    /** Whose message is looked at before it is sent; null for that of most people. */
    shown: z.enum(["ru", "en"]).nullable(),
  }),
  z.object({ at: z.literal("manage-broadcast"), broadcastId: z.string() }),
  z.object({ at: z.literal("manage-broadcast-stop"), broadcastId: z.string() }),

  z.object({ at: z.literal("manage-audit"), cursors }),
]);

export type ManageStep = z.infer<typeof manageStep>;

/** Steps at which /start would throw away choices that the owner has made. */
export const manageUnderWay: readonly ManageStep["at"][] = ["manage-new-service", "manage-broadcast-new"];
