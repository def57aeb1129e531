import { createTypedClient, type ClientOptions } from "./client.js";
import { type components, type paths } from "./generated/notifier.js";

/** The schemas of the notifier, by name. */
export type NotifierSchemas = components["schemas"];

/** A typed client of the notifier. */
export type NotifierClient = ReturnType<typeof createNotifierClient>;

/** Makes a typed client of the notifier. */
export function createNotifierClient(options: ClientOptions) {
  return createTypedClient<paths>(options);
}
