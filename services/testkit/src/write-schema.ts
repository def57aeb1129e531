import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dumpSchema } from "./dump-schema";
import { startPostgres } from "./postgres";

// Run in a service's folder, with the name of its schema: migrates an empty database with the built service, and writes
// migrations/schema.sql, so that a change shows its net effect beside the migration.
const [schema] = process.argv.slice(2);
if (schema === undefined) throw new Error("Say which schema: node write-schema.js notifier");

async function writeSchema(name: string): Promise<void> {
  const postgres = await startPostgres();
  try {
    const { status } = spawnSync(process.execPath, ["dist/migrate.js"], {
      env: { ...process.env, DATABASE_URL: postgres.url },
      stdio: "inherit",
    });
    if (status !== 0) throw new Error("dist/migrate.js failed; is the service built?");
    writeFileSync("migrations/schema.sql", await dumpSchema(postgres.url, name));
  } finally {
    await postgres.stop();
  }
}

void writeSchema(schema);
