import { type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { type Database, rows } from "../database";
import { type Caller, isBusiness } from "../http/caller";
import { type Editable } from "../http/edit";

type StaffMember = BookingSchemas["StaffMember"];
type StaffRole = BookingSchemas["StaffRole"];

/** Owners first, then administrators, then masters; or one person only. */
export async function listStaff(
  db: Database,
  tx: Transaction | null,
  telegramUserId: number | null = null,
): Promise<StaffMember[]> {
  // A master's name is the one in the catalogue, in the language that they speak.
  const sql = `
    select telegram_user_id as "telegramUserId",
      coalesce(staff.name, master.name ->> master.locale, master.name ->> 'ru', master.name ->> 'en') as name,
      coalesce(staff.role, 'master') as role,
      master.id as "masterId"
    from booking.staff
    full join (select * from booking.masters where telegram_user_id is not null) as master using (telegram_user_id)
    where $1::bigint is null or telegram_user_id = $1
    order by array_position(array['owner', 'admin'], staff.role), 2, 1`;
  const found = await rows<StaffMember>(db, sql, [telegramUserId], tx);
  return found.map((row) => ({ ...row, telegramUserId: Number(row.telegramUserId) }));
}

/** One person of the staff, whose row is locked by who renames them. */
export function staffMember(db: Database, telegramUserId: number): Editable<StaffMember> {
  return {
    async lock(tx) {
      const sql = `select 1 from booking.staff where telegram_user_id = $1 for update`;
      await rows(db, sql, [telegramUserId], tx);
      if ((await listStaff(db, tx, telegramUserId)).length === 0) throw nobody();
    },
    read: async (tx) => (await listStaff(db, tx, telegramUserId))[0],
  };
}

/** Calls an owner or administrator by another name. A master has theirs from the catalogue. */
export async function rename(
  db: Database,
  caller: Caller,
  { telegramUserId, name }: { telegramUserId: number; name: string },
  tx: Transaction,
): Promise<void> {
  const sql = `select role from booking.staff where telegram_user_id = $1`;
  const [member] = await rows<{ role: StaffRole }>(db, sql, [telegramUserId], tx);
  if (!member) {
    throw new Problem("invalid-request", {
      detail: "A master is called as the catalogue says: change the name there.",
      errors: [{ pointer: "/name", detail: "is the master's in the catalogue" }],
    });
  }
  await expectToManage(caller, member.role);
  await rows(
    db,
    `update booking.staff set name = $2 where telegram_user_id = $1`,
    [telegramUserId, name],
    tx,
  );
}

function nobody(): Problem {
  return new Problem("not-found", { detail: "Nobody of the staff has this account." });
}

/** Takes all rights of a person away. The rows of the owners are locked first: two who remove each other take turns. */
export async function removeStaff(
  db: Database,
  caller: Caller,
  telegramUserId: number,
  tx: Transaction,
): Promise<void> {
  const owners = await rows<{ id: string }>(
    db,
    `select telegram_user_id as id from booking.staff where role = 'owner' order by 1 for update`,
    [],
    tx,
  );
  const [member] = await listStaff(db, tx, telegramUserId);
  if (!member) throw nobody();
  await expectToManage(caller, member.role);
  if (owners.length === 1 && Number(owners[0]?.id) === telegramUserId) {
    throw new Problem("last-owner", { detail: "Invite another owner first." });
  }
  const bind = [telegramUserId];
  await rows(db, `delete from booking.staff where telegram_user_id = $1`, bind, tx);
  const free = `update booking.masters set telegram_user_id = null where telegram_user_id = $1`;
  await rows(db, free, bind, tx);
}

/** An owner decides on everybody, an administrator on masters only. */
export async function expectToManage(caller: Caller, role: StaffRole): Promise<void> {
  if (role === "master" || isBusiness(caller)) return;
  if ((await caller.rights()).role === "owner") return;
  throw new Problem("forbidden", { detail: "Only an owner decides on owners and administrators." });
}
