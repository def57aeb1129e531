import { createHash, randomBytes, randomUUID } from "node:crypto";
import { type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { type Database, rows } from "../database";

type ApiKey = BookingSchemas["ApiKey"];

/** Makes a key. It is in this answer and nowhere else. */
export async function createApiKey(
  db: Database,
  { name, scopes, expiresAt }: BookingSchemas["ApiKeyInput"],
  now: Date,
  tx: Transaction,
): Promise<ApiKey & { key: string }> {
  const ends = expiresAt ? new Date(expiresAt) : null;
  if (ends && ends <= now) {
    throw new Problem("invalid-request", {
      errors: [{ pointer: "/expiresAt", detail: "has passed already" }],
    });
  }
  const prefix = `oko_${randomBytes(3).toString("hex")}`;
  const key = `${prefix}_${randomBytes(32).toString("base64url")}`;
  const sql = `
    insert into booking.api_keys (id, name, prefix, key_hash, scopes, created_at, expires_at)
    values ($1, $2, $3, $4, $5, $6, $7)
    returning ${columns}`;
  const [row] = await rows<Row>(db, sql, [randomUUID(), name, prefix, hashOf(key), scopes, now, ends], tx);
  if (!row) throw new Error("An insert answered no row");
  return { ...toApiKey(row), key };
}

/** All keys ever made, newest first. */
export async function listApiKeys(db: Database): Promise<ApiKey[]> {
  const sql = `select ${columns} from booking.api_keys order by created_at desc, id`;
  return (await rows<Row>(db, sql, [], null)).map(toApiKey);
}

/** Ends a key, or `not-found`. Ending it twice is ending it once. */
export async function revokeApiKey(db: Database, id: string, now: Date, tx: Transaction): Promise<void> {
  const sql = `
    update booking.api_keys set revoked_at = coalesce(revoked_at, $2) where id = $1 returning id`;
  if ((await rows(db, sql, [id, now], tx)).length === 1) return;
  throw new Problem("not-found", { detail: "There is no such key." });
}

/** What is kept of a key: with 256 random bits in it, a plain hash is as good as a slow one. */
export function hashOf(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

type Times = "createdAt" | "expiresAt" | "lastUsedAt" | "revokedAt";
type Row = Omit<ApiKey, Times> & Record<Exclude<Times, "createdAt">, Date | null> & { createdAt: Date };

const columns = `id, name, prefix, scopes, created_at as "createdAt", expires_at as "expiresAt",
  last_used_at as "lastUsedAt", revoked_at as "revokedAt"`;

function toApiKey(row: Row): ApiKey {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
