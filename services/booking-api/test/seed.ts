/** A number from the environment, for repeating a failed random test (SEED=… npx jest …) or for a longer run. */
export function fromEnvironment(name: "SEED" | "FUZZ_REQUESTS" | "ORACLE_CASES", otherwise: number): number {
  const text = process.env[name];
  return text === undefined ? otherwise : Number(text);
}

/** A new seed, or the one to repeat. A test that uses it says it in its title. */
export const seed = fromEnvironment("SEED", Math.floor(Math.random() * 1e9));
