import { type Transaction } from "sequelize";
import { type Redis } from "ioredis";
import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { type Database, rows } from "../database";
import { type Reads } from "../reads";
import { loadShop } from "./load-shop";
import { type Shop } from "./shop";

const channel = "okoshko:rules";

/** The rules as they are now, without reading them for each request. */
export interface LiveShop {
  /**
   * For reads. The edit of another replica is heard of through Redis, or found by asking Postgres for the revision, at most
   * `recheckAfterMs` later. Throws `not-set-up` while there is no business.
   */
  current(): Promise<Shop>;
  /**
   * For writes: the rules of this very moment, never a memory of them. Asks for the revision, in one tiny statement, unless
   * the caller has just read it in a statement of its own. May be called within a transaction.
   */
  exact(tx: Transaction | null, revision?: string): Promise<Shop>;
  /** Rules were edited, and the edit is committed. Never fails, never waits. */
  changed(): void;
}

/** What a LiveShop works with. `subscriber` is a connection that does nothing but listen. */
export interface LiveShopDeps {
  db: Database;
  reads: Reads;
  publisher: Redis;
  subscriber: Redis;
  clock: Clock;
  logger: Logger;
}

// Half of the two seconds within which a lost message must be made up for. One asking a second costs next to nothing.
const recheckAfterMs = 1_000;

/** Nothing is read before it is needed. */
export function createLiveShop({ db, reads, publisher, subscriber, clock, logger }: LiveShopDeps): LiveShop {
  let held: Shop | undefined;
  let trustedUntil = 0;
  let checking: Promise<Shop> | undefined;
  let loading: Promise<Shop> | undefined;

  const load = () =>
    (loading ??= loadShop(reads, clock.now())
      .then((shop) => (held = shop))
      .finally(() => (loading = undefined)));

  /** The rules as of `revision` or later, which has been read just now. Readers and writers share one loading. */
  const matching = async (revision: string): Promise<Shop> => {
    if (held?.revision === revision) return held;
    // One that is under way may have begun before the revision was read, and then it is too old.
    const shop = await loading?.catch(() => undefined);
    return shop?.revision === revision ? shop : load();
  };

  const readRevision = async (tx: Transaction | null): Promise<string> => {
    const text = "select revision::text from booking.rules_revision";
    const [row] = tx
      ? await rows<{ revision: string }>(db, text, [], tx)
      : await reads.query<{ revision: string }>({ name: "rules-revision", text, values: [] });
    if (!row) throw new Error("booking.rules_revision has lost its row");
    return row.revision;
  };

  const check = (): Promise<Shop> => {
    const askedAt = performance.now();
    const checked: Promise<Shop> = readRevision(null)
      .then(matching)
      .then((shop) => {
        // Unless the rules changed meanwhile.
        if (checking === checked) trustedUntil = askedAt + recheckAfterMs;
        return shop;
      })
      .finally(() => {
        if (checking === checked) checking = undefined;
      });
    return checked;
  };

  const distrust = () => {
    trustedUntil = 0;
    checking = undefined;
  };

  subscriber.on("message", (from: string) => {
    if (from === channel) distrust();
  });
  // ioredis subscribes again by itself after a reconnect. What was missed meanwhile is found by asking.
  subscriber
    .subscribe(channel)
    .catch((error: unknown) => logger.warn({ err: error }, "no news of rules for now"));

  return {
    current: () => {
      if (held && performance.now() < trustedUntil) return Promise.resolve(held);
      return (checking ??= check());
    },
    exact: async (tx, revision) => matching(revision ?? (await readRevision(tx))),
    changed: () => {
      distrust();
      publisher
        .publish(channel, "")
        .catch((error: unknown) =>
          logger.warn({ err: error }, "other replicas hear of new rules a second later"),
        );
    },
  };
}
