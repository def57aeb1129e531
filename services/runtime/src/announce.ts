import { type Logger } from "./logger";

/** Says on stdout, and to the process that started us, which ports were taken (they may have been asked for as 0). */
export function announceListening(logger: Logger, ports: { port: number; adminPort: number }): void {
  logger.info({ event: "listening", ...ports }, `listening on port ${ports.port}`);
  process.send?.({ type: "listening", ...ports });
}
