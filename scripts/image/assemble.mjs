// Lays out what the image of one service holds: node scripts/image/assemble.mjs <service> <folder>.
// In it: the service and the workspaces it depends on, each with what it needs at run time, and their production packages as the
// lockfile pins them. The Dockerfile calls it in the build stage, and a test starts the services from what it makes.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const readJson = (file) => JSON.parse(readFileSync(join(root, file), "utf8"));

/** What a workspace needs at run time; whatever of it exists is copied. */
const kept = ["dist", "package.json", "migrations", "locales", "openapi", "public"];
/** Types, maps of types and tests of packages: nothing that a running process opens. */
const unneeded = /\.(d\.[cm]?ts|d\.[cm]?ts\.map|tsbuildinfo|test\.js|test\.js\.map)$/;

export function assemble(service, target) {
  const lock = readJson("package-lock.json").packages;
  const workspaces = new Map(
    Object.entries(lock)
      .filter(([, entry]) => entry.link)
      .map(([path, entry]) => [path.slice("node_modules/".length), entry.resolved]),
  );
  const start = workspaces.get(`@okoshko/${service}`);
  if (start === undefined) throw new Error(`There is no workspace @okoshko/${service}`);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });

  const packages = closure(start, lock);
  for (const path of packages) {
    const entry = lock[path];
    if (entry.link) link(path, entry.resolved, target);
    else if (path.includes("node_modules/")) copyPackage(path, target);
    else copyWorkspace(path, target);
  }
  writeFileSync(join(target, "package.json"), `${JSON.stringify({ name: "okoshko", private: true })}\n`);
  return [...packages].filter((path) => path.includes("node_modules/") && !lock[path].link);
}

/** Every place in the lockfile that production code of a workspace can reach, by Node's own way of looking things up. */
export function closure(start, lock) {
  const found = new Set();
  const open = [start];
  while (open.length > 0) {
    const path = open.pop();
    if (found.has(path)) continue;
    found.add(path);
    const entry = lock[path];
    if (entry.link) {
      open.push(entry.resolved);
      continue;
    }
    const wanted = { ...entry.dependencies, ...entry.peerDependencies };
    for (const name of Object.keys({ ...wanted, ...entry.optionalDependencies })) {
      if (name.startsWith("@types/")) continue;
      const place = lookUp(path, name, lock);
      const optional =
        name in (entry.optionalDependencies ?? {}) || entry.peerDependenciesMeta?.[name]?.optional;
      // Packages for other platforms are in the lockfile and not on the disk.
      if (place !== undefined && (lock[place].link || existsSync(join(root, place)))) open.push(place);
      else if (!optional) throw new Error(`${path} needs ${name}, which is not installed`);
    }
  }
  return found;
}

function lookUp(from, name, lock) {
  for (let at = from; ; at = dirname(at)) {
    const place = at === "." ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (place in lock) return place;
    if (at === ".") return undefined;
  }
}

function copyPackage(path, target) {
  const source = join(root, path);
  // What stands inside of it is found by itself if it is needed.
  const nested = join(source, "node_modules");
  cpSync(source, join(target, path), {
    recursive: true,
    filter: (file) => file !== nested && !unneeded.test(file),
  });
}

function copyWorkspace(path, target) {
  if (!existsSync(join(root, path, "dist"))) throw new Error(`${path} is not built`);
  for (const part of readdirSync(join(root, path)).filter((name) => kept.includes(name)))
    cpSync(join(root, path, part), join(target, path, part), {
      recursive: true,
      filter: (file) => !unneeded.test(file),
    });
}

function link(path, to, target) {
  const place = join(target, path);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join("../..", to), place);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [service, folder] = process.argv.slice(2);
  if (!service || !folder) {
    console.error("node scripts/image/assemble.mjs <service> <folder>");
    process.exit(2);
  }
  const packages = assemble(service, resolve(folder));
  console.log(`${service}: ${packages.length} packages in ${folder}`);
}
