import { createHash } from "node:crypto";
import { type Transaction } from "sequelize";
import { type Database, rows } from "../database";
import { type Deps } from "../deps";
import { systemCaller } from "../http/caller";
import { inTransaction } from "../transaction";

// Any number that no other advisory lock of this database uses.
const turn = 7_603;
const entriesAtOnce = 1_000;
const genesis = Buffer.alloc(32);

/**
 * What is sealed of an entry: everything but what identifies people, which may be forgotten. As jsonb, whose text is the same
 * for the same values; computed by Postgres, so that one that reads the log by other means can compute it as well.
 */
const entryText = `
  jsonb_build_array(
    a.id, to_char(a.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), a.actor, a.channel, a.operation,
    a.action, a.subject, a.before, a.after
  )::text`;

/** The last seal of the chain. Who keeps it elsewhere can tell later that all up to it is as it was. */
export interface Head {
  position: number;
  digest: string;
}

/**
 * Seals the entries that are there for good, in the order in which the feed shows events: below the oldest transaction that
 * still runs nothing can be added any more. One replica at a time; answers the new head, or undefined when there was nothing
 * to do.
 */
export async function sealAudit(deps: Pick<Deps, "db" | "clock">): Promise<Head | undefined> {
  let head: Head | undefined;
  for (;;) {
    const stamp = { caller: systemCaller("sealAudit"), now: deps.clock.now() };
    const sealed = await inTransaction(deps.db, stamp, (tx) => sealSome(deps.db, tx));
    head = sealed.head ?? head;
    if (sealed.count < entriesAtOnce) return head;
  }
}

async function sealSome(db: Database, tx: Transaction): Promise<{ count: number; head?: Head }> {
  const [lock] = await rows<{ mine: boolean }>(
    db,
    `select pg_try_advisory_xact_lock($1, 0) as mine`,
    [turn],
    tx,
  );
  if (!lock?.mine) return { count: 0 };
  const lastSql = `
    select position::int, audit_id::text as "auditId", txid::text, digest
    from booking.audit_seals
    order by position desc
    limit 1`;
  const [last] = await rows<{ position: number; auditId: string; txid: string; digest: Buffer }>(
    db,
    lastSql,
    [],
    tx,
  );
  const nextSql = `
    select a.id::text, a.txid::text, ${entryText} as text
    from booking.audit a
    where (a.txid, a.id) > ($1::xid8, $2::bigint) and a.txid < booking.settled_below()
    order by a.txid, a.id
    limit ${entriesAtOnce}`;
  const next = await rows<{ id: string; txid: string; text: string }>(
    db,
    nextSql,
    [last?.txid ?? "0", last?.auditId ?? "0"],
    tx,
  );
  if (next.length === 0) return { count: 0 };
  let digest: Buffer = last?.digest ?? genesis;
  const digests = next.map(({ text }) => (digest = digestOf(digest, text)));
  const insert = `
    insert into booking.audit_seals (position, audit_id, txid, digest)
    select $1::bigint + entry.place, entry.id, entry.txid, decode(entry.digest, 'hex')
    from unnest($2::bigint[], $3::text[]::xid8[], $4::text[]) with ordinality as entry (id, txid, digest, place)`;
  const position = last?.position ?? 0;
  const hex = digests.map((value) => value.toString("hex"));
  await rows(db, insert, [position, next.map(({ id }) => id), next.map(({ txid }) => txid), hex], tx);
  return {
    count: next.length,
    head: { position: position + next.length, digest: digest.toString("hex") },
  };
}

function digestOf(before: Buffer, text: string): Buffer {
  return createHash("sha256").update(before).update(text, "utf8").digest();
}

/** What is wrong with the log. `position` is the place in the chain, `auditId` the entry. */
export interface AuditFault {
  kind: "altered" | "removed" | "put in later" | "seal removed" | "another head";
  position?: number;
  auditId?: string;
}

/** What came out of looking at the whole chain. */
export interface Verification {
  sealed: number;
  /** Entries too young to be sealed. */
  unsealed: number;
  head: Head | undefined;
  faults: AuditFault[];
}

interface Link {
  position: number;
  auditId: string;
  digest: Buffer;
  /** Null: there is no such entry any more. */
  text: string | null;
}

/**
 * Computes the chain anew and names every entry that is not as it was sealed. Who can write to the database can also write the
 * whole chain anew; a `known` head, kept elsewhere (each one is in the service's log), shows that.
 */
export async function verifyAudit(db: Database, known?: Head): Promise<Verification> {
  const faults: AuditFault[] = [];
  let before: Buffer = genesis;
  let position = 0;
  let isKnown = known === undefined;
  for (;;) {
    const links = await readLinks(db, position);
    if (links.length === 0) break;
    for (const link of links) {
      if (link.position !== position + 1) faults.push({ kind: "seal removed", position: position + 1 });
      else if (link.text === null) faults.push({ kind: "removed", ...placeOf(link) });
      else if (!digestOf(before, link.text).equals(link.digest))
        faults.push({ kind: "altered", ...placeOf(link) });
      // On with what was sealed, so that one altered entry does not accuse all after it.
      before = link.digest;
      position = link.position;
      isKnown ||= position === known?.position && before.toString("hex") === known.digest;
    }
  }
  if (!isKnown && known) faults.push({ kind: "another head", position: known.position });
  const { unsealed, strangers } = await readUnsealed(db);
  return {
    sealed: position,
    unsealed,
    head: position === 0 ? undefined : { position, digest: before.toString("hex") },
    faults: [...faults, ...strangers.map((auditId) => ({ kind: "put in later" as const, auditId }))],
  };
}

const placeOf = ({ position, auditId }: Link) => ({ position, auditId });

async function readLinks(db: Database, after: number): Promise<Link[]> {
  const sql = `
    select s.position::int, s.audit_id::text as "auditId", s.digest, case when a.id is null then null else ${entryText} end as text
    from booking.audit_seals s
    left join booking.audit a on a.id = s.audit_id
    where s.position > $1
    order by s.position
    limit 5000`;
  return rows<Link>(db, sql, [after], null);
}

/** Entries without a seal: young ones, and strangers, which stand before others that were sealed. */
async function readUnsealed(db: Database): Promise<{ unsealed: number; strangers: string[] }> {
  const sql = `
    with last as (select txid, audit_id from booking.audit_seals order by position desc limit 1)
    select a.id::text, (a.txid, a.id) < (last.txid, last.audit_id) as stranger
    from booking.audit a
    left join last on true
    where not exists (select from booking.audit_seals s where s.audit_id = a.id)
    order by a.id`;
  const found = await rows<{ id: string; stranger: boolean | null }>(db, sql, [], null);
  const strangers = found.filter(({ stranger }) => stranger === true).map(({ id }) => id);
  return { unsealed: found.length - strangers.length, strangers };
}
