import { type Schemas } from "../contract/schemas";

export type Update = Schemas["Update"];
export type UpdateType = Exclude<keyof Update, "update_id">;

/** An update and the story of its delivery. */
export interface UpdateRecord {
  updateId: number;
  revision: number;
  type: UpdateType;
  personId: number;
  queue: string;
  status: Schemas["UpdateStatus"];
  /** Demo time. */
  createdAtMs: number;
  expiresAtMs: number;
  attempts: Schemas["UpdateRecord"]["attempts"];
  update: Update;
}

/**
 * Telegram's server queues webhook updates by these keys and delivers one queue serially, the queues in parallel: a text
 * and a tap of the same person may be under way at the same time.
 */
const queues: Record<UpdateType, string> = {
  message: "chat",
  edited_message: "chat",
  callback_query: "callbacks",
  my_chat_member: "membership",
};

export function queueOf(type: UpdateType, personId: number): string {
  return `${queues[type]}:${personId}`;
}

const day = 24 * 60 * 60 * 1000;

/** After this a bot that was away gets it no more. */
export function lifetimeMs(type: UpdateType): number {
  return type === "callback_query" ? 150_000 : day;
}
