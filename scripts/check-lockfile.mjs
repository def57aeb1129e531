// Refuses a lockfile that would install on one platform only, or that names the registry it was made from.
import { readFileSync } from "node:fs";

const lock = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"));
const faults = [];
// The platforms a newcomer may run this on; packages for rarer ones come and go upstream.
const supported = /-(linux-(x64|arm64|64)|darwin-(x64|arm64|64)|(win32|windows)-(x64|64))(?!\w)/;

for (const [path, entry] of Object.entries(lock.packages)) {
  if (!entry.link && entry.resolved) faults.push(`${path}: carries a download address`);
  const names = Object.keys(entry.optionalDependencies ?? {});
  for (const name of names.filter((name) => supported.test(name))) {
    const present = Object.keys(lock.packages).some((key) => key.endsWith(`node_modules/${name}`));
    if (!present) faults.push(`${path}: ${name} is missing, so it would not install on that platform`);
  }
}

if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log(`package-lock.json: ${Object.keys(lock.packages).length} packages, all platforms, no addresses`);
