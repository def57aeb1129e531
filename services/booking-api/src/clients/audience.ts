import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { localDay, toDate } from "../availability/local-day";
import { type Deps } from "../deps";

type Member = BookingSchemas["AudienceMember"];

/** Who is to be written to, and how many at a time. */
export interface AudienceRequest {
  kind: "all" | "visited_since" | "not_visited_since";
  /** A date of the business; with the kinds that ask since when, and only with these. */
  since?: string | undefined;
  /** Only people who have or had a visit with this master, and only those visits count. */
  masterId?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

/**
 * A page of the clients whom a broadcast reaches: with an account, reachable, willing, not forgotten. A visit counts when it
 * took place or is still booked, so that nobody is asked why they stay away who comes tomorrow. By id: a page never shows
 * somebody twice, and who joins meanwhile is in it or not.
 */
export async function listAudience(
  { reads, shop }: Pick<Deps, "reads" | "shop">,
  request: AudienceRequest,
): Promise<{ items: Member[]; nextCursor: string | null; total: number }> {
  const { timeZone, defaultLocale } = (await shop.current()).business;
  const from = startOf(request, timeZone);
  const visits = `
    select from booking.appointments a
    where a.client_id = c.id and a.status in ('pending', 'confirmed', 'completed')
      and ($3::uuid is null or a.master_id = $3)`;
  const text = `
    with audience as (
      select c.id, c.telegram_user_id, c.locale
      from booking.clients c
      where c.erased_at is null and c.telegram_user_id is not null and c.unreachable_at is null and c.accepts_broadcasts
        and ($3::uuid is null or exists (${visits}))
        and ($1 = 'all' or ($1 = 'visited_since') = exists (${visits} and a.starts_at >= $2))
    )
    select (select count(*)::int from audience) as total, (
      select coalesce(jsonb_agg(page), '[]')
      from (
        select id as "clientId", telegram_user_id as "telegramUserId", coalesce(locale, $4) as locale
        from audience
        where $5::uuid is null or id > $5
        order by id
        limit $6
      ) as page
    ) as items`;
  const values = [
    request.kind,
    from,
    request.masterId ?? null,
    defaultLocale,
    cursorOf(request),
    request.limit + 1,
  ];
  const [found] = await reads.query<{ total: number; items: Member[] }>({ name: "audience", text, values });
  if (!found) throw new Error("A statement without a condition found nothing");
  const items = found.items.slice(0, request.limit);
  const isLast = found.items.length <= request.limit;
  return { items, nextCursor: isLast ? null : (items.at(-1)?.clientId ?? null), total: found.total };
}

function startOf({ kind, since }: AudienceRequest, timeZone: string): Date | null {
  if ((kind === "all") !== (since === undefined)) {
    throw new Problem("invalid-request", {
      detail: "`since` belongs to `visited_since` and `not_visited_since`.",
      errors: [
        { pointer: "query/since", detail: since === undefined ? "is missing" : "says nothing of `all`" },
      ],
    });
  }
  return since === undefined ? null : toDate(localDay(since, timeZone).startsAt);
}

function cursorOf({ cursor }: AudienceRequest): string | null {
  if (cursor === undefined) return null;
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cursor)) return cursor;
  throw new Problem("invalid-request", {
    detail: "Take the cursor from `nextCursor` of the page before.",
    errors: [{ pointer: "query/cursor", detail: "is not a cursor of this list" }],
  });
}
