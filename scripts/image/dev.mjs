// The entry of the development images: runs an entry of a service as the production image does (`dev.mjs dist/migrate.js` runs to
// its end), but for main.js also watches the sources, compiles what changes, and starts it anew.
import { spawn } from "node:child_process";
import { existsSync, watch } from "node:fs";
import { join } from "node:path";

const args = process.argv.slice(2);
const service = process.cwd();
const root = join(service, "..", "..");
const watched = [service, join(root, "services", "runtime"), join(root, "contracts")].filter((folder) =>
  existsSync(join(folder, "src")),
);
const followed = new Set();
let child;
let ending = false;

if (args.some((argument) => argument.endsWith("main.js"))) followSources();
start();
for (const signal of ["SIGTERM", "SIGINT"])
  process.on(signal, () => {
    ending = true;
    child.kill(signal);
  });

function start() {
  child = spawn(process.execPath, args, { stdio: "inherit" });
  const own = child;
  own.once("close", (code, signal) => {
    // Another one has taken its place already, or will when the sources compile again.
    if (own === child && (ending || !followed.size)) process.exit(code ?? (signal ? 1 : 0));
  });
}

function followSources() {
  for (const folder of watched) {
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    const compiler = spawn(
      process.execPath,
      [tsc, "-p", join(folder, "tsconfig.build.json"), "--watch", "--preserveWatchOutput"],
      { stdio: ["ignore", "inherit", "inherit"] },
    );
    process.on("exit", () => compiler.kill());
  }
  let timer;
  for (const folder of watched)
    followed.add(
      watch(join(folder, "dist"), { recursive: true }, () => {
        clearTimeout(timer);
        timer = setTimeout(restart, 1_000);
      }),
    );
}

function restart() {
  if (ending) return;
  const old = child;
  old.once("close", start);
  if (old.exitCode !== null || !old.kill("SIGTERM")) start();
}
