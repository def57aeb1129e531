import { type Transaction } from "sequelize";
import { MasterModel } from "../catalog/catalog.models";
import { ClientModel } from "../clients/client.model";
import { type Database, rows } from "../database";
import { AppointmentModel, AppointmentServiceModel } from "./appointment.models";

type Columns = Record<string, unknown>;
type Row = Columns & { services: Columns[]; chosenLocale: "ru" | "en" | null };

/**
 * One appointment with all that a representation needs, in one statement that is written once. Sequelize's `include` composes
 * its statement and takes the joined rows apart anew each time, which was a fifth of the time of a booking.
 */
export async function loadAppointment(
  db: Database,
  id: string,
  tx: Transaction | null,
): Promise<AppointmentModel | undefined> {
  const [found] = await rows<Row>(db, (statement ??= compose()), [id], tx);
  if (!found) return undefined;
  const row = AppointmentModel.build(columnsOf(found, "a"), asStored);
  row.client = ClientModel.build(columnsOf(found, "c"), asStored);
  row.master = MasterModel.build(columnsOf(found, "m"), asStored);
  row.master.chosenLocale = found.chosenLocale;
  row.services = found.services.map((service) => AppointmentServiceModel.build(service, asStored));
  row.proposal = null;
  if (found["p.id"] !== null) {
    row.proposal = AppointmentModel.build(columnsOf(found, "p"), asStored);
    row.proposal.master = MasterModel.build(columnsOf(found, "pm"), asStored);
  }
  return row;
}

const asStored = { isNewRecord: false, raw: true };
let statement: string | undefined;

function compose(): string {
  const columns = [
    ...selected("a", AppointmentModel),
    ...selected("c", ClientModel),
    ...selected("m", MasterModel),
    ...selected("p", AppointmentModel),
    ...selected("pm", MasterModel),
  ];
  const service = Object.entries(AppointmentServiceModel.getAttributes()).map(
    ([name, { field }]) => `'${name}', s.${field ?? name}`,
  );
  return `
    select ${columns.join(", ")}, person.locale as "chosenLocale", (
      select coalesce(jsonb_agg(jsonb_build_object(${service.join(", ")}) order by s.position), '[]')
      from booking.appointment_services s where s.appointment_id = a.id
    ) as services
    from booking.appointments a
    join booking.clients c on c.id = a.client_id
    join booking.masters m on m.id = a.master_id
    left join booking.clients person on person.telegram_user_id = m.telegram_user_id
    left join booking.appointments p on p.proposal_of = a.id and p.status = 'held'
    left join booking.masters pm on pm.id = p.master_id
    where a.id = $1`;
}

function selected(
  table: string,
  model: { getAttributes(): Record<string, { field?: string | undefined }> },
): string[] {
  return Object.entries(model.getAttributes()).map(
    ([name, { field }]) => `${table}.${field ?? name} as "${table}.${name}"`,
  );
}

function columnsOf(found: Row, table: string): Columns {
  const prefix = `${table}.`;
  return Object.fromEntries(
    Object.entries(found)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}
