import { randomUUID } from "node:crypto";
import { createBookingClient, onBehalfOf } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { systemClock } from "@okoshko/runtime/clock";
import { commonConfig, readConfig, url } from "@okoshko/runtime/config";
import { createLogger } from "@okoshko/runtime/logger";
import { z } from "zod";
import { type FreeTime, lastFreeTime } from "./last-free-time";

// What `helm test` and `skaffold verify` run, with the bot's token.
const config = readConfig(
  z.object({
    BOOKING_API_URL: url("http", "https").meta({ example: "http://127.0.0.1:4001" }),
    BOOKING_API_TOKEN: z.string().meta({ description: "the bot's token among SERVICE_TOKENS" }),
    SMOKE_BOOKS: z.enum(["true", "false"]).default("true"),
    // The greatest number that Telegram may give: nobody has it.
    SMOKE_TELEGRAM_ID: z
      .string()
      .regex(/^[1-9]\d{0,15}$/)
      .default("4503599627370495"),
    LOG_LEVEL: commonConfig.LOG_LEVEL,
  }),
);
const logger = createLogger({ service: "booking-api-smoke", level: config.LOG_LEVEL });
const booking = createBookingClient({
  baseUrl: config.BOOKING_API_URL,
  token: config.BOOKING_API_TOKEN,
  timeoutMs: 10_000,
});
const headers = onBehalfOf(Number(config.SMOKE_TELEGRAM_ID));

smoke()
  .then(() => logger.info("the installation works"))
  .catch((error: unknown) => {
    logger.fatal({ err: error }, "the installation does not work");
    process.exitCode = 1;
  });

/**
 * Looks for a free time as a client does and, if it is to, books it. An installation that has nothing to offer yet works as
 * well, unless it is to book; one without a business does not.
 */
async function smoke(): Promise<void> {
  await unwrap(booking.GET("/v1/business", {}));
  const free = await lastFreeTime({ booking, headers, now: systemClock.now() });
  if (free !== undefined) {
    logger.info(free, "there is a free time");
    if (config.SMOKE_BOOKS === "true") await book(free);
    return;
  }
  const nothing = "there is nothing to book: no service has a free time in the next year";
  if (config.SMOKE_BOOKS === "true")
    throw new Error(`${nothing}. The owner adds services, masters and their hours in the chat`);
  logger.warn(nothing);
}

/** Holds, confirms and cancels. */
async function book({ serviceId, startsAt }: FreeTime): Promise<void> {
  const person = { params: { header: headers }, body: { name: "Installation test" } };
  await unwrap(booking.PUT("/v1/clients/me", person));
  const held = await unwrap(
    booking.POST("/v1/holds", {
      params: { header: { ...headers, "Idempotency-Key": randomUUID() } },
      body: { serviceIds: [serviceId], startsAt },
    }),
  );
  const params = { path: { appointmentId: held.id }, header: headers };
  const confirmed = await unwrap(booking.POST("/v1/appointments/{appointmentId}/confirm", { params }));
  logger.info({ status: confirmed.status }, "it could be booked");
  await unwrap(
    booking.POST("/v1/appointments/{appointmentId}/cancel", {
      params,
      body: { expectedVersion: confirmed.version, reason: "installation test" },
    }),
  );
}
