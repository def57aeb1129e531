import { type Redis } from "ioredis";

/** What brought a person here, until they have booked or a day has passed. Lost with Redis: it is for statistics only. */
export interface Campaigns {
  note(userId: number, campaign: string): Promise<void>;
  of(userId: number): Promise<string | null>;
  forget(userId: number): Promise<void>;
}

const daySeconds = 24 * 60 * 60;

export function createCampaigns(redis: Redis, prefix: string): Campaigns {
  const key = (userId: number): string => `${prefix}:campaign:${userId}`;
  return {
    async note(userId, campaign) {
      await redis.set(key(userId), campaign, "EX", daySeconds);
    },
    of: (userId) => redis.get(key(userId)),
    async forget(userId) {
      await redis.del(key(userId));
    },
  };
}
