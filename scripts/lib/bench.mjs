// What `npm run bench` does: builds, starts a Postgres and a Redis for the run, and measures the services on them.
// The figures are the machine's; the ratios, against baselines of the same run, are what can be compared.
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { runProgram } from "./program.mjs";
import { run } from "./run.mjs";
import { startTestStores } from "./stores.mjs";

const names = readdirSync(new URL("../../services/e2e/bench/benchmarks", import.meta.url)).map((file) =>
  file.replace(/\.ts$/, ""),
);

const help = `npm run bench                        all: ${names.join(", ")}
npm run bench -- --only booking      one (several: --only booking --only race)
npm run bench -- --json FILE         the figures as JSON as well
npm run bench -- --markdown          on stdout nothing but the README's table
npm run bench -- --seconds N         how long each load lasts (5)
npm run bench -- --minutes N         how long memory is watched (1)
npm run bench -- --appointments N    how many visits are in the book of the availability bench (1000000)
npm run bench -- --seed N            which visits are in the book, and which times are asked for

TEST_POSTGRES_URL=…, TEST_REDIS_URL=…   stores of your own
`;

const values = parseOptions();
// With --markdown, stdout is the table and nothing else.
await runProgram(measure, values.markdown ? { out: process.stderr } : {});

async function measure({ root, screen, stopping }) {
  const e2e = join(root, "services", "e2e");
  await screen.step("Building the bench", async () => {
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    await run(process.execPath, [tsc, "-p", "tsconfig.bench.json"], { cwd: e2e, stopping });
    return "Bench built";
  });
  const stores = await startTestStores({ screen, stopping });
  await run(process.execPath, [join(e2e, "dist", "bench", "main.js"), ...argumentsOf(values)], {
    cwd: e2e,
    env: { ...process.env, ...stores },
    stopping,
    onLine: (line) =>
      values.markdown && line.startsWith("|") ? process.stdout.write(`${line}\n`) : screen.line(line),
  });
}

function parseOptions() {
  const options = {
    only: { type: "string", multiple: true, default: [] },
    json: { type: "string" },
    markdown: { type: "boolean", default: false },
    seconds: { type: "string", default: "5" },
    minutes: { type: "string", default: "1" },
    seed: { type: "string", default: "20261123" },
    appointments: { type: "string", default: "1000000" },
    help: { type: "boolean", short: "h" },
  };
  try {
    const { values } = parseArgs({ options });
    if (values.help) {
      process.stdout.write(help);
      process.exit(0);
    }
    const unknown = values.only.filter((name) => !names.includes(name));
    if (unknown.length > 0)
      throw new Error(`There is no benchmark ${unknown.join(", ")}; there are ${names.join(", ")}.`);
    if (!/^[1-9]\d{0,3}$/.test(values.seconds))
      throw new Error(`--seconds ${values.seconds} is not a number from 1 to 9999.`);
    if (!/^[1-9]\d{0,2}$/.test(values.minutes))
      throw new Error(`--minutes ${values.minutes} is not a number from 1 to 999.`);
    if (!/^\d{1,9}$/.test(values.seed))
      throw new Error(`--seed ${values.seed} is not a whole number below a billion.`);
    if (!/^[1-9]\d{3,6}$/.test(values.appointments))
      throw new Error(`--appointments ${values.appointments} is not a number from 1000 to 9999999.`);
    return values;
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${help}`);
    process.exit(2);
  }
}

function argumentsOf({ only, json, markdown, seconds, minutes, seed, appointments }) {
  return [
    ...only.flatMap((name) => ["--only", name]),
    // Relative to where the command was given, not to where the bench runs.
    ...(json === undefined ? [] : ["--json", resolve(process.env.INIT_CWD ?? process.cwd(), json)]),
    ...(markdown ? ["--markdown"] : []),
    ...["--seconds", seconds, "--minutes", minutes, "--seed", seed, "--appointments", appointments],
  ];
}
