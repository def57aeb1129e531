import { type Logger } from "@okoshko/runtime/logger";
import { type Pool } from "../database";
import { findClaimed } from "./find-claimed";
import { type Limit } from "./limit";
import { type AfterLot, type Lot, type SendQueue } from "./queue";
import { type Sender } from "./send";

interface Deps {
  pool: Pool;
  limit: Limit;
  queue: SendQueue;
  send: Sender;
  logger: Logger;
}

/**
 * Sends the deliveries of a lot side by side. The dispatcher took places in the limit for them; one that has to wait for its turn in
 * its chat gives its place back, comes alone when its turn has come, at whichever replica, and takes a place then.
 */
export async function workOff(deps: Deps, lot: Lot): Promise<AfterLot> {
  const waitMs = await untilItMayLeave(deps, lot);
  if (waitMs > 0) return { type: "later", waitMs };
  const deliveries = await findClaimed(deps.pool, lot.claims);
  await Promise.all(
    deliveries.map(async (delivery) => {
      try {
        const sent = await deps.send(delivery, lot.hasTurn);
        if (sent.type === "done") return;
        const { id, claim, traceparent } = delivery;
        await deps.limit.giveBack(1);
        await deps.queue.add([{ claims: [{ id, claim, traceparent }], hasTurn: true }], sent.waitMs);
      } catch (error) {
        // Its lease brings it back; the others of the lot are not to suffer from it.
        deps.logger.error({ err: error, delivery: delivery.id }, "a delivery failed");
      }
    }),
  );
  return { type: "done" };
}

async function untilItMayLeave({ limit }: Deps, lot: Lot): Promise<number> {
  if (!lot.hasTurn) return limit.pausedMs();
  const { waitMs } = await limit.take(lot.claims.length);
  return waitMs;
}
