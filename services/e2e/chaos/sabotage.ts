import { botToken } from "@okoshko/e2e/environment";
import { withClient } from "./stores";
import { type World } from "./world";

/** What the harness itself does wrong, to see that the checks notice. No service knows of it. */
export const sabotages = ["vanish", "double", "overlap", "forget"] as const;
export type Sabotage = (typeof sabotages)[number];

/** Done when people have stopped and all is at rest: what is checked is the checks. */
export async function sabotage(what: Sabotage, { stores, driver }: World): Promise<void> {
  switch (what) {
    // A row of the ledger whose message was sent is deleted.
    case "vanish":
      await change(
        stores.databaseUrl,
        `
          delete from notifier.deliveries where id = (
            select id from notifier.deliveries where status = 'sent'
              and not exists (select from notifier.deliveries r where r.repeat_of = deliveries.id) limit 1
          )`,
      );
      return;
    // A message is sent once more in the notifier's name.
    case "double": {
      const call = (await driver.calls({ limit: 1000, method: "sendMessage", outcome: "ok" })).findLast(
        ({ caller = "" }) => caller.startsWith("notifier"),
      );
      if (!call) throw new Error("There is no message to be sent twice");
      await fetch(`${driver.url}/from/${call.caller}/bot${botToken}/sendMessage`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(call.parameters),
      });
      return;
    }
    // The constraint is dropped and a visit laid over another.
    case "overlap":
      await change(
        stores.databaseUrl,
        `
          alter table booking.appointments drop constraint appointments_no_overlap;
          with one as (
            select * from booking.appointments where status = 'confirmed' and starts_at > now() limit 1
          )
          update booking.appointments a
          set status = 'confirmed', master_id = one.master_id, starts_at = one.starts_at, ends_at = one.ends_at,
              occupied = one.occupied, proposed = null, proposal_of = null, version = a.version + 1
          from one where a.id = (select id from booking.appointments where status = 'cancelled' limit 1)`,
      );
      return;
    // A booking that was acknowledged is lost.
    case "forget":
      await change(
        stores.databaseUrl,
        `
          delete from booking.waitlist_offers; delete from booking.appointments where id = (
            select a.id from booking.appointments a join booking.clients c on c.id = a.client_id
            where a.status = 'confirmed' and c.telegram_user_id between 610000 and 700000
              and not exists (select from booking.appointments p where p.proposal_of = a.id) limit 1
          )`,
      );
      return;
  }
}

async function change(url: string, sql: string): Promise<void> {
  await withClient(url, (client) => client.query(sql));
}
