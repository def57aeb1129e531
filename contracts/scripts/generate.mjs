// Makes src/generated/<spec>.ts, the types of each OpenAPI file.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const specs = new URL("../openapi/", import.meta.url);
const generated = new URL("../src/generated/", import.meta.url);

mkdirSync(generated, { recursive: true });
for (const file of readdirSync(specs).filter((name) => name.endsWith(".yaml"))) {
  const types = await openapiTS(new URL(file, specs));
  writeFileSync(new URL(file.replace(/\.yaml$/, ".ts"), generated), astToString(types));
}
