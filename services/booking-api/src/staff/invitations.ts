import { createHash, randomBytes, randomUUID } from "node:crypto";
import { type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { type Database, rows } from "../database";
import { listStaff } from "./staff";

type Invitation = BookingSchemas["Invitation"];
type StaffMember = BookingSchemas["StaffMember"];

const validForMs = 7 * 24 * 3_600_000;

/** Makes an invitation. Its code is in this answer and nowhere else. */
export async function createInvitation(
  db: Database,
  { role, masterId = null, ...input }: BookingSchemas["InvitationInput"],
  now: Date,
  tx: Transaction,
): Promise<Invitation & { code: string }> {
  const name = input.name ?? null;
  if (role === "master") await expectFreeMaster(db, masterId, tx);
  else if (masterId !== null) refuse("/masterId", "is only for masters");
  else if (name === null) refuse("/name", "is needed for owners and administrators");

  const code = randomBytes(18).toString("base64url");
  const expiresAt = new Date(now.getTime() + validForMs);
  const id = randomUUID();
  const sql = `
    insert into booking.invitations (id, code_hash, role, name, master_id, expires_at)
    values ($1, $2, $3, $4, $5, $6)`;
  await rows(db, sql, [id, hashOf(code), role, name, masterId, expiresAt], tx);
  return { id, role, name, masterId, expiresAt: expiresAt.toISOString(), code };
}

async function expectFreeMaster(db: Database, masterId: string | null, tx: Transaction): Promise<void> {
  if (masterId === null) return refuse("/masterId", "is needed for masters");
  const sql = `select telegram_user_id as "telegramUserId" from booking.masters where id = $1`;
  const [master] = await rows<{ telegramUserId: string | null }>(db, sql, [masterId], tx);
  if (!master) throw new Problem("not-found", { detail: "There is no such master." });
  if (master.telegramUserId === null) return;
  throw new Problem("already-exists", { detail: "This master has a Telegram account already." });
}

function refuse(pointer: string, detail: string): never {
  throw new Problem("invalid-request", { errors: [{ pointer, detail }] });
}

/** Those that can still be accepted, the next to end first. */
export async function listInvitations(db: Database, now: Date): Promise<Invitation[]> {
  const sql = `
    select id, role, name, master_id as "masterId", expires_at as "expiresAt"
    from booking.invitations
    where accepted_at is null and expires_at > $1
    order by expires_at, id`;
  const found = await rows<Invitation & { expiresAt: Date }>(db, sql, [now], null);
  return found.map((row) => ({ ...row, expiresAt: row.expiresAt.toISOString() }));
}

/** An invitation that nobody has accepted, locked: whoever accepts it at this moment waits, or was faster. */
export async function openInvitation(
  db: Database,
  id: string,
  tx: Transaction,
): Promise<Pick<Invitation, "role"> | undefined> {
  const sql = `select role from booking.invitations where id = $1 and accepted_at is null for update`;
  return (await rows<Pick<Invitation, "role">>(db, sql, [id], tx))[0];
}

export async function revokeInvitation(db: Database, id: string, tx: Transaction): Promise<void> {
  await rows(db, `delete from booking.invitations where id = $1`, [id], tx);
}

interface Found {
  id: string;
  role: BookingSchemas["StaffRole"];
  name: string | null;
  masterId: string | null;
  expiresAt: Date;
  acceptedBy: string | null;
}

/**
 * Gives the person the role of the invitation, once: the row is locked, so that of two who have the code the second finds it
 * used. The same person again is answered the same, for as long as they have what it gave them.
 */
export async function acceptInvitation(
  db: Database,
  { code, telegramUserId, now }: { code: string; telegramUserId: number; now: Date },
  tx: Transaction,
): Promise<StaffMember> {
  const sql = `
    select id, role, name, master_id as "masterId", expires_at as "expiresAt", accepted_by as "acceptedBy"
    from booking.invitations
    where code_hash = $1
    for update`;
  const [found] = await rows<Found>(db, sql, [hashOf(code)], tx);
  if (!found) throw invalid();
  if (found.acceptedBy === null) {
    if (found.expiresAt <= now) throw invalid();
    if (found.role === "master") await becomeMaster(db, found, telegramUserId, tx);
    else await joinStaff(db, found, telegramUserId, now, tx);
    const used = `update booking.invitations set accepted_at = $2, accepted_by = $3 where id = $1`;
    await rows(db, used, [found.id, now, telegramUserId], tx);
  }
  const [member] = await listStaff(db, tx, telegramUserId);
  if (!member) throw invalid();
  const isRepetition = found.acceptedBy === null || Number(found.acceptedBy) === telegramUserId;
  const has = found.role === "master" ? member.masterId === found.masterId : member.role === found.role;
  if (!isRepetition || !has) throw invalid();
  return member;
}

async function becomeMaster(
  db: Database,
  { masterId }: Found,
  telegramUserId: number,
  tx: Transaction,
): Promise<void> {
  const sql = `
    update booking.masters set telegram_user_id = $2
    where id = $1 and (telegram_user_id is null or telegram_user_id = $2)
    returning id`;
  if ((await rows(db, sql, [masterId, telegramUserId], tx)).length === 0) throw invalid();
}

async function joinStaff(
  db: Database,
  { role, name }: Found,
  telegramUserId: number,
  now: Date,
  tx: Transaction,
): Promise<void> {
  // An administrator can rise. An owner who accepts less would lose what nobody took from them.
  const sql = `
    insert into booking.staff (telegram_user_id, name, role, created_at)
    values ($1, $2, $3, $4)
    on conflict (telegram_user_id) do update set role = excluded.role
    where staff.role = 'admin' and excluded.role = 'owner'
    returning role`;
  if ((await rows(db, sql, [telegramUserId, name, role, now], tx)).length === 1) return;
  throw new Problem("already-exists", { detail: "You have this role already, or a higher one." });
}

/** The same words whatever is wrong: a code that was guessed tells nothing. */
function invalid(): Problem {
  return new Problem("invitation-invalid", {
    detail: "It does not exist, was used, was taken back, or is older than seven days. Ask for a new one.",
  });
}

function hashOf(code: string): Buffer {
  return createHash("sha256").update(code).digest();
}
