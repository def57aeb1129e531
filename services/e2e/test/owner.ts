import { type PersonDriver } from "@okoshko/telegram-emulator/driver";
import { Redis } from "ioredis";
import { type System } from "../src/system";
import { patient } from "./visitor";

export const inga = 3001;

export async function keysOf({ redis: { url } }: System, pattern: string): Promise<string[]> {
  const redis = new Redis(url);
  try {
    return await redis.keys(pattern);
  } finally {
    redis.disconnect();
  }
}

/** A story taps faster than a person could; the bot's patience counts real seconds, which nobody wants to wait for here. */
async function takesTheirTime(system: System): Promise<void> {
  const counted = await keysOf(system, "*:pace*:*");
  const redis = new Redis(system.redis.url);
  if (counted.length > 0) await redis.del(counted);
  redis.disconnect();
}

/** An owner at the first screen of their desk. */
export async function opensManage(system: System, personId = inga): Promise<PersonDriver> {
  const owner = system.driver.person(personId);
  await takesTheirTime(system);
  await owner.says("/manage");
  await owner.waitFor(/управление/, patient);
  return owner;
}
