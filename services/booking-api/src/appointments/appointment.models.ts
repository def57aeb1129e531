import {
  Column,
  DataType,
  ForeignKey,
  BelongsTo,
  HasMany,
  HasOne,
  Model,
  PrimaryKey,
  Table,
} from "sequelize-typescript";
import { MasterModel } from "../catalog/catalog.models";
import { type LocalizedText } from "../catalog/localized-text";
import { ClientModel } from "../clients/client.model";
import { type AppointmentStatus } from "./appointment";

/** A visit. Rows are read through this model; they are written by the SQL in this folder. */
@Table({ tableName: "appointments", schema: "booking", timestamps: false, underscored: true })
export class AppointmentModel extends Model {
  @PrimaryKey
  @Column(DataType.UUID)
  declare id: string;
  @ForeignKey(() => MasterModel)
  @Column(DataType.UUID)
  declare masterId: string;
  @ForeignKey(() => ClientModel)
  @Column(DataType.UUID)
  declare clientId: string;
  @Column(DataType.TEXT)
  declare status: AppointmentStatus;
  @Column(DataType.INTEGER)
  declare version: number;
  @Column(DataType.DATE)
  declare startsAt: Date;
  @Column(DataType.DATE)
  declare endsAt: Date;
  @Column(DataType.RANGE(DataType.DATE))
  declare occupied: [{ value: Date }, { value: Date }];
  /** Postgres' bigint arrives as a string; ten prices of the catalogue fit a double. */
  @Column(DataType.BIGINT)
  declare priceMinor: string;
  @Column(DataType.TEXT)
  declare currency: string;
  @Column(DataType.DATE)
  declare holdExpiresAt: Date | null;
  /** Why the time is held; null for everything that is not a hold any more. */
  @Column(DataType.TEXT)
  declare holdKind: "choice" | "waitlist" | "proposal" | null;
  /** The request for which this hold is another time. */
  @Column(DataType.UUID)
  declare proposalOf: string | null;
  /** Of a proposal: all the time that the visit would take, of which the request itself may occupy a part already. */
  @Column(DataType.RANGE(DataType.DATE))
  declare proposed: [{ value: Date }, { value: Date }] | null;
  @Column(DataType.TEXT)
  declare heldBy: "client" | "staff" | "system";
  @Column(DataType.TEXT)
  declare attendance: "unanswered" | "coming";
  /** When it became an appointment that somebody counts on; null while it was only ever a hold. */
  @Column(DataType.DATE)
  declare bookedAt: Date | null;
  @Column(DataType.TEXT)
  declare cancelledBy: "client" | "staff" | null;
  @Column(DataType.TEXT)
  declare cancellationReason: string | null;
  /** What the master should know, in the client's own words. */
  @Column(DataType.TEXT)
  declare note: string | null;
  /** What brought the client here: the campaign of a deep link. */
  @Column(DataType.TEXT)
  declare source: string | null;
  @Column({ type: DataType.DATE, field: "created_at" })
  declare createdAt: Date;
  @Column({ type: DataType.DATE, field: "updated_at" })
  declare updatedAt: Date;
  @BelongsTo(() => MasterModel)
  declare master: MasterModel;
  @BelongsTo(() => ClientModel)
  declare client: ClientModel;
  @HasMany(() => AppointmentServiceModel)
  declare services: AppointmentServiceModel[];
  /** Another time that is held for this request, or was until a moment ago. */
  @HasOne(() => AppointmentModel, { foreignKey: "proposalOf", as: "proposal" })
  declare proposal: AppointmentModel | null;
}

/** A service of a visit, as it was when the visit was booked. */
@Table({ tableName: "appointment_services", schema: "booking", timestamps: false, underscored: true })
export class AppointmentServiceModel extends Model {
  @PrimaryKey
  @ForeignKey(() => AppointmentModel)
  @Column(DataType.UUID)
  declare appointmentId: string;
  @PrimaryKey
  @Column(DataType.SMALLINT)
  declare position: number;
  @Column(DataType.UUID)
  declare serviceId: string;
  @Column(DataType.JSONB)
  declare name: LocalizedText;
  @Column(DataType.INTEGER)
  declare durationMinutes: number;
  @Column(DataType.INTEGER)
  declare priceMinor: number;
}
