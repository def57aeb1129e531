import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { type Pool } from "../database";
import { type Metrics } from "../metrics";
import { giveUpAbandoned } from "./give-up-as-unknown";
import { requeueExpired } from "./requeue-expired";

interface Deps {
  pool: Pool;
  clock: Clock;
  leaseClock: Clock;
  metrics: Metrics;
  logger: Logger;
  /** Something is due that was claimed before. */
  onPlanned: () => void;
}

/** Brings back what got lost with a replica that died, or could not record what it did. */
export async function endLeases(deps: Deps): Promise<void> {
  const abandoned = await giveUpAbandoned(deps);
  const expired = await requeueExpired(deps.pool, deps.leaseClock.now(), deps.clock.now());
  if (expired > 0) {
    deps.metrics.leasesExpired.inc({ status: "queued" }, expired);
    deps.logger.warn({ count: expired }, "claims got lost; their deliveries are planned again");
  }
  if (abandoned + expired > 0) deps.onPlanned();
}
