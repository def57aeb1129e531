import { Problem } from "@okoshko/runtime/problem";
import { type Database, rows } from "../database";
import { ClientModel } from "./client.model";

/** A client by id, forgotten ones too; `not-found` for none. */
export async function findClient(clientId: string): Promise<ClientModel> {
  const client = await ClientModel.findByPk(clientId);
  if (!client) throw noSuchClient();
  return client;
}

/** Said of a client who is not there, and of one whom the caller may not know of. */
export function noSuchClient(): Problem {
  return new Problem("not-found", { detail: "There is no such client." });
}

/** Of which clients ($1: the master) a master knows: those who have or had a visit with them, and those whom they added. */
export const isOfMaster = (client: string, master: string) => `(
  ${client}.added_by_master_id = ${master}::uuid
  or exists (
    select from booking.appointments a
    where a.client_id = ${client}.id and a.master_id = ${master}::uuid and a.booked_at is not null
  )
)`;

/** Whether this master knows of the client. Who is forgotten is a client of nobody. */
export async function isClientOf(db: Database, clientId: string, masterId: string): Promise<boolean> {
  const sql = `
    select id from booking.clients c where id = $1 and erased_at is null and ${isOfMaster("c", "$2")}`;
  return (await rows(db, sql, [clientId, masterId], null)).length === 1;
}
