import { type FieldName } from "../../../draft/steps/manage-target";
import { type StaffMember } from "../api";
import { type Field } from "./field";

const longest = 128;

/** Owners and administrators have one name, for colleagues to read; what clients see of a master is the catalogue's. */
export const staffFields: Partial<Record<FieldName, Field<StaffMember, { name: string }>>> = {
  "person-name": {
    presets: [],
    say: (wire) => wire,
    read: (member) => member.name,
    write: (wire) => (wire === "" || wire.length > longest ? undefined : { name: wire }),
    parse(text) {
      const name = text.replace(/\s+/g, " ").trim();
      return name === "" || name.length > longest
        ? { fault: "manage-fault-text", values: { max: longest } }
        : name;
    },
  },
};
