import { Client } from "pg";
import { type Api, startApi } from "../../test/api";
import { busySql, busyWithSql } from "./busy-sql";

let api: Api;
let client: Client;
beforeAll(async () => {
  api = await startApi();
  // The app's own connections give up after 15 seconds.
  client = new Client({ connectionString: api.url });
  await client.connect();
  await fill();
}, 90_000);
afterAll(async () => {
  await client.end();
  await api.stop();
});

describe("in a book of a million appointments of 250 masters", () => {
  it.each([
    ["busy", busySql],
    ["busy-with", busyWithSql],
  ])(
    "the query %s reads bookings and holds by their own indexes, and never the whole table",
    async (name, sql) => {
      // The plan that a prepared statement keeps, whatever it is asked for later.
      await client.query("set plan_cache_mode = force_generic_plan");
      await client.query(
        `prepare "${name}" (uuid[], timestamptz, timestamptz, timestamptz, uuid, bigint) as ${sql}`,
      );
      const { rows } = await client.query<{ "QUERY PLAN": string }>(
        `explain (costs off) execute "${name}" ('{}', now(), now() + interval '30 days', now(), null, 1)`,
      );
      const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
      expect(plan).not.toMatch(/Seq Scan on appointments/);
      expect(plan).toMatch(/Index Only Scan using appointments_booked|Index Scan using appointments_booked/);
      expect(plan).toMatch(/using appointments_held/);
      expect(plan).not.toMatch(/appointments_no_overlap/);
    },
  );
});

/** Rows in bulk, without what makes single ones safe: the planner looks at their number and kind, not at their history. */
async function fill(): Promise<void> {
  for (const sql of [
    `alter table booking.appointments disable trigger all`,
    `alter table booking.appointments drop constraint appointments_no_overlap`,
    `insert into booking.masters (id, name) select gen_random_uuid(), '{"en": "Master"}' from generate_series(1, 250)`,
    `insert into booking.clients (id, telegram_user_id, name, created_at) values (gen_random_uuid(), 1, 'Client', now())`,
    `insert into booking.appointments (
       id, master_id, client_id, status, hold_expires_at, hold_kind, starts_at, ends_at, occupied,
       price_minor, currency, created_at, updated_at
     )
     select gen_random_uuid(), m.id, c.id, kind.status,
            case kind.status when 'held' then at end, case kind.status when 'held' then 'choice' end,
            at, at + interval '1 hour', tstzrange(at, at + interval '1 hour'), 1000, 'EUR', at, at
     from booking.clients c, generate_series(1, 4000) n, booking.masters m,
          lateral (select now() + (n - 3500) * interval '90 minutes' as at) as time,
          lateral (select case when n < 3500 then 'completed' when n = 3501 then 'held' else 'confirmed' end as status) as kind`,
    `analyze booking.appointments`,
  ]) {
    await client.query(sql);
  }
}
