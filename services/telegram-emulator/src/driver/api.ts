import { createTypedClient } from "@okoshko/contracts/client";
import { type paths } from "@okoshko/contracts/generated/telegram-emulator";
import { type Schemas } from "../contract/schemas";

/** The typed client of the emulator; its control API needs no token. */
export type EmulatorApi = ReturnType<typeof createApi>;

export function createApi(baseUrl: string) {
  return createTypedClient<paths>({ baseUrl, token: "" });
}

export type Chat = Schemas["Chat"];
export type ChatMessage = Schemas["ChatMessage"];
export type Happened = Schemas["Happened"];
