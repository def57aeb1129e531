import { randomUUID } from "node:crypto";
import { type Queryable, type Tx } from "../database";
import { makeSecret } from "./signature";
import { type Vault } from "./sealing";

/** A receiver has to try each signature, and a request has to carry them. */
export const mostEarlierSecrets = 5;

const insertSql = `
  insert into notifier.webhook_secrets (id, endpoint_id, sealed, created_at) values ($1, $2, $3, $4)`;

/** Makes the newest secret of an endpoint, and returns it to be shown. Earlier ones must have been given an end before. */
export async function addSecret(tx: Tx, vault: Vault, endpointId: string, now: Date): Promise<string> {
  const id = randomUUID();
  const secret = makeSecret();
  await tx.query(insertSql, [id, endpointId, vault.seal(secret, nameOf(endpointId, id)), now]);
  return secret;
}

const endSql = `
  update notifier.webhook_secrets
  set valid_until = least(valid_until, $2)
  where endpoint_id = $1 and (valid_until is null or valid_until > $2)`;

/** No earlier secret is valid for longer than until then. */
export async function endSecrets(tx: Tx, endpointId: string, validUntil: Date): Promise<void> {
  await tx.query(endSql, [endpointId, validUntil]);
}

const validSql = `
  select id, sealed from notifier.webhook_secrets
  where endpoint_id = $1 and (valid_until is null or valid_until > $2)
  order by created_at desc, id`;

/** The secrets that requests are signed with, the newest first. Throws when one can't be opened. */
export async function validSecrets(
  db: Queryable,
  vault: Vault,
  endpointId: string,
  now: Date,
): Promise<string[]> {
  const { rows } = await db.query<{ id: string; sealed: string }>(validSql, [endpointId, now]);
  return rows.map(({ id, sealed }) => vault.open(sealed, nameOf(endpointId, id)));
}

const allSql = `select id, endpoint_id, sealed from notifier.webhook_secrets`;
const resealSql = `update notifier.webhook_secrets set sealed = $2 where id = $1 and sealed = $3`;

/**
 * Seals anew what an older key sealed, so that the key can be taken away. Answers how many were, and how many none of the
 * keys opens.
 */
export async function resealSecrets(
  db: Queryable,
  vault: Vault,
): Promise<{ resealed: number; unreadable: number }> {
  const { rows } = await db.query<{ id: string; endpoint_id: string; sealed: string }>(allSql);
  let unreadable = 0;
  let resealed = 0;
  for (const { id, endpoint_id, sealed } of rows.filter((row) => vault.isOutdated(row.sealed))) {
    const name = nameOf(endpoint_id, id);
    const secret = openOrNothing(vault, sealed, name);
    if (secret === undefined) unreadable += 1;
    else {
      await db.query(resealSql, [id, vault.seal(secret, name), sealed]);
      resealed += 1;
    }
  }
  return { resealed, unreadable };
}

function openOrNothing(vault: Vault, sealed: string, name: string): string | undefined {
  try {
    return vault.open(sealed, name);
  } catch {
    return undefined;
  }
}

/** A sealed secret that is copied to another endpoint's row does not open there. */
function nameOf(endpointId: string, secretId: string): string {
  return `${endpointId}/${secretId}`;
}
