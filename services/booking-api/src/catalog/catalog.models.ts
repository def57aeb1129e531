import { Column, DataType, Model, PrimaryKey, Table } from "sequelize-typescript";
import { type LocalizedText } from "./localized-text";

/** A service of the catalogue. */
@Table({ tableName: "services", schema: "booking", timestamps: false, underscored: true })
export class ServiceModel extends Model {
  @PrimaryKey
  @Column(DataType.UUID)
  declare id: string;
  @Column(DataType.JSONB)
  declare name: LocalizedText;
  @Column(DataType.JSONB)
  declare description: LocalizedText | null;
  @Column(DataType.INTEGER)
  declare durationMinutes: number;
  @Column(DataType.INTEGER)
  declare priceMinor: number;
  @Column(DataType.INTEGER)
  declare bufferBeforeMinutes: number;
  @Column(DataType.INTEGER)
  declare bufferAfterMinutes: number;
  @Column(DataType.BOOLEAN)
  declare requiresApproval: boolean;
  /** Null: as the business says. */
  @Column(DataType.ARRAY(DataType.INTEGER))
  declare reminderLeadsMinutes: number[] | null;
  @Column(DataType.BOOLEAN)
  declare active: boolean;
  @Column(DataType.INTEGER)
  declare position: number;
}

/** Someone who does services. */
@Table({ tableName: "masters", schema: "booking", timestamps: false, underscored: true })
export class MasterModel extends Model {
  @PrimaryKey
  @Column(DataType.UUID)
  declare id: string;
  @Column(DataType.JSONB)
  declare name: LocalizedText;
  @Column(DataType.JSONB)
  declare about: LocalizedText | null;
  /** Postgres' bigint arrives as a string; Telegram's ids fit a double. */
  @Column(DataType.BIGINT)
  declare telegramUserId: string | null;
  @Column(DataType.TEXT)
  declare locale: "ru" | "en";
  /** The language that this person has chosen in the bot. Not of this table, see load.ts; undefined where nobody asked. */
  declare chosenLocale?: "ru" | "en" | null;
  @Column(DataType.BOOLEAN)
  declare active: boolean;
  @Column(DataType.INTEGER)
  declare position: number;
}

/** That a master does a service; null durations and prices are the service's. */
@Table({ tableName: "offerings", schema: "booking", timestamps: false, underscored: true })
export class OfferingModel extends Model {
  @PrimaryKey
  @Column(DataType.UUID)
  declare masterId: string;
  @PrimaryKey
  @Column(DataType.UUID)
  declare serviceId: string;
  @Column(DataType.INTEGER)
  declare durationMinutes: number | null;
  @Column(DataType.INTEGER)
  declare priceMinor: number | null;
}
