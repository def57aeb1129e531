import { Op, type WhereOptions } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { type Database, rows } from "../database";
import { toClientRecords } from "./client-record";
import { ClientModel } from "./client.model";
import { isOfMaster } from "./find";

/** Which clients, and how many at a time. */
export interface ClientsRequest {
  /** Only those of whom this master knows; undefined for everybody. */
  masterId: string | undefined;
  /** Part of the name or of the phone number. */
  search: string | undefined;
  limit: number;
  cursor: string | undefined;
}

/**
 * A page of the clients, by name; who was forgotten is not listed. The cursor is the id of the last one, because a name of 128
 * letters would not fit.
 */
export async function listClients(
  db: Database,
  { masterId, search, limit, cursor }: ClientsRequest,
): Promise<{ items: BookingSchemas["ClientRecord"][]; nextCursor: string | null }> {
  const last = cursor === undefined ? undefined : await lastOf(cursor);
  const sql = `
    select c.id
    from booking.clients c
    where erased_at is null
      and ($1::text is null or name ilike $1 or phone ilike $1)
      and ($2::text is null or (name, id) > ($2, $3::uuid))
      and ($5::uuid is null or ${isOfMaster("c", "$5")})
    order by name, id
    limit $4`;
  const pattern = search === undefined ? null : `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  const bind = [pattern, last?.name ?? null, last?.id ?? null, limit + 1, masterId ?? null];
  const ids = (await rows<{ id: string }>(db, sql, bind, null)).map(({ id }) => id);
  const where: WhereOptions = { id: { [Op.in]: ids.slice(0, limit) } };
  const byId = new Map((await ClientModel.findAll({ where })).map((client) => [client.id, client]));
  const page = ids.slice(0, limit).flatMap((id) => byId.get(id) ?? []);
  return {
    items: await toClientRecords(db, page),
    nextCursor: ids.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

async function lastOf(cursor: string): Promise<ClientModel> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cursor);
  const last = isId ? await ClientModel.findByPk(cursor) : null;
  if (last) return last;
  throw new Problem("invalid-request", {
    detail: "Take the cursor from `nextCursor` of the page before.",
    errors: [{ pointer: "query/cursor", detail: "is not a cursor of this list" }],
  });
}
