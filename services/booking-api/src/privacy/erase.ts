import { Op, type Transaction } from "sequelize";
import { AppointmentModel } from "../appointments/appointment.models";
import { findAppointment } from "../appointments/find";
import { toEventAppointment } from "../appointments/representation";
import { ClientModel } from "../clients/client.model";
import { rows } from "../database";
import { type Deps } from "../deps";
import { actedBy } from "../events/acted-by";
import { append } from "../events/append";
import { actorOf, type Caller, systemCaller } from "../http/caller";
import { endWishes } from "../waitlist/leave";

/** What stands where a name was. */
const nobody = "—";

/**
 * Forgets a client: calls off what is ahead, then removes for good who they were, also from events, answers kept for
 * repetitions and the personal side of the audit log. Visits stay, so that sums stay as they were. Answers false for a client
 * who is not there or already forgotten.
 *
 * Everything that writes of a client locks the client, or one of their appointments, before it reads their name. With all of
 * these locked here, nothing that knew the name is committed after this.
 */
export async function erase(
  { db, shop }: Pick<Deps, "db" | "shop">,
  { clientId, caller, now }: { clientId: string; caller: Caller; now: Date },
  tx: Transaction,
): Promise<boolean> {
  const found = `select id from booking.clients where id = $1 and erased_at is null for update`;
  if ((await rows(db, found, [clientId], tx)).length === 0) return false;
  await rows(
    db,
    `select id from booking.appointments where client_id = $1 order by id for update`,
    [clientId],
    tx,
  );
  const client = await ClientModel.findByPk(clientId, { transaction: tx, rejectOnEmpty: true });
  const rules = await shop.exact(tx);
  const by = actorOf(caller, client);
  const { telegramUserId } = client;

  await endWishes(db, { clientId, releasedBy: by, now }, tx);
  const release = `
    update booking.appointments
    set status = 'cancelled', cancelled_by = $2, hold_expires_at = null, hold_kind = null,
        version = version + 1, updated_at = $3
    where client_id = $1 and status = 'held'`;
  await rows(db, release, [clientId, by, now], tx);
  const ahead = await AppointmentModel.findAll({
    where: { clientId, status: { [Op.in]: ["pending", "confirmed"] }, startsAt: { [Op.gt]: now } },
    order: [["id", "asc"]],
    transaction: tx,
  });
  for (const { id } of ahead) {
    const row = await findAppointment(db, id, systemCaller(caller.operation), tx);
    const change = { status: "cancelled", cancelledBy: by, version: row.version + 1, updatedAt: now };
    await row.update(change, { transaction: tx });
    const data = { appointment: toEventAppointment(row, rules, now) };
    await append(db, { type: "appointment.cancelled", ...actedBy(caller, client), data }, now, tx);
  }
  await append(
    db,
    { type: "client.erased", actor: actedBy(caller, client).actor, data: { clientId } },
    now,
    tx,
  );

  await client.update(
    {
      name: nobody,
      phone: null,
      locale: null,
      telegramUserId: null,
      unreachableAt: null,
      favouriteMasterId: null,
      reminderLeadsMinutes: null,
      acceptsBroadcasts: false,
      addedByMasterId: null,
      erasedAt: now,
    },
    { transaction: tx },
  );
  await forgetTraces(db, { clientId, telegramUserId, locale: rules.business.defaultLocale, now }, tx);
  return true;
}

interface Traces {
  clientId: string;
  telegramUserId: string | null;
  locale: string;
  now: Date;
}

async function forgetTraces(
  db: Deps["db"],
  { clientId, telegramUserId, locale, now }: Traces,
  tx: Transaction,
): Promise<void> {
  const words = `
    update booking.appointments set cancellation_reason = null, note = null, source = null
    where client_id = $1 and (cancellation_reason is not null or note is not null or source is not null)`;
  await rows(db, words, [clientId], tx);
  // Nobody is left to be told that an offer ended.
  const untold = `
    update booking.waitlist_offers set told_at = $2
    where told_at is null and entry_id in (select id from booking.waitlist_entries where client_id = $1)`;
  await rows(db, untold, [clientId, now], tx);
  // Position and txid stay, so readers of the feed neither miss an event nor see one again.
  const events = `
    update booking.events
    set data = jsonb_set(
          case when data #> '{appointment,note}' is null then data - 'reason'
          else jsonb_set(data - 'reason', '{appointment,note}', 'null') end,
          '{appointment,client}', jsonb_build_object(
            'id', $1::text, 'telegramUserId', null, 'name', $2::text, 'locale', $3::text
          )
        ),
        actor_telegram_user_id = case when actor <> 'client' then actor_telegram_user_id end
    where data #>> '{appointment,client,id}' = $1::text`;
  await rows(db, events, [clientId, nobody, locale], tx);
  // The last of the audit, because all of the above is audited as well.
  await rows(db, `delete from booking.audit_personal where client_id = $1`, [clientId], tx);
  // What staff were answered when they added the client.
  const answers = `delete from booking.idempotency_keys where body ->> 'id' = $1`;
  await rows(db, answers, [clientId], tx);
  if (telegramUserId === null) return;
  const keys = `delete from booking.idempotency_keys where position($1 in caller) > 0`;
  await rows(db, keys, [`/telegram:${telegramUserId}/`], tx);
  // What they did as staff is the business's history, for as long as they are staff; when they leave, a trigger forgets them.
  const account = `
    delete from booking.audit_actors
    where telegram_user_id = $1
      and not exists (select from booking.staff where telegram_user_id = $1)
      and not exists (select from booking.masters where telegram_user_id = $1)`;
  await rows(db, account, [telegramUserId], tx);
  const later = `update booking.audit_actors set forget_when_left = true where telegram_user_id = $1`;
  await rows(db, later, [telegramUserId], tx);
}
