import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { type Database } from "./database";
import { type Nudges } from "./events/nudges";

/** What the use cases of booking-api work with. */
export interface Deps {
  db: Database;
  clock: Clock;
  nudges: Nudges;
  logger: Logger;
}
