import { asList, asTable, judge, type Judged } from "../judge";
import { invariants } from "../invariants/all";
import { profiles } from "../profiles";
import { run } from "../run";

/**
 * A run of a profile in which each invariant is a test, called `<its name>, <whatever>`. The seed is new each time unless
 * `CHAOS_SEED` says which; how to repeat it is printed.
 */
export function testChaos(options: {
  profile: string;
  seconds?: number;
  whatever: string;
  /** Names of invariants beside those that always hold. */
  also?: readonly string[];
}): void {
  const profile = profiles[options.profile];
  if (!profile) throw new Error(`There is no profile ${options.profile}.`);
  const seconds = options.seconds ?? profile.seconds;
  const seed = Number(process.env["CHAOS_SEED"] ?? Math.floor(Math.random() * 1_000_000));
  const repeat = `npm run chaos -- --seed ${seed} --seconds ${seconds} --profile ${options.profile}`;

  let verdicts: Judged[] = [];
  let settled = "";

  beforeAll(async () => {
    let stop: (how: "gently" | "now") => Promise<void> = () => Promise.resolve();
    const lines: string[] = [];
    try {
      const result = await run({
        seed,
        profile,
        seconds,
        stopping: new AbortController().signal,
        onStop: (how) => (stop = how),
        say: (line) => void lines.push(line),
      });
      verdicts = judge(result.evidence, result.reminders);
      settled = result.settled;
    } finally {
      await stop("gently");
      const story = verdicts.some(({ violations }) => violations.length > 0) ? lines.join("\n") : "";
      process.stdout.write(
        `Chaos, seed ${seed}: ${repeat}\n${asTable(verdicts)}\n${settled}\n${asList(verdicts)}\n${story}\n`,
      );
    }
  }, 600_000);

  const names = [...invariants.map(({ name }) => name), ...(options.also ?? [])];
  it.each(names)(`%s, ${options.whatever}`, (name) => {
    const verdict = verdicts.find((each) => each.name === name);
    expect({ repeat, violations: verdict?.violations }).toEqual({ repeat, violations: [] });
  });

  it("comes to rest", () => {
    expect(settled).toMatch(/^settled/);
  });
}
