// Lints every spec and prints the problems as JSON. A script of its own, because the linter is an ES module and jest's
// workers load none.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createConfig, lint } from "@redocly/openapi-core";

const specs = new URL("../openapi/", import.meta.url);
const config = await createConfig({
  extends: ["recommended"],
  rules: {
    // Every operation answers its errors through `default`; which problems they are is said in words.
    "operation-4xx-response": "off",
    // The specs are for whoever runs the service; the address in them is that of the developer's machine.
    "no-server-example.com": "off",
    "no-unused-components": "error",
    "no-ambiguous-paths": "error",
    "no-identical-paths": "error",
    "operation-operationId": "error",
  },
});

const found = [];
for (const name of readdirSync(specs).filter((file) => file.endsWith(".yaml"))) {
  for (const { severity, ruleId, message, location } of await lint({
    ref: fileURLToPath(new URL(name, specs)),
    config,
  })) {
    found.push({ name, severity, ruleId, message, pointer: location[0]?.pointer });
  }
}
console.log(JSON.stringify(found, null, 1));
