import { type MovedVisit, type Visit } from "../draft/steps/client";
import { type Field, uuid, version } from "./fields";

/** A visit that is being arranged: `n` and its service, perhaps its master; or `m`, its booking and that one's version. */
export const visit: Field<Visit> = {
  encode: (value) =>
    value.kind === "new"
      ? `n${uuid.encode(value.serviceId)}${value.masterId === null ? "" : uuid.encode(value.masterId)}`
      : `m${uuid.encode(value.appointmentId)}${version.encode(value.version)}`,
  decode(text) {
    const id = uuid.decode(text.slice(1, 23));
    const rest = text.slice(23);
    if (id === undefined) return undefined;
    if (text.startsWith("m")) {
      const number = version.decode(rest);
      return number === undefined ? undefined : { kind: "move", appointmentId: id, version: number };
    }
    if (!text.startsWith("n")) return undefined;
    if (rest === "") return { kind: "new", serviceId: id, masterId: null };
    const masterId = uuid.decode(rest);
    return masterId === undefined ? undefined : { kind: "new", serviceId: id, masterId };
  },
};

export const movedVisit: Field<MovedVisit> = {
  encode: (value) => visit.encode(value),
  decode(text) {
    const decoded = visit.decode(text);
    return decoded?.kind === "move" ? decoded : undefined;
  },
};
