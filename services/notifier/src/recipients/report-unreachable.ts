import { type BookingClient } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { type Pool } from "../database";
import { backoffMs } from "../deliveries/backoff";
import { dueReports, forgetReport, retryReport } from "./reports";

/**
 * Tells booking-api of the people whom messages do not reach. Saying it twice does no harm, so replicas need not agree who
 * says it; a report stays until booking-api has taken it.
 */
export async function reportUnreachable(deps: {
  pool: Pool;
  booking: BookingClient;
  clock: Clock;
  random: () => number;
  logger: Logger;
}): Promise<void> {
  const { pool, booking, clock, logger } = deps;
  for (const report of await dueReports(pool, clock.now())) {
    try {
      await unwrap(
        booking.PUT("/v1/telegram-users/{telegramUserId}/reachability", {
          params: { path: { telegramUserId: report.telegramUserId } },
          body: { reachable: false },
        }),
      );
      await forgetReport(pool, report);
    } catch (error) {
      logger.warn({ err: error }, "booking-api could not be told that somebody is unreachable; later again");
      const pauseMs = backoffMs(report.failures + 1, deps.random);
      await retryReport(pool, report, new Date(clock.now().getTime() + pauseMs));
    }
  }
}
