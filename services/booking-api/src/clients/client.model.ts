import { Column, DataType, Model, PrimaryKey, Table } from "sequelize-typescript";

/** A person who books. */
@Table({ tableName: "clients", schema: "booking", timestamps: false, underscored: true })
export class ClientModel extends Model {
  @PrimaryKey
  @Column(DataType.UUID)
  declare id: string;
  @Column(DataType.BIGINT)
  declare telegramUserId: string | null;
  @Column(DataType.TEXT)
  declare name: string;
  @Column(DataType.TEXT)
  declare locale: "ru" | "en" | null;
  @Column(DataType.TEXT)
  declare phone: string | null;
  /** Since when Telegram refuses to deliver to this person. */
  @Column(DataType.DATE)
  declare unreachableAt: Date | null;
  /** Since when nothing here says who they were. */
  @Column(DataType.DATE)
  declare erasedAt: Date | null;
  @Column(DataType.UUID)
  declare favouriteMasterId: string | null;
  /** Null: as the services of the visit and the business say. */
  @Column(DataType.ARRAY(DataType.INTEGER))
  declare reminderLeadsMinutes: number[] | null;
  @Column(DataType.BOOLEAN)
  declare acceptsBroadcasts: boolean;
  /** The master who added somebody that came or called. */
  @Column(DataType.UUID)
  declare addedByMasterId: string | null;
  @Column({ type: DataType.DATE, field: "created_at" })
  declare createdAt: Date;
}
