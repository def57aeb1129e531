import { type Deps } from "../deps";
import { type Identity, type Scope } from "../http/caller";
import { hashOf } from "./api-keys";

const notedEveryMs = 60_000;

interface Row {
  id: string;
  scopes: Scope[];
  lastUsedAt: Date | null;
}

/**
 * Whose key this is; undefined for one that is unknown, ended or revoked. Asked of Postgres for every request, by an index
 * (0.2 ms): nothing is remembered, so a revocation holds from the moment it is committed, on every replica.
 */
export async function findKey(
  { reads, db, clock, logger }: Pick<Deps, "reads" | "db" | "clock" | "logger">,
  key: string,
): Promise<Identity | undefined> {
  const now = clock.now();
  const [row] = await reads.query<Row>({
    name: "find-api-key",
    text: `
      select id, scopes, last_used_at as "lastUsedAt"
      from booking.api_keys
      where key_hash = $1 and revoked_at is null and (expires_at is null or expires_at > $2)`,
    values: [hashOf(key), now],
  });
  if (!row) return undefined;
  const isNew = !row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() >= notedEveryMs;
  // Nobody waits for this, and of a crowd of requests one writes: the others find the row locked or already fresh.
  if (isNew) {
    noteUse(db, row.id, now).catch((error: unknown) =>
      logger.debug({ err: error }, "the use of a key was not noted"),
    );
  }
  return { kind: "key", name: row.id, channel: "api", scopes: new Set(row.scopes) };
}

async function noteUse(db: Deps["db"], id: string, now: Date): Promise<void> {
  const sql = `
    update booking.api_keys set last_used_at = $2
    where id = (
      select id from booking.api_keys
      where id = $1 and (last_used_at is null or last_used_at <= $3)
      for update skip locked
    )`;
  await db.query(sql, { bind: [id, now, new Date(now.getTime() - notedEveryMs)] });
}
