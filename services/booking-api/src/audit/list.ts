import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { type Database, rows } from "../database";

type AuditEntry = BookingSchemas["AuditEntry"];

/** Which entries of the audit log; what is left out restricts nothing. */
export interface AuditQuery {
  /** A kind of thing, or one thing: `appointment`, `appointment:{id}`. */
  subject?: string | undefined;
  /** Exactly these things. */
  subjects?: readonly string[];
  /** As an entry names it: `telegram:3001`. */
  actor?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** Entries before the one with this id. */
  before?: string | undefined;
  limit?: number;
}

/**
 * Entries, newest first, with what identifies people where it is still kept. Who was forgotten appears as `person:{id}`, an id
 * that leads nowhere.
 */
export async function readAudit(db: Database, query: AuditQuery): Promise<AuditEntry[]> {
  const sql = `
    select a.id::text, a.occurred_at as "occurredAt", booking.account_of(a.actor) as actor, a.channel, a.operation,
      a.action, a.subject,
      case when a.before is null then null else a.before || coalesce(p.before, '{}') end as before,
      case when a.after is null then null else a.after || coalesce(p.after, '{}') end as after
    from booking.audit a
    left join booking.audit_personal p on p.audit_id = a.id
    where ($1::text is null or a.subject collate "C" >= $1 and a.subject collate "C" < $2)
      and ($3::text[] is null or a.subject collate "C" = any($3))
      and (
        $4::text is null
        or a.actor = case
          when $4 like 'telegram:%'
          then 'person:' || (select id from booking.audit_actors where 'telegram:' || telegram_user_id = $4)
          else $4
        end
      )
      and ($5::timestamptz is null or a.occurred_at >= $5)
      and ($6::timestamptz is null or a.occurred_at < $6)
      and ($7::bigint is null or a.id < $7)
    order by a.id desc
    limit $8`;
  const { subject } = query;
  // ";" is the character after ":", so a kind is everything from `kind:` up to `kind;`.
  const isKind = subject !== undefined && !subject.includes(":");
  const bind = [
    isKind ? `${subject}:` : (subject ?? null),
    isKind ? `${subject};` : subject === undefined ? null : `${subject}\u0001`,
    query.subjects ? [...query.subjects] : null,
    query.actor ?? null,
    query.from ?? null,
    query.to ?? null,
    query.before ?? null,
    query.limit ?? null,
  ];
  const found = await rows<Omit<AuditEntry, "occurredAt"> & { occurredAt: Date }>(db, sql, bind, null);
  return found.map((row) => ({ ...row, occurredAt: row.occurredAt.toISOString() }));
}

/** A page of the log. */
export async function listAudit(
  db: Database,
  query: Omit<AuditQuery, "before" | "limit"> & { cursor: string | undefined; limit: number },
): Promise<{ items: AuditEntry[]; nextCursor: string | null }> {
  const before = query.cursor === undefined ? undefined : fromCursor(query.cursor);
  const found = await readAudit(db, { ...query, before, limit: query.limit + 1 });
  const items = found.slice(0, query.limit);
  return { items, nextCursor: found.length > query.limit ? (items.at(-1)?.id ?? null) : null };
}

function fromCursor(cursor: string): string {
  // Eighteen digits always fit a bigint.
  if (/^[1-9][0-9]{0,17}$/.test(cursor)) return cursor;
  throw new Problem("invalid-request", {
    detail: "Take the cursor from `nextCursor` of the page before.",
    errors: [{ pointer: "query/cursor", detail: "is not a cursor of this list" }],
  });
}
