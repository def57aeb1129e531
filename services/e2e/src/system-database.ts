import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { testDatabase, type TestDatabase } from "@okoshko/testkit/test-database";
import { repository, runToEnd } from "./service-process";

/** What the content of the template depends on, beside booking-api's migrations, which testkit looks at itself. */
const sources = ["services/notifier/migrations", "services/booking-api/dist/demo"];

/** A database with the schemas of both owners and the demo shop in it, cloned from a template. */
export function systemDatabase(): Promise<TestDatabase> {
  return testDatabase({
    name: `e2e_${hashOfSources()}`,
    migrations: path.join(repository, "services/booking-api/migrations"),
    migrate: prepareDatabase,
  });
}

/** Gives an empty database the schemas of both owners, and the demo shop. */
export async function prepareDatabase(url: string): Promise<void> {
  const env = { DATABASE_URL: url, LOG_LEVEL: "warn" };
  await runToEnd("booking-api", "migrate", env);
  await runToEnd("notifier", "migrate", env);
  await runToEnd("booking-api", "seed-demo", env);
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
