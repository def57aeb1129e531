import { type Transaction } from "sequelize";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { type Deps } from "../deps";
import { actedBy } from "../events/acted-by";
import { append } from "../events/append";
import { type Caller } from "../http/caller";
import { type Shop } from "../shop/shop";
import { isTimeGone } from "../time-off/is-away";
import { inTransaction } from "../transaction";
import { after, hasHoldEnded } from "./appointment";
import { type AppointmentModel } from "./appointment.models";
import { expectVersion, findAppointment, lockAppointment, requireClient } from "./find";
import { lockMasters } from "./lock-masters";
import { moveRow } from "./move-row";
import { findProposal, endProposal, type ProposalRow } from "./proposal";
import { toAppointment, toEventAppointment, toPrevious } from "./representation";
import { slotTaken } from "./slot-taken";

/** The client answers a proposal, having seen the request as of `expectedVersion`. */
export interface ProposalAnswer {
  caller: Caller;
  appointmentId: string;
  expectedVersion?: number | undefined;
}

/**
 * The request takes the proposed time and is confirmed, in one step; twice is the same as once. A proposal that ran out is
 * accepted all the same as long as nobody took the time; then it is `hold-expired`, with the nearest free times. Throws
 * `no-proposal`, `wrong-state`, `version-mismatch`, `forbidden`, `not-found`.
 */
export async function acceptProposal(
  deps: Deps,
  command: ProposalAnswer,
): Promise<BookingSchemas["Appointment"]> {
  const { db, nudges } = deps;
  const { caller } = command;
  const now = deps.clock.now();
  const shop = await deps.shop.exact(null);
  const { business } = shop;
  const before = await findAppointment(db, command.appointmentId, caller, null);
  requireClient(caller, before);
  const proposal = await findProposal(db, before.id, null);

  try {
    const accepted = await inTransaction(db, { caller, now }, async (tx) => {
      await lockMasters(db, [before.masterId, ...(proposal ? [proposal.masterId] : [])], tx);
      const row = await lockAppointment(db, command.appointmentId, caller, tx);
      // Under the lock of the request nobody proposes anything else.
      const current = await findProposal(db, row.id, tx);
      if (current && isTaken(row, current)) return row;
      expectVersion(row, command.expectedVersion);
      if (after(row.status, "accept") !== "confirmed")
        throw new Problem("wrong-state", { detail: `It is ${row.status}.` });
      if (!current || current.status === "cancelled") throw new Problem("no-proposal");
      // Another proposal came between the two looks, and its master is not locked.
      if (current.id !== proposal?.id)
        throw new Problem("version-mismatch", { detail: "Another time was proposed a moment ago." });
      if (current.startsAt <= now) throw gone;
      return take(deps, shop, row, current, { caller, now }, tx);
    });
    nudges.send();
    return toAppointment(accepted, business, now);
  } catch (error) {
    if (error !== gone && !isTimeGone(error)) throw error;
    const request = {
      serviceIds: before.services.map(({ serviceId }) => serviceId),
      masterId: proposal?.masterId ?? before.masterId,
      wanted: proposal?.startsAt ?? before.startsAt,
      timeZone: business.timeZone,
    };
    throw await slotTaken(deps, "hold-expired", request, {
      now,
      movingId: before.id,
      choosingTelegramUserId: caller.onBehalfOf,
    });
  }
}

/** Rolls the transaction back before the alternatives are looked for. */
const gone = new Error("the proposed time has passed");

/** Whether the request has been given this very time already. */
function isTaken(row: AppointmentModel, proposal: ProposalRow): boolean {
  return (
    row.status === "confirmed" &&
    row.masterId === proposal.masterId &&
    row.startsAt.getTime() === proposal.startsAt.getTime()
  );
}

async function take(
  { db }: Deps,
  shop: Shop,
  row: AppointmentModel,
  proposal: ProposalRow,
  { caller, now }: { caller: Caller; now: Date },
  tx: Transaction,
): Promise<AppointmentModel> {
  const isPromised = proposal.holdExpiresAt !== null && !hasHoldEnded(proposal, now);
  const previous = toPrevious(row, shop.business);
  await endProposal(db, row, "client", now, tx);
  await moveRow(db, row, { ...proposal, status: "confirmed", byClient: true, isPromised }, now, tx);
  const fresh = await findAppointment(db, row.id, caller, tx);
  const data = { appointment: toEventAppointment(fresh, shop, now), previous };
  await append(db, { type: "appointment.confirmed", ...actedBy(caller, row.client), data }, now, tx);
  return fresh;
}
