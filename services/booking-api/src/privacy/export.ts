import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { AppointmentModel } from "../appointments/appointment.models";
import { everythingOfMany } from "../appointments/find";
import { toAppointment } from "../appointments/representation";
import { readAudit } from "../audit/list";
import { toClientRecords } from "../clients/client-record";
import { type ClientModel } from "../clients/client.model";
import { type Deps } from "../deps";
import { readEntries } from "../waitlist/entries";

/**
 * All that is kept about a client, with every time that was ever held for them. Other people of the audit log are not the
 * client's data: for the client's own eyes they are `staff`.
 */
export async function exportClient(
  { db, shop, clock }: Deps,
  client: ClientModel,
  options: { hidesOthers: boolean },
): Promise<BookingSchemas["ClientExport"]> {
  const now = clock.now();
  const { business } = await shop.current();
  const [record] = await toClientRecords(db, [client]);
  if (!record) throw new Error("One client makes one record");
  const appointments = await AppointmentModel.findAll({
    where: { clientId: client.id },
    include: everythingOfMany,
    order: [
      ["startsAt", "asc"],
      ["id", "asc"],
    ],
  });
  const waitlist = await readEntries(db, { clientId: client.id }, { now, timeZone: business.timeZone }, null);
  const subjects = [
    `client:${client.id}`,
    ...appointments.map(({ id }) => `appointment:${id}`),
    ...waitlist.map(({ id }) => `waitlist_entry:${id}`),
  ];
  const changes = await readAudit(db, { subjects });
  const own = `telegram:${client.telegramUserId}`;
  const hide = (actor: string) => (actor.startsWith("telegram:") && actor !== own ? "staff" : actor);
  return {
    exportedAt: now.toISOString(),
    client: record,
    appointments: appointments.map((row) => ({ ...toAppointment(row, business, now), source: row.source })),
    waitlist,
    changes: options.hidesOthers ? changes.map((entry) => ({ ...entry, actor: hide(entry.actor) })) : changes,
  };
}
