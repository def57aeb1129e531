import "reflect-metadata";
import { QueryTypes, type Transaction } from "sequelize";
import { Sequelize } from "sequelize-typescript";
import { AppointmentModel, AppointmentServiceModel } from "./appointments/appointment.models";
import { BusinessModel } from "./business/business.model";
import { MasterModel, OfferingModel, ServiceModel } from "./catalog/catalog.models";
import { ClientModel } from "./clients/client.model";
import { OverrideModel, WorkingWindowModel } from "./schedule/schedule.models";

/** The database of booking-api: the models are registered on it, raw statements go through `rows`. */
export type Database = Sequelize;

export const models = [
  AppointmentModel,
  AppointmentServiceModel,
  BusinessModel,
  ClientModel,
  MasterModel,
  OfferingModel,
  OverrideModel,
  ServiceModel,
  WorkingWindowModel,
];

/** Opens a pool. `lock_timeout` bounds every wait for another writer, so that a stuck one becomes an error, not a pile-up. */
export function openDatabase(url: string, options: { poolSize: number }): Database {
  return new Sequelize(url, {
    models,
    logging: false,
    pool: { max: options.poolSize, min: 0, acquire: 10_000 },
    dialectOptions: {
      application_name: "booking-api",
      statement_timeout: 15_000,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: 15_000,
    },
  });
}

/** Runs one statement with `$1`-style parameters and answers its rows. */
export async function rows<Row extends object>(
  db: Database,
  sql: string,
  bind: unknown[],
  tx: Transaction | null,
): Promise<Row[]> {
  return db.query<Row>(sql, { bind, type: QueryTypes.SELECT, transaction: tx });
}
