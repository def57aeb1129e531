import { Client } from "pg";
import { type System } from "../src/system";

export interface AppointmentRow {
  id: string;
  status: string;
  startsAt: Date;
}

/** Everything a person has in the table, also holds, which no list of booking-api shows. */
export function appointmentRows(system: System, telegramUserId: number): Promise<AppointmentRow[]> {
  return query<AppointmentRow>(
    system,
    `select a.id, a.status, a.starts_at as "startsAt"
     from booking.appointments a join booking.clients c on c.id = a.client_id
     where c.telegram_user_id = $1
     order by a.created_at`,
    [telegramUserId],
  );
}

/** Pairs of active appointments of one master that overlap, looked for without the help of the constraint. */
export function overlappingPairs(system: System): Promise<{ a: string; b: string }[]> {
  return query(
    system,
    `select a.id as a, b.id as b
     from booking.appointments a
     join booking.appointments b
       on a.master_id = b.master_id and a.id < b.id and a.occupied && b.occupied
     where a.status in ('held', 'pending', 'confirmed') and b.status in ('held', 'pending', 'confirmed')`,
    [],
  );
}

async function query<Row extends object>(system: System, sql: string, values: unknown[]): Promise<Row[]> {
  const client = new Client({ connectionString: system.databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
