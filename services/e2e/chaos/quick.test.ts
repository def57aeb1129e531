import { asList, asTable, judge, type Judged } from "./judge";
import { invariants } from "./invariants/all";
import { profiles } from "./profiles";
import { run } from "./run";

/** A minute of chaos with a seed of its own; each invariant is a test. `CHAOS_SEED` repeats one. */
const seed = Number(process.env["CHAOS_SEED"] ?? Math.floor(Math.random() * 1_000_000));
const profile = profiles["quick"]!;
const repeat = `npm run chaos -- --seed ${seed} --seconds ${profile.seconds} --profile quick`;

let verdicts: Judged[] = [];
let settled = "";

beforeAll(async () => {
  let stop: (how: "gently" | "now") => Promise<void> = () => Promise.resolve();
  const lines: string[] = [];
  try {
    const result = await run({
      seed,
      profile,
      seconds: profile.seconds,
      stopping: new AbortController().signal,
      onStop: (how) => (stop = how),
      say: (line) => void lines.push(line),
    });
    verdicts = judge(result.evidence, { isChaos: true });
    settled = result.settled;
  } finally {
    await stop("gently");
    const story = verdicts.some(({ violations }) => violations.length > 0) ? lines.join("\n") : "";
    process.stdout.write(
      `Chaos, seed ${seed}: ${repeat}\n${asTable(verdicts)}\n${settled}\n${asList(verdicts)}\n${story}\n`,
    );
  }
}, 600_000);

it.each(invariants.map(({ name }) => name))("%s, whatever is killed, flushed, frozen or dropped", (name) => {
  const verdict = verdicts.find((each) => each.name === name);
  expect({ repeat, violations: verdict?.violations }).toEqual({ repeat, violations: [] });
});

it("comes to rest", () => {
  expect(settled).toMatch(/^settled/);
});
