import { type Transaction } from "sequelize";
import { loadAttendance } from "../clients/client-record";
import { type Database } from "../database";
import { type Shop } from "../shop/shop";

/** Whether a visit that this client books must be accepted by the business: because of a service, or of missed visits. */
export async function needsApproval(
  db: Database,
  shop: Shop,
  visit: { clientId: string; services: readonly { serviceId: string }[] },
  tx: Transaction,
): Promise<boolean> {
  if (visit.services.some(({ serviceId }) => shop.services.get(serviceId)?.requiresApproval)) return true;
  const limit = shop.business.approvalAfterNoShows;
  if (limit === null) return false;
  const attendance = await loadAttendance(db, [visit.clientId], tx);
  return (attendance.get(visit.clientId)?.noShows ?? 0) >= limit;
}
