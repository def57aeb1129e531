import { type Command, Redis, type RedisOptions } from "ioredis";
import { type Logger } from "./logger";
import { commonCatalogue } from "./metrics";
import { type Registry } from "./metrics-catalogue";

export { type Redis } from "ioredis";

/**
 * A connection that reconnects for ever and says so once. A command waits through at most two reconnects and then
 * fails, so that a request isn't held for as long as Redis is away; who subscribes, and BullMQ's
 * workers, need `{ maxRetriesPerRequest: null }`, because their waiting has to outlive an outage. With a `registry` its commands are
 * timed.
 */
export function createRedis(
  url: string,
  options: { name: string; logger: Logger; redis?: RedisOptions; registry?: Registry },
): Redis {
  const redis = new Redis(url, {
    connectionName: options.name,
    connectTimeout: 5_000,
    keepAlive: 10_000,
    maxRetriesPerRequest: 2,
    retryStrategy: (attempt) => Math.min(2_000, 50 * 2 ** Math.min(attempt, 6)),
    // A failover leaves us connected to a replica; only a new connection finds the new primary.
    reconnectOnError: (error) => (error.message.startsWith("READONLY") ? 2 : false),
    ...options.redis,
  });
  if (options.registry !== undefined) timeCommands(redis, options.registry);
  const logger = options.logger.child({ redis: options.name });
  let away = false;
  redis.on("error", (error: Error) => {
    if (!away) logger.warn({ err: error }, "redis is away");
    away = true;
  });
  redis.on("ready", () => {
    if (away) logger.info("redis is back");
    away = false;
  });
  return redis;
}

function timeCommands(redis: Redis, registry: Registry): void {
  const duration = commonCatalogue.dbOperations.in(registry);
  const send = redis.sendCommand.bind(redis);
  // What waited for a connection is sent a second time, and is still one command.
  const timed = new WeakSet<Command>();
  const time = (command: Command): void => {
    timed.add(command);
    const end = duration.startTimer({
      db_system_name: "redis",
      db_operation_name: command.name.toLowerCase(),
    });
    command.promise.then(
      () => end({ error_type: "" }),
      () => end({ error_type: "error" }),
    );
  };
  redis.sendCommand = (command, stream) => {
    if (!timed.has(command)) time(command);
    return send(command, stream);
  };
}
