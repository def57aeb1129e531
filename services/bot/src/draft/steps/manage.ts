import { z } from "zod";

/** Where an owner or administrator can be. The names begin with `manage`. */
export const manageStep = z.discriminatedUnion("at", [z.object({ at: z.literal("manage") })]);

export type ManageStep = z.infer<typeof manageStep>;

/** Steps at which /start would throw away choices that the owner has made. */
export const manageUnderWay: readonly ManageStep["at"][] = [];
