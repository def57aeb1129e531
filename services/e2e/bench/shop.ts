import path from "node:path";
import { repository, runToEnd } from "@okoshko/e2e/service-process";
import { testDatabase } from "@okoshko/testkit/test-database";
import { Client } from "pg";

/** A shop of ten masters or more with a past and a full book. */
export interface Shop {
  url: string;
  /** Free times of the first ten masters in the days ahead, each an hour long. */
  freeSlots(): Promise<FreeSlot[]>;
  appointments: number;
  /** What all tables of booking-api take on disk, with their indexes. */
  bytes(): Promise<number>;
  /** What benchmarks booked, gone again. */
  clear(): Promise<void>;
  query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

export interface FreeSlot {
  masterId: string;
  /** ISO 8601. */
  startsAt: string;
  /** In the shop's zone, YYYY-MM-DD. */
  date: string;
}

/** 60 minutes with its buffer, so that every free hour of the grid takes exactly one. */
export const service = "b0000000-0000-4000-8000-000000000001";
/** What only ten of the masters do, ten others for each group: what "any master" means in a large shop. */
export const groupService = (group: number) => `b2000000-0000-4000-8000-${String(group).padStart(12, "0")}`;
/** The first ten. */
export const masterIds = Array.from(
  { length: 10 },
  (_, index) => `b1000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
);
export const clients = { first: 700_000_001, count: 600 };
const daysAhead = 55;

/**
 * Made by SQL alone; what is booked is a hash of seed, master and hour, hence the same on every machine. About as many
 * appointments as are wanted: ten masters with 20,000, 250 with a million, the rest is in how far the past goes back.
 */
export async function openShop(
  seed: number,
  wanted = 20_000,
  masters = Math.min(250, Math.max(10, Math.round(wanted / 40_000) * 10)),
): Promise<Shop> {
  const daysBack = Math.max(1, Math.round(wanted / (masters * 12 * 0.64)) - daysBooked);
  const database = await testDatabase({
    name: "bench",
    migrations: path.join(repository, "services/booking-api/migrations"),
    async migrate(url) {
      const env = { DATABASE_URL: url, LOG_LEVEL: "warn" };
      await runToEnd("booking-api", "migrate", env);
      await runToEnd("notifier", "migrate", env);
    },
  });
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(catalogueOf(masters));
  await fill(client, seed, daysBack);
  const [{ count } = { count: 0 }] = (
    await client.query<{ count: number }>("select count(*)::int as count from booking.appointments")
  ).rows;
  await client.query("vacuum analyze");
  const query = async <Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> =>
    (await client.query<Row>(sql, values)).rows;
  return {
    url: database.url,
    appointments: count,
    query,
    freeSlots: () => query<FreeSlot>(freeHours),
    async bytes() {
      const [{ bytes } = { bytes: Number.NaN }] = await query<{ bytes: number }>(
        `select sum(pg_total_relation_size(oid))::float8 as bytes from pg_class
         where relnamespace = 'booking'::regnamespace and relkind = 'r'`,
      );
      return bytes;
    },
    async clear() {
      await client.query(`delete from booking.appointments where created_at > date '2020-01-01'`);
      await client.query(`truncate booking.events, booking.idempotency_keys`);
      await client.query("vacuum analyze");
    },
    async drop() {
      await client.end();
      await database.drop();
    },
  };
}

/** Without the audit log, which is not what is measured, and with the constraint afterwards, which is ten times as fast. */
async function fill(client: Client, seed: number, daysBack: number): Promise<void> {
  const { rows } = await client.query<{ definition: string }>(
    "select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'appointments_no_overlap'",
  );
  await client.query("alter table booking.appointments disable trigger user");
  await client.query("alter table booking.appointments drop constraint appointments_no_overlap");
  await client.query(visitsOf(daysBack), [seed]);
  await client.query(
    `alter table booking.appointments add constraint appointments_no_overlap ${rows[0]?.definition ?? ""}`,
  );
  await client.query("alter table booking.appointments enable trigger user");
}

const catalogueOf = (masters: number) => `
  insert into booking.business (name, time_zone, currency, slot_step_minutes, max_active_appointments_per_client, max_holds_per_hour)
  values ('{"en": "The bench"}', 'Europe/Riga', 'EUR', 30, 100, 1000000);

  insert into booking.services (id, name, duration_minutes, price_minor, buffer_after_minutes, position)
  select ('b0000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, jsonb_build_object('en', 'Service ' || n),
         case n when 1 then 50 else 20 * n end, 1000 * n, 10, n
  from generate_series(1, 5) n;

  insert into booking.masters (id, name, position)
  select ('b1000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, jsonb_build_object('en', 'Master ' || n), n
  from generate_series(0, ${masters - 1}) n;

  insert into booking.offerings (master_id, service_id)
  select m.id, s.id from booking.masters m, booking.services s;

  insert into booking.services (id, name, duration_minutes, price_minor, buffer_after_minutes, active)
  select ('b2000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, '{"en": "Of ten masters"}', 50, 1000, 10, true
  from generate_series(0, ${masters / 10 - 1}) n;
  insert into booking.offerings (master_id, service_id)
  select m.id, ('b2000000-0000-4000-8000-' || lpad((m.position / 10)::text, 12, '0'))::uuid from booking.masters m;

  insert into booking.working_windows (master_id, weekday, minutes)
  select m.id, weekday, minutes
  from booking.masters m, generate_series(1, 7) weekday,
       (values (int4range(540, 840)), (int4range(840, 1260))) as day (minutes);

  insert into booking.clients (id, telegram_user_id, name, created_at)
  select gen_random_uuid(), ${clients.first} + n, 'Client ' || n, '2019-12-01'
  from generate_series(0, ${clients.count - 1}) n;
  insert into booking.clients (id, telegram_user_id, name, created_at)
  select gen_random_uuid(), 600000000 + n, 'Regular ' || n, '2019-12-01'
  from generate_series(1, 2000) n;`;

const daysBooked = 60;

/** Every hour from 9 to 20 of days past and 60 to come; about two in three are booked. */
const hoursFrom = (daysBack: number) => `
  select m.id as master_id, d::date as date, (d::date + make_time(h, 0, 0)) at time zone 'Europe/Riga' as starts_at
  from booking.masters m, generate_series(9, 20) h,
       generate_series((now() at time zone 'Europe/Riga')::date - ${daysBack},
                       (now() at time zone 'Europe/Riga')::date + ${daysBooked},
                       interval '1 day') d`;

const visitsOf = (daysBack: number) => `
  with regulars as (
    select id, row_number() over (order by telegram_user_id) - 1 as place
    from booking.clients where telegram_user_id between 600000001 and 600002000
  ), chosen as (
    select hour.*, abs(hashtext($1::text || master_id || starts_at)) as hash from (${hoursFrom(daysBack)}) hour
  ), booked as (
    insert into booking.appointments (
      id, master_id, client_id, status, starts_at, ends_at, occupied, price_minor, currency,
      booked_at, created_at, updated_at
    )
    select gen_random_uuid(), chosen.master_id, regulars.id,
           case when starts_at < now() then 'completed' else 'confirmed' end,
           starts_at, starts_at + interval '50 minutes', tstzrange(starts_at, starts_at + interval '1 hour'),
           1000, 'EUR', '2019-12-01', '2019-12-01', '2019-12-01'
    from chosen join regulars on regulars.place = hash % 2000
    where hash % 100 < 64
    returning id, starts_at
  )
  insert into booking.appointment_services (appointment_id, position, service_id, name, duration_minutes, price_minor)
  select id, 0, '${service}', '{"en": "Service 1"}', 50, 1000 from booked where starts_at > now()`;

const freeHours = `
  select hour.master_id as "masterId", to_char(hour.date, 'YYYY-MM-DD') as date,
         to_char(hour.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "startsAt"
  from (${hoursFrom(0)}) hour
  where hour.master_id in (${masterIds.map((id) => `'${id}'`).join()}) and hour.date > (now() at time zone 'Europe/Riga')::date
    and hour.date <= (now() at time zone 'Europe/Riga')::date + ${daysAhead}
    and not exists (
      select from booking.appointments a
      where a.master_id = hour.master_id and a.status in ('held', 'pending', 'confirmed')
        and a.occupied && tstzrange(hour.starts_at, hour.starts_at + interval '1 hour')
    )
  order by hour.starts_at, hour.master_id`;
