import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

/** Which bot this is, for what outlives it. */
export function readVersion(file = path.join(__dirname, "../package.json")): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, "utf8"))).version;
}
