import { prepareDatabase as prepareForDemo } from "@okoshko/e2e/system-database";
import { withClient } from "./stores";

/** Schemas, the demo shop, and what the checks look at. */
export async function prepareDatabase(databaseUrl: string): Promise<void> {
  await prepareForDemo(databaseUrl);
  await withClient(databaseUrl, async (client) => {
    await client.query(roomForCallers);
    await client.query(ledgerSteps);
  });
}

/** A few people book here what hundreds would. */
const roomForCallers = `
  update booking.business
  set max_holds_per_hour = 1000, max_active_appointments_per_client = 60`;

/**
 * Every step of every delivery, which the ledger itself does not keep: when a send was begun is the one thing to hold against
 * the commit of a change. Written by a trigger, hence in the transaction of the step, and also when a row vanishes.
 */
export const ledgerSteps = `
  create schema chaos;
  create table chaos.delivery_steps (
    id bigint generated always as identity,
    delivery_id uuid not null,
    status text not null,
    claim integer not null,
    at timestamptz not null default clock_timestamp(),
    txid xid8 not null default pg_current_xact_id()
  );
  create function chaos.note_step() returns trigger language plpgsql as $$
  begin
    if tg_op = 'DELETE' then
      insert into chaos.delivery_steps (delivery_id, status, claim) values (old.id, 'deleted', old.claim);
    else
      insert into chaos.delivery_steps (delivery_id, status, claim) values (new.id, new.status, new.claim);
    end if;
    return null;
  end
  $$;
  create trigger deliveries_steps after insert or update of status or delete on notifier.deliveries
    for each row execute function chaos.note_step()`;
