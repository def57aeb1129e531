import path from "node:path";
import { type Logger } from "@okoshko/runtime/logger";
import { migrate } from "@okoshko/runtime/migrations";

/** Brings the schema `notifier` up to date. */
export async function migrateNotifier(url: string, logger: Logger): Promise<void> {
  await migrate({ url, schema: "notifier", directory: path.join(__dirname, "..", "migrations"), logger });
}
