import { readFileSync } from "node:fs";
import path from "node:path";
import { dumpSchema } from "@okoshko/testkit/dump-schema";
import { aDatabase } from "../test/notifier-world";

it("has a dump of its schema that is up to date; `npm run schema` writes it", async () => {
  const database = await aDatabase();
  const written = readFileSync(path.join(__dirname, "..", "migrations", "schema.sql"), "utf8");
  expect(await dumpSchema(database.url, "notifier")).toBe(written);
  await database.drop();
});
