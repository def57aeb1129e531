import { type BookingClient, onBehalfOf } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { type Driver } from "@okoshko/telegram-emulator/driver";
import { type Client } from "pg";
import { again } from "./again";
import { withClient } from "./stores";

/** Far from the people of callers and chats. */
const firstReminded = 810_000;
const leadMinutes = 120;
/** The first falls due when all are planned. */
export const startMs = 30_000;

/**
 * Writes visits whose reminders fall due one after another within so many seconds, each to be told once. One visit is booked
 * through booking-api; the others are copies of its row and of its event, so that they look like whatever a booking looks like
 * today. Through the API it would take 5,000 free times within ten minutes.
 */
export async function fillWithReminders(options: {
  driver: Driver;
  booking: BookingClient;
  databaseUrl: string;
  count: number;
  persons: number;
  seconds: number;
  now: Date;
}): Promise<void> {
  const { driver, booking, databaseUrl, count, persons, seconds, now } = options;
  const ids = Array.from({ length: persons }, (_, index) => firstReminded + index);
  for (const id of ids)
    await again(() =>
      driver.createPerson({ id, firstName: `Reminded ${id}`, languageCode: "en", started: true }),
    );
  const sampleId = await bookSample(booking, firstReminded, now);
  const values = [sampleId, now, count, persons, firstReminded, startMs, seconds * 1000, leadMinutes];
  await withClient(databaseUrl, async (client) => {
    await client.query("begin");
    await client.query(people, [now, persons, firstReminded]);
    await client.query(visits, values.slice(0, 8));
    await client.query(events, [sampleId, now, leadMinutes]);
    await client.query("commit");
    await untilPlanned(client, count);
  });
}

async function bookSample(booking: BookingClient, telegramUserId: number, now: Date): Promise<string> {
  const header = onBehalfOf(telegramUserId);
  const put = { params: { header }, body: { name: "Sample", locale: "en" } } as const;
  await again(() => unwrap(booking.PUT("/v1/clients/me", put)));
  const { items: services } = await again(() => unwrap(booking.GET("/v1/services")));
  const service = services.find(({ requiresApproval }) => !requiresApproval);
  const date = new Date(now.getTime() + 5 * 86_400_000).toISOString().slice(0, 10);
  const query = { serviceIds: [service?.id ?? ""], date };
  const { items: slots } = await again(() =>
    unwrap(booking.GET("/v1/availability/slots", { params: { header, query } })),
  );
  const body = { serviceIds: query.serviceIds, startsAt: slots[0]?.startsAt ?? "", masterId: null };
  const key = { ...header, "Idempotency-Key": `sample-of-${telegramUserId}` };
  const held = await again(() => unwrap(booking.POST("/v1/holds", { params: { header: key }, body })));
  const path = { appointmentId: held.id };
  await again(() =>
    unwrap(booking.POST("/v1/appointments/{appointmentId}/confirm", { params: { header, path } })),
  );
  return held.id;
}

/** All are in the ledger before the first is due, so that lateness is that of sending. */
async function untilPlanned(client: Client, count: number): Promise<void> {
  await again(async () => {
    const { rows } = await client.query<{ planned: number }>(
      "select count(*)::int as planned from notifier.deliveries where priority = 'reminder'",
    );
    if ((rows[0]?.planned ?? 0) < count) throw new Error(`only ${rows[0]?.planned} reminders are planned`);
  }, 12);
}

const people = `
  with masters as (
    insert into booking.masters (id, name, active, position)
    select gen_random_uuid(), jsonb_build_object('en', 'Copy ' || n), true, 1000 + n from generate_series(1, 50) n
  )
  insert into booking.clients (id, telegram_user_id, name, locale, created_at)
  select gen_random_uuid(), $3::bigint + n, 'Reminded ' || n, 'en', $1 from generate_series(1, $2::int - 1) n`;

// Visits of a tenth of a second, so that fifty masters have room for all of them; without services, whose buffers would overlap.
const visits = `
  with sample as (select * from booking.appointments where id = $1),
  masters as (
    select id, row_number() over (order by position) - 1 as place from booking.masters where position > 1000
  ),
  clients as (
    select id, row_number() over (order by telegram_user_id) - 1 as place
    from booking.clients where telegram_user_id >= $5::bigint
  )
  insert into booking.appointments (
      id, master_id, client_id, status, version, starts_at, ends_at, occupied, price_minor, currency,
      booked_at, created_at, updated_at, held_by, source
    )
    select gen_random_uuid(), m.id, c.id, sample.status, sample.version, at, at + interval '0.1 second',
           tstzrange(at, at + interval '0.1 second'), sample.price_minor, sample.currency, $2, $2, $2, 'client', 'chaos'
    from sample, generate_series(0, $3::int - 1) n,
         lateral (
           select $2::timestamptz + make_interval(
             mins => $8::int, secs => ($6::float8 + n * $7::float8 / $3::int) / 1000
           ) as at
         ) t,
         masters m, clients c
    where m.place = n % 50 and c.place = n % $4::int
`;

const events = `
  with sample as (
    select * from booking.events where type = 'appointment.confirmed' and data #>> '{appointment,id}' = $1::text
  )
  insert into booking.events (id, type, actor, data, occurred_at, actor_telegram_user_id)
  select gen_random_uuid(), sample.type, sample.actor,
    jsonb_set(sample.data, '{appointment}', sample.data -> 'appointment' || jsonb_build_object(
      'id', a.id, 'version', a.version, 'masterId', a.master_id,
      'startsAt', to_char(a.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'endsAt', to_char(a.ends_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'localDate', to_char(a.starts_at at time zone 'Europe/Riga', 'YYYY-MM-DD'),
      'localTime', to_char(a.starts_at at time zone 'Europe/Riga', 'HH24:MI'),
      'client', sample.data #> '{appointment,client}'
        || jsonb_build_object('id', c.id, 'telegramUserId', c.telegram_user_id, 'name', c.name),
      'reminders', jsonb_build_object('leadsMinutes', jsonb_build_array($3::int), 'quietFrom', null, 'quietTo', null)
    )),
    $2, c.telegram_user_id
  from sample, booking.appointments a join booking.clients c on c.id = a.client_id
  where a.source = 'chaos'`;
