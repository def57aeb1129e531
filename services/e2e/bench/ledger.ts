import path from "node:path";
import { repository, runToEnd } from "@okoshko/e2e/service-process";
import { eventually } from "@okoshko/testkit/eventually";
import { testDatabase } from "@okoshko/testkit/test-database";
import { Client } from "pg";

/** A ledger with nothing but reminders in it, each of another person. */
export interface Ledger {
  url: string;
  /** Plans `count` reminders; the nth is due `n * everyMs` after the first, which is due in `firstInMs`. */
  plan(reminders: { count: number; firstInMs: number; everyMs: number }): Promise<void>;
  /** Waits until so many were sent. */
  sent(count: number, timeoutMs: number): Promise<Sent[]>;
  /** What it takes on disk with its indexes. */
  bytes(): Promise<number>;
  drop(): Promise<void>;
}

export interface Sent {
  sentAt: number;
  dueAt: number;
}

const facts = {
  clientName: "Theo Marsh",
  masterId: "b1000000-0000-4000-8000-000000000000",
  masterName: { en: "Gleb Oreshin" },
  serviceNames: [{ en: "Haircut" }],
  localDate: "2099-12-31",
  localTime: "15:00",
  timeZone: "Europe/Riga",
  durationMinutes: 45,
  priceMinor: 2500,
  currency: "EUR",
  businessName: { en: "Whiskers & Paws" },
  address: { en: "7 Invented Street" },
  leadMinutes: 1440,
};

const planSql = `
  insert into notifier.deliveries (
    dedupe_key, kind, priority, status, recipient_telegram_user_id, recipient_role, recipient_locale, client_id,
    appointment_id, appointment_version, visit_starts_at, facts, due_at, not_before, created_at, updated_at
  )
  select gen_random_uuid()::text, 'reminder', 'reminder', 'planned', (random() * 1e15)::bigint, 'client', 'en',
    gen_random_uuid(), gen_random_uuid(), 1, '2100-01-01', $1,
    now() + ($2::float8 + n * $3::float8) * interval '1 millisecond',
    now() + ($2::float8 + n * $3::float8) * interval '1 millisecond', now(), now()
  from generate_series(0, $4::integer - 1) as n`;

const sentSql = `
  select (extract(epoch from sent_at) * 1000)::float8 as "sentAt", (extract(epoch from due_at) * 1000)::float8 as "dueAt"
  from notifier.deliveries where status = 'sent'`;

export async function openLedger(): Promise<Ledger> {
  const database = await testDatabase({
    name: "bench-ledger",
    migrations: path.join(repository, "services/notifier/migrations"),
    async migrate(url) {
      await runToEnd("notifier", "migrate", { DATABASE_URL: url, LOG_LEVEL: "warn" });
    },
  });
  const client = new Client({ connectionString: database.url });
  await client.connect();
  return {
    url: database.url,
    async plan({ count, firstInMs, everyMs }) {
      await client.query(planSql, [JSON.stringify(facts), firstInMs, everyMs, count]);
      await client.query("analyze notifier.deliveries");
    },
    async sent(count, timeoutMs) {
      const isSent = async (): Promise<void> => {
        const { rows } = await client.query<{ sent: number }>(
          "select count(*)::integer as sent from notifier.deliveries where status = 'sent'",
        );
        if ((rows[0]?.sent ?? 0) < count) throw new Error(`Only ${rows[0]?.sent} of ${count} were sent`);
      };
      await eventually(isSent, { timeoutMs, intervalMs: 500 });
      return (await client.query<Sent>(sentSql)).rows;
    },
    async bytes() {
      await client.query("vacuum full notifier.deliveries");
      const { rows } = await client.query<{ bytes: number }>(
        "select pg_total_relation_size('notifier.deliveries')::float8 as bytes",
      );
      return rows[0]?.bytes ?? Number.NaN;
    },
    async drop() {
      await client.end();
      await database.drop();
    },
  };
}

/** Messages a second, from the first to the last of them. */
export function rateOf(sent: readonly Sent[]): number {
  const times = sent.map(({ sentAt }) => sentAt);
  const seconds = (times.reduce((a, b) => Math.max(a, b)) - times.reduce((a, b) => Math.min(a, b))) / 1_000;
  return (sent.length - 1) / seconds;
}
