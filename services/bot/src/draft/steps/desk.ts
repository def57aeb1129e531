import { z } from "zod";

/** Where a master can be. The names begin with `desk`. */
export const deskStep = z.discriminatedUnion("at", [z.object({ at: z.literal("desk") })]);

export type DeskStep = z.infer<typeof deskStep>;

/** Steps at which /start would throw away choices that the master has made. */
export const deskUnderWay: readonly DeskStep["at"][] = [];
