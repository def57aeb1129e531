import { type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { planForWriting } from "../availability/find-offers";
import { toDate, toMinute } from "../availability/local-day";
import { type Candidate } from "../availability/plan";
import { type Deps } from "../deps";
import { actedBy } from "../events/acted-by";
import { append } from "../events/append";
import { type Caller, maySee } from "../http/caller";
import { type Shop } from "../shop/shop";
import { inTransaction } from "../transaction";
import { hasHoldEnded } from "./appointment";
import { type AppointmentModel } from "./appointment.models";
import { expectVersion, findAppointment, lockAppointment, requireStaff } from "./find";
import { freeHolds } from "./free-expired-holds";
import { insertHold } from "./insert-hold";
import { lockMasters } from "./lock-masters";
import { endProposal } from "./proposal";
import { toAppointment, toEventAppointment } from "./representation";
import { slotTaken } from "./slot-taken";

/** The business would rather see the client at another time, perhaps with another master. */
export interface ProposeCommand {
  caller: Caller;
  appointmentId: string;
  startsAt: string;
  masterId?: string | undefined;
  expectedVersion: number;
}

/**
 * Holds another time for the client of a request, instead of one proposed before. All rules of booking hold for it, minimum
 * notice included: staff see the same free times as everybody (`moving` names the request), and what they see is what they can
 * propose. Accepting looks at none of them again. Proposing the same time twice is proposing it once.
 *
 * Throws `slot-taken` with alternatives, `slot-not-offered`, `wrong-state`, `version-mismatch`, `forbidden`, `not-found`.
 */
export async function propose(deps: Deps, command: ProposeCommand): Promise<BookingSchemas["Appointment"]> {
  const { db, nudges } = deps;
  const { caller } = command;
  const now = deps.clock.now();
  const startsAt = new Date(command.startsAt);
  const shop = await deps.shop.exact(null);
  const { business } = shop;
  const before = await findAppointment(db, command.appointmentId, caller, null);
  await requireStaff(caller, before);
  const masterId = command.masterId ?? before.masterId;
  if (!(await maySee(caller, masterId)))
    throw new Problem("forbidden", { detail: "A master proposes times of their own." });
  const serviceIds = before.services.map(({ serviceId }) => serviceId);

  const proposed = await inTransaction(db, { caller, now }, async (tx) => {
    // With the lock nobody moves the request to another master while its time is compared with the proposed one.
    await lockMasters(db, [before.masterId, masterId], tx);
    const row = await lockAppointment(db, command.appointmentId, caller, tx);
    if (isProposedAlready(row, masterId, startsAt, now)) return row;
    expectVersion(row, command.expectedVersion);
    if (row.status !== "pending")
      throw new Problem("wrong-state", {
        detail: `It is ${row.status}; another time is proposed for requests.`,
      });
    refuseOwnTime(row, masterId, startsAt);
    const { plan } = planForWriting(shop, { serviceIds, masterId, startsAt }, now, false);
    const [candidate] = plan.candidates;
    if (!candidate) throw new Problem("slot-not-offered");
    return write(deps, shop, row, { caller, candidate, startsAt, now }, tx);
  }).catch(async (error: unknown) => {
    if (error !== taken) throw error;
    const request = { serviceIds, masterId, wanted: startsAt, timeZone: business.timeZone };
    throw await slotTaken(deps, "slot-taken", request, { now, movingId: before.id });
  });
  nudges.send();
  return toAppointment(proposed, business, now);
}

/** Rolls the transaction back, the end of the earlier proposal with it, before the alternatives are looked for. */
const taken = new Error("the time is taken");

function isProposedAlready(row: AppointmentModel, masterId: string, startsAt: Date, now: Date): boolean {
  const { proposal } = row;
  return (
    row.status === "pending" &&
    proposal?.masterId === masterId &&
    proposal.startsAt.getTime() === startsAt.getTime() &&
    !hasHoldEnded(proposal, now)
  );
}

function refuseOwnTime(row: AppointmentModel, masterId: string, startsAt: Date): void {
  if (row.masterId !== masterId || row.startsAt.getTime() !== startsAt.getTime()) return;
  throw new Problem("invalid-request", {
    detail: "The client asks for that very time: accept the request.",
    errors: [{ pointer: "/startsAt", detail: "is the time of the request" }],
  });
}

async function write(
  { db }: Deps,
  shop: Shop,
  row: AppointmentModel,
  { caller, candidate, startsAt, now }: { caller: Caller; candidate: Candidate; startsAt: Date; now: Date },
  tx: Transaction,
): Promise<AppointmentModel> {
  await endProposal(db, row, "staff", now, tx);
  const { visit, master } = candidate;
  const start = toMinute(startsAt);
  const from = toDate(start - visit.bufferBeforeMinutes);
  const to = toDate(start + visit.durationMinutes + visit.bufferAfterMinutes);
  await freeHolds(db, { masterIds: [master.id], from, to, now }, tx);
  const [ownFrom, ownTo] = row.occupied;
  const enough = new Date(now.getTime() + shop.business.proposalHours * 3_600_000);
  const id = await insertHold(
    db,
    {
      candidate,
      clientId: row.clientId,
      startsAt,
      currency: row.currency,
      kind: "proposal",
      heldBy: "staff",
      proposalOf: {
        id: row.id,
        occupied: row.masterId === master.id ? { from: ownFrom.value, to: ownTo.value } : undefined,
      },
      // Nobody can accept a time that has begun.
      holdExpiresAt: enough < startsAt ? enough : startsAt,
      now,
    },
    tx,
  );
  if (id === undefined) throw taken;
  await row.update({ version: row.version + 1, updatedAt: now }, { transaction: tx });
  const fresh = await findAppointment(db, row.id, caller, tx);
  const data = { appointment: toEventAppointment(fresh, shop, now) };
  await append(db, { type: "appointment.time_proposed", ...actedBy(caller, row.client), data }, now, tx);
  return fresh;
}
