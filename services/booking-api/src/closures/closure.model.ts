import { Column, DataType, Model, PrimaryKey, Table } from "sequelize-typescript";
import { type WallWindow } from "../availability/windows";
import { type LocalizedText } from "../catalog/localized-text";

/** A day on which the whole business is shut, or keeps other hours. */
@Table({ tableName: "closures", schema: "booking", timestamps: false, underscored: true })
export class ClosureModel extends Model {
  @PrimaryKey
  @Column(DataType.DATEONLY)
  declare date: string;
  @Column(DataType.JSONB)
  declare name: LocalizedText | null;
  @Column(DataType.JSONB)
  declare windows: WallWindow[];
}
