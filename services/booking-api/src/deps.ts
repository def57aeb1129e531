import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { type Database } from "./database";
import { type Nudges } from "./events/nudges";
import { type BookingMetrics } from "./metrics";
import { type Reads } from "./reads";
import { type LiveShop } from "./shop/live-shop";

/** What the use cases of booking-api work with. */
export interface Deps {
  db: Database;
  reads: Reads;
  shop: LiveShop;
  clock: Clock;
  nudges: Nudges;
  logger: Logger;
  metrics: BookingMetrics;
}
