import { type Queryable, type Tx } from "../database";

const readSql = `select cursor from notifier.feed_cursors where feed = $1`;

/** How far the feed has been planned; undefined at the very beginning. */
export async function readCursor(db: Queryable, feed: string): Promise<string | undefined> {
  const { rows } = await db.query<{ cursor: string | null }>(readSql, [feed]);
  return rows[0]?.cursor ?? undefined;
}

const ensureSql = `
  insert into notifier.feed_cursors (feed, cursor, updated_at)
  values ($1, null, $2)
  on conflict on constraint feed_cursors_pkey do nothing`;

const lockSql = `select cursor from notifier.feed_cursors where feed = $1 for update`;

/** The same, and until the end of the transaction nobody else can move it. */
export async function lockCursor(tx: Tx, feed: string, now: Date): Promise<string | undefined> {
  await tx.query(ensureSql, [feed, now]);
  const { rows } = await tx.query<{ cursor: string | null }>(lockSql, [feed]);
  return rows[0]?.cursor ?? undefined;
}

const moveSql = `update notifier.feed_cursors set cursor = $2, updated_at = $3 where feed = $1`;

export async function moveCursor(tx: Tx, feed: string, cursor: string, now: Date): Promise<void> {
  await tx.query(moveSql, [feed, cursor, now]);
}
