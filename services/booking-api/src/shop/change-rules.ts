import { type Transaction } from "sequelize";
import { type Deps } from "../deps";
import { type Caller } from "../http/caller";
import { once } from "../http/idempotency";
import { inTransaction } from "../transaction";

/**
 * Runs an edit of the rules in a transaction of its own, under the caller's name, and tells all replicas once it is committed.
 * Every edit goes through here or through `createRule`. One that failed is told of as well: whether a commit reached Postgres
 * is not always known.
 */
export async function changeRules<T>(
  { db, shop, clock }: Pick<Deps, "db" | "shop" | "clock">,
  caller: Caller,
  edit: (tx: Transaction) => Promise<T>,
): Promise<T> {
  try {
    return await inTransaction(db, { caller, now: clock.now() }, edit);
  } finally {
    shop.changed();
  }
}

/** The same for one that is done at most once per key and answers the first result again. */
export async function createRule<T>(
  { db, shop, clock }: Pick<Deps, "db" | "shop" | "clock">,
  request: { caller: Caller; key: string; body: unknown },
  edit: (tx: Transaction) => Promise<T>,
): Promise<T> {
  try {
    return await once(db, { ...request, now: clock.now() }, edit);
  } finally {
    shop.changed();
  }
}
