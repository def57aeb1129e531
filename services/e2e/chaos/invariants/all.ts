import { accounted } from "./accounted";
import { acknowledgedExists } from "./acknowledged";
import { nothingAfterCommit } from "./after-commit";
import { feedDrained } from "./feed-drained";
import { type Invariant } from "./invariant";
import { oneMessage } from "./messages";
import { noOrphanHolds } from "./no-orphan-holds";
import { noOverlap } from "./no-overlap";
import { noUpdateLost } from "./no-update-lost";
import { noUnhandledErrors, processesLive } from "./processes";
import { everythingStruck } from "./strikes";

/** In the order of the printed table. */
export const invariants: readonly Invariant[] = [
  noOverlap,
  acknowledgedExists,
  accounted,
  oneMessage,
  nothingAfterCommit,
  feedDrained,
  noOrphanHolds,
  noUpdateLost,
  processesLive,
  noUnhandledErrors,
  everythingStruck,
];
