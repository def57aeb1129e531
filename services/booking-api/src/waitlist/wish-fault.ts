import { Problem } from "@okoshko/runtime/problem";
import { rows } from "../database";
import { type Deps } from "../deps";
import { type Caller } from "../http/caller";
import { inTransaction, sqlState } from "../transaction";

/** That the matching of one wish failed, by which it would fail again. */
export class WishFault extends Error {
  constructor(
    readonly wishId: string,
    options: { cause: unknown },
  ) {
    super(`The matching of wish ${wishId} failed`, options);
  }
}

// Lost connections, conflicts, too little of something, locks, and an operator's hand: no wish is to blame for these.
const passing = /^(08|40|53|55|57)/;

/** Runs what is done for one wish, and says so when it fails. What would pass by itself is thrown as it is. */
export async function blaming<T>(wish: { id: string }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isPassing = error instanceof Problem || passing.test(sqlState(error) ?? "");
    throw isPassing ? error : new WishFault(wish.id, { cause: error });
  }
}

const leftForMs = 60_000;

/** Leaves a faulty wish alone for a minute; then all of its days are looked at again. Any other error is thrown. */
export async function passOver(
  { db, logger, metrics }: Pick<Deps, "db" | "logger" | "metrics">,
  error: unknown,
  { caller, now }: { caller: Caller; now: Date },
): Promise<"again"> {
  if (!(error instanceof WishFault)) throw error;
  const sql = `
    update booking.waitlist_entries
    set faulty_until = $2, seen_revision = null
    where id = $1 and state = 'waiting'`;
  const until = new Date(now.getTime() + leftForMs);
  await inTransaction(db, { caller, now }, (tx) => rows(db, sql, [error.wishId, until], tx));
  metrics.wishesPassedOver.inc();
  logger.error({ err: error.cause, wishId: error.wishId }, "a wish cannot be matched and is passed over");
  return "again";
}
