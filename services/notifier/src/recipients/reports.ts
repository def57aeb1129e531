import { type Queryable, type Tx } from "../database";

const noteSql = `
  insert into notifier.unreachable_reports (telegram_user_id, noticed_at, not_before)
  values ($1, $2, $2)
  on conflict (telegram_user_id) do update set noticed_at = $2, not_before = $2, failures = 0`;

/** Remembers that booking-api has to learn of it. Part of the transaction that records the refusal. */
export async function noteUnreachable(tx: Tx, telegramUserId: number, now: Date): Promise<void> {
  await tx.query(noteSql, [telegramUserId, now]);
}

const dueSql = `
  select telegram_user_id as "telegramUserId", noticed_at as "noticedAt", failures
  from notifier.unreachable_reports
  where not_before <= $1
  order by not_before
  limit 100`;

export interface Report {
  telegramUserId: number;
  noticedAt: Date;
  failures: number;
}

export async function dueReports(db: Queryable, now: Date): Promise<Report[]> {
  const { rows } = await db.query<Report>(dueSql, [now]);
  return rows;
}

// A newer refusal of the same person is another report.
const doneSql = `delete from notifier.unreachable_reports where telegram_user_id = $1 and noticed_at = $2`;

export async function forgetReport(db: Queryable, report: Report): Promise<void> {
  await db.query(doneSql, [report.telegramUserId, report.noticedAt]);
}

const laterSql = `
  update notifier.unreachable_reports
  set failures = failures + 1, not_before = $3
  where telegram_user_id = $1 and noticed_at = $2`;

export async function retryReport(db: Queryable, report: Report, notBefore: Date): Promise<void> {
  await db.query(laterSql, [report.telegramUserId, report.noticedAt, notBefore]);
}
