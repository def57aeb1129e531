import { type Transaction } from "sequelize";
import { rows } from "../database";
import { type Deps } from "../deps";
import { actedBy } from "../events/acted-by";
import { append } from "../events/append";
import { systemCaller } from "../http/caller";
import { type Shop } from "../shop/shop";
import { inTransaction } from "../transaction";
import { AppointmentModel } from "./appointment.models";
import { everythingOfMany } from "./find";
import { endProposal } from "./proposal";
import { toEventAppointment } from "./representation";

const afterMs = 24 * 3_600_000;
const batch = 100;

/**
 * Closes what nobody closed within a day of its end: a booking is taken to have taken place, a request that was never answered
 * is declined. Replicas that do this at once skip each other's rows, and a crash leaves whole batches. Answers how many.
 */
export async function completePast(deps: Deps): Promise<number> {
  const now = deps.clock.now();
  const caller = systemCaller("completePastVisits");
  for (let closed = 0; ;) {
    const count = await inTransaction(deps.db, { caller, now }, (tx) => closeBatch(deps, now, tx));
    closed += count;
    if (count > 0) deps.nudges.send();
    if (count < batch) return closed;
  }
}

async function closeBatch({ db, shop }: Deps, now: Date, tx: Transaction): Promise<number> {
  const sql = `
    select id
    from booking.appointments
    where status in ('pending', 'confirmed') and ends_at <= $1
    order by ends_at
    limit $2
    for update skip locked`;
  const found = await rows<{ id: string }>(db, sql, [new Date(now.getTime() - afterMs), batch], tx);
  if (found.length === 0) return 0;
  const past = await AppointmentModel.findAll({
    where: { id: found.map(({ id }) => id) },
    include: everythingOfMany,
    transaction: tx,
  });
  const rules = await shop.exact(tx);
  for (const row of past) await close(db, row, rules, now, tx);
  return past.length;
}

async function close(
  db: Deps["db"],
  row: AppointmentModel,
  shop: Shop,
  now: Date,
  tx: Transaction,
): Promise<void> {
  const wasAsked = row.status === "pending";
  await endProposal(db, row, "staff", now, tx);
  await row.update(
    { status: wasAsked ? "declined" : "completed", version: row.version + 1, updatedAt: now },
    { transaction: tx },
  );
  const type = wasAsked ? "appointment.declined" : "appointment.completed";
  const data = { appointment: toEventAppointment(row, shop, now) };
  await append(db, { type, ...actedBy(systemCaller("completePastVisits"), row.client), data }, now, tx);
}
