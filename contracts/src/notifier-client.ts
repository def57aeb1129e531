import { createTypedClient, type ClientOptions } from "./client";
import { type components, type paths } from "./generated/notifier";

/** The schemas of the notifier, by name. */
export type NotifierSchemas = components["schemas"];

/** A typed client of the notifier. */
export type NotifierClient = ReturnType<typeof createNotifierClient>;

/** Makes a typed client of the notifier. */
export function createNotifierClient(options: ClientOptions) {
  return createTypedClient<paths>(options);
}
