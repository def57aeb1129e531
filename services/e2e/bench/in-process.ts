import { openDatabase } from "@okoshko/booking-api/database";
import { type Deps } from "@okoshko/booking-api/deps";
import { openReads } from "@okoshko/booking-api/reads";
import { createLiveShop } from "@okoshko/booking-api/shop/live-shop";
import { systemClock } from "@okoshko/runtime/clock";
import { createLogger } from "@okoshko/runtime/logger";
import { createRedis } from "@okoshko/runtime/redis";

/** booking-api's use cases in this process, so that the statements they say can be recorded. */
export function openUseCases(urls: { url: string; redisUrl: string }): {
  deps: Deps;
  close: () => Promise<void>;
} {
  const logger = createLogger({ service: "bench", level: "warn" });
  const db = openDatabase(urls.url, { poolSize: 10 });
  const reads = openReads(urls.url, { poolSize: 4 });
  const publisher = createRedis(urls.redisUrl, { name: "bench", logger });
  const subscriber = createRedis(urls.redisUrl, { name: "bench-news", logger });
  const shop = createLiveShop({ db, reads, publisher, subscriber, clock: systemClock, logger });
  const nudges = {
    send: () => undefined,
    wait: () => Promise.resolve(),
    ended: new AbortController().signal,
    end: () => undefined,
  };
  return {
    deps: { db, reads, shop, clock: systemClock, nudges, logger, metrics: db.metrics },
    close: async () => {
      for (const connection of [publisher, subscriber]) connection.disconnect();
      await Promise.all([db.close(), reads.close()]);
    },
  };
}
