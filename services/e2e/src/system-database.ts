import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { testDatabase, type TestDatabase } from "@okoshko/testkit/test-database";
import { repository, runToEnd } from "./service-process";

/** What the content of the template depends on, beside booking-api's migrations, which testkit looks at itself. */
const sources = ["services/notifier/migrations", "services/booking-api/dist/demo"];

/** What is in the database when the services start: the demo shop, or nothing but the schemas of both owners. */
export type Contents = "demo" | "nothing";

/** Such a database, cloned from a template. */
export function systemDatabase(contents: Contents): Promise<TestDatabase> {
  return testDatabase({
    name: `e2e_${contents}_${hashOfSources()}`,
    migrations: path.join(repository, "services/booking-api/migrations"),
    migrate: contents === "demo" ? prepareDatabase : migrateDatabase,
  });
}

/** Gives an empty database the schemas of both owners, and the demo shop. */
export async function prepareDatabase(url: string): Promise<void> {
  await migrateDatabase(url);
  await runToEnd("booking-api", "seed-demo", environmentOf(url));
}

async function migrateDatabase(url: string): Promise<void> {
  await runToEnd("booking-api", "migrate", environmentOf(url));
  await runToEnd("notifier", "migrate", environmentOf(url));
}

function environmentOf(url: string): Record<string, string> {
  return { DATABASE_URL: url, LOG_LEVEL: "warn" };
}

function hashOfSources(): string {
  const hash = createHash("sha256");
  for (const source of sources) {
    const directory = path.join(repository, source);
    for (const file of readdirSync(directory).sort()) {
      const full = path.join(directory, file);
      if (statSync(full).isFile()) hash.update(file).update(readFileSync(full));
    }
  }
  return hash.digest("hex").slice(0, 8);
}
