import { type PersonDriver } from "@okoshko/telegram-emulator/driver";
import { eventually } from "@okoshko/testkit/eventually";
import { type System } from "../src/system";

/** A crashed bot's claim on an update and its lock of the person live on in Redis for some seconds. */
export const pastClaims = { timeoutMs: 45_000, intervalMs: 250 };

/** Until Telegram has brought everything of these persons; its patience between attempts is cut short. */
export async function untilDelivered({ driver }: System, ...persons: PersonDriver[]): Promise<void> {
  await eventually(async () => {
    await driver.delivery.retryNow();
    for (const { id: personId } of persons) {
      const updates = await driver.updates({ personId, limit: 1000 });
      expect(updates.filter(({ status }) => status !== "delivered")).toEqual([]);
    }
  }, pastClaims);
}
