import { z } from "zod";

/** What is asked of who writes a broadcast; the last is whether to send it. */
export const questions = ["ru", "en", "kind", "since", "master", "send"] as const;
export type Question = (typeof questions)[number];

export const audienceKinds = ["all", "visited_since", "not_visited_since"] as const;
export type AudienceKind = (typeof audienceKinds)[number];

/** A broadcast that is being written. What is left out was not answered yet. */
export const broadcastDraft = z.object({
  /** Its Idempotency-Key: however often it is sent, it goes out once. */
  key: z.string(),
  /** The words in each language; null where there shall be none. */
  ru: z.exactOptional(z.string().nullable()),
  en: z.exactOptional(z.string().nullable()),
  kind: z.exactOptional(z.enum(audienceKinds)),
  since: z.exactOptional(z.string()),
  /** Only clients of this master; null for everybody's. */
  masterId: z.exactOptional(z.string().nullable()),
});

export type BroadcastDraft = z.infer<typeof broadcastDraft>;
