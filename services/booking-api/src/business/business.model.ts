import { Column, DataType, Model, PrimaryKey, Table } from "sequelize-typescript";
import { type LocalizedText } from "../catalog/localized-text";

/** The business of this installation; the table has one row. */
@Table({ tableName: "business", schema: "booking", timestamps: false, underscored: true })
export class BusinessModel extends Model {
  @PrimaryKey
  @Column(DataType.BOOLEAN)
  declare onlyRow: boolean;
  @Column(DataType.JSONB)
  declare name: LocalizedText;
  @Column(DataType.JSONB)
  declare address: LocalizedText | null;
  @Column(DataType.DOUBLE)
  declare latitude: number | null;
  @Column(DataType.DOUBLE)
  declare longitude: number | null;
  @Column(DataType.TEXT)
  declare phone: string | null;
  @Column(DataType.TEXT)
  declare timeZone: string;
  @Column(DataType.TEXT)
  declare currency: string;
  @Column(DataType.TEXT)
  declare defaultLocale: "ru" | "en";
  @Column(DataType.INTEGER)
  declare slotStepMinutes: number;
  @Column(DataType.INTEGER)
  declare minimumNoticeMinutes: number;
  @Column(DataType.INTEGER)
  declare horizonDays: number;
  @Column(DataType.INTEGER)
  declare holdMinutes: number;
  @Column(DataType.INTEGER)
  declare changeNoticeMinutes: number;
  @Column(DataType.INTEGER)
  declare maxActiveAppointmentsPerClient: number;
  @Column(DataType.INTEGER)
  declare maxHoldsPerHour: number;
  @Column(DataType.INTEGER)
  declare approvalAfterNoShows: number | null;
  @Column(DataType.INTEGER)
  declare proposalHours: number;
  @Column(DataType.INTEGER)
  declare waitlistOfferMinutes: number;
  @Column(DataType.INTEGER)
  declare retentionDays: number | null;
  /** On the wall clock, `HH:MM`; null when nobody's rest is minded. */
  @Column(DataType.TEXT)
  declare quietFrom: string | null;
  @Column(DataType.TEXT)
  declare quietTo: string | null;
  @Column(DataType.ARRAY(DataType.INTEGER))
  declare reminderLeadsMinutes: number[];
  @Column(DataType.BOOLEAN)
  declare requiresPhone: boolean;
}
