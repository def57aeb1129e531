import { monday, type Replica, startSystem, type System } from "../src/system";
import { type Balancer, startBalancer } from "./balancer";
import { hasFailed } from "./story-system";

/** Two processes of the bot behind one address. */
export interface TwoBots {
  system: System;
  /** A and B. */
  bots: readonly [Replica, Replica];
  balancer: Balancer;
}

/**
 * For the stories of one file. Each begins with both processes up, in turn, and Redis there; after a failed one, the last
 * words of all services and the way of each update are printed.
 */
export function twoBots(): { readonly current: TwoBots } {
  let current: TwoBots | undefined;
  const world = (): TwoBots => {
    if (current === undefined) throw new Error("The system runs only inside of tests.");
    return current;
  };
  beforeAll(async () => {
    const system = await startSystem({ startsAt: monday, without: ["bot"] });
    const ports: number[] = [];
    const balancer = await startBalancer(() => ports);
    const WEBHOOK_URL = `${balancer.url}/telegram/webhook`;
    const one = await system.another("bot", { WEBHOOK_URL });
    const two = await system.another("bot", { WEBHOOK_URL, WEBHOOK_REGISTER: "never" });
    ports.push(one.port, two.port);
    current = { system, bots: [one, two], balancer };
  });
  afterEach(async () => {
    const { system, bots, balancer } = world();
    if (hasFailed())
      process.stderr.write(
        `\n${expect.getState().currentTestName}\n${system.logs()}\n${JSON.stringify(balancer.passages)}\n`,
      );
    await system.driver.faults.clear();
    await system.driver.delivery.change({ copies: 1, delayMs: 0, reorder: false, paused: false });
    balancer.only(undefined);
    await Promise.all(bots.filter((bot) => !bot.isUp()).map((bot) => bot.start()));
  });
  afterAll(async () => {
    await current?.system.stop();
    await current?.balancer.close();
  });
  return {
    get current() {
      return world();
    },
  };
}
