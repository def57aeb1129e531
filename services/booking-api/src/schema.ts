import path from "node:path";
import { type Logger } from "@okoshko/runtime/logger";
import { migrate } from "@okoshko/runtime/migrations";

/** Brings the schema `booking` up to date. */
export async function migrateBooking(url: string, logger: Logger): Promise<void> {
  await migrate({ url, schema: "booking", directory: path.join(__dirname, "..", "migrations"), logger });
}
