import { Column, DataType, Model, PrimaryKey, Table } from "sequelize-typescript";
import { type WallWindow } from "../availability/windows";

/** One window of a master's week. */
@Table({ tableName: "working_windows", schema: "booking", timestamps: false, underscored: true })
export class WorkingWindowModel extends Model {
  @PrimaryKey
  @Column(DataType.UUID)
  declare masterId: string;
  @PrimaryKey
  @Column(DataType.SMALLINT)
  declare weekday: number;
  /** Minutes since local midnight; Postgres normalises it to `[from, to)`. */
  @PrimaryKey
  @Column(DataType.RANGE(DataType.INTEGER))
  declare minutes: [{ value: number }, { value: number }];
}

/** A master's hours of one day. */
@Table({ tableName: "overrides", schema: "booking", timestamps: false, underscored: true })
export class OverrideModel extends Model {
  @PrimaryKey
  @Column(DataType.UUID)
  declare masterId: string;
  @PrimaryKey
  @Column(DataType.DATEONLY)
  declare date: string;
  @Column(DataType.JSONB)
  declare windows: WallWindow[];
}
