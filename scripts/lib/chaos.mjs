// What `npm run chaos` does: builds, and hands over to services/e2e/chaos, which starts stores and services of its own,
// breaks them by a schedule that the seed decides, and checks what must hold all the same.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runProgram } from "./program.mjs";
import { run } from "./run.mjs";

const profiles = ["quick", "standard", "reminders"];
const sabotages = ["vanish", "double", "overlap", "forget"];

const help = `npm run chaos                        a minute of everything, with a seed of its own
npm run chaos -- --seed N            the same decisions again
npm run chaos -- --seconds S         for so long
npm run chaos -- --profile NAME      ${profiles.join(", ")}
npm run chaos -- --runs N            so many seeds, one after another from --seed on, until one fails
npm run chaos -- --sabotage NAME     does wrong on purpose (${sabotages.join(", ")}), which has to be noticed
npm run chaos -- --verbose           says what it does while it does it
`;

const values = parseOptions();
await runProgram(async ({ root, screen, stopping }) => {
  const first = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  for (let seed = first; seed < first + Number(values.runs); seed += 1) {
    await run(process.execPath, [join(root, "services/e2e/dist/chaos/main.js"), ...argumentsFor(seed)], {
      cwd: join(root, "services", "e2e"),
      stopping,
      onLine: screen.line,
    });
  }
});

function parseOptions() {
  const options = {
    seed: { type: "string" },
    seconds: { type: "string" },
    profile: { type: "string", default: "quick" },
    runs: { type: "string", default: "1" },
    sabotage: { type: "string" },
    verbose: { type: "boolean", default: false },
    help: { type: "boolean", short: "h" },
  };
  try {
    const { values } = parseArgs({ options });
    if (values.help) {
      process.stdout.write(help);
      process.exit(0);
    }
    const { seed = "0", seconds = "60", profile, runs, sabotage } = values;
    if (!/^\d{1,9}$/.test(seed)) throw new Error(`--seed ${seed} is not a whole number below a billion.`);
    if (!/^[1-9]\d{1,3}$/.test(seconds))
      throw new Error(`--seconds ${seconds} is not a number from 10 to 9999.`);
    if (!/^[1-9]\d{0,2}$/.test(runs)) throw new Error(`--runs ${runs} is not a number from 1 to 999.`);
    if (!profiles.includes(profile))
      throw new Error(`There is no profile ${profile}; there are ${profiles.join(", ")}.`);
    if (sabotage !== undefined && !sabotages.includes(sabotage))
      throw new Error(`There is no sabotage ${sabotage}; there are ${sabotages.join(", ")}.`);
    return values;
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${help}`);
    process.exit(2);
  }
}

function argumentsFor(seed) {
  return [
    ...["--seed", String(seed), "--profile", values.profile],
    ...(values.seconds === undefined ? [] : ["--seconds", values.seconds]),
    ...(values.sabotage === undefined ? [] : ["--sabotage", values.sabotage]),
    ...(values.verbose ? ["--verbose"] : []),
  ];
}
