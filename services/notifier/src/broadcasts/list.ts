import { type LocalizedText } from "../deliveries/delivery";
import { type LedgerPosition } from "../deliveries/ledger-cursor";
import { type Queryable } from "../database";
import { type Audience, type BroadcastCounts } from "./broadcast";

/** Of `notifier.broadcasts b`. */
export const broadcastColumns = `
  b.id, b.state, b.text, b.audience, b.total, b.created_by, b.created_at, b.finished_at,
  (
    select jsonb_object_agg(c.outcome, c.count)
    from (
      select case when d.reason = 'recipient_unreachable' then 'unreachable' else d.status end as outcome, count(*) as count
      from notifier.deliveries d
      where d.broadcast_id = b.id
      group by outcome
    ) as c
  ) as counts`;

export interface BroadcastRow {
  id: string;
  state: "sending" | "done" | "stopped";
  text: LocalizedText;
  audience: Audience;
  total: number | null;
  created_by: number | null;
  created_at: Date;
  finished_at: Date | null;
  /** By status, those whom messages don't reach apart; null when nobody has been written to yet. */
  counts: Partial<Record<keyof BroadcastCounts | "planned" | "queued" | "sending", number>> | null;
}

const listSql = `
  select ${broadcastColumns}
  from notifier.broadcasts b
  where $1::timestamptz is null or (b.created_at, b.id) < ($1, $2::uuid)
  order by b.created_at desc, b.id desc
  limit $3`;

/** Broadcasts, the latest first, from behind `after` on. */
export async function listBroadcasts(
  db: Queryable,
  page: { after: LedgerPosition | undefined; limit: number },
): Promise<BroadcastRow[]> {
  const values = [page.after?.dueAt ?? null, page.after?.id ?? null, page.limit];
  const { rows } = await db.query<BroadcastRow>(listSql, values);
  return rows;
}

const getSql = `select ${broadcastColumns} from notifier.broadcasts b where b.id = $1`;

export async function getBroadcast(db: Queryable, id: string): Promise<BroadcastRow | undefined> {
  const { rows } = await db.query<BroadcastRow>(getSql, [id]);
  return rows[0];
}
