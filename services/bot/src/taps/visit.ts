import { createHash } from "node:crypto";
import { type MovedVisit, type NewVisit, type Visit } from "../draft/steps/client";
import { type Field, number, uuid, version } from "./fields";

/** As many as booking-api takes in one visit. */
export const maxServices = 10;
const count = number(2, maxServices);

/**
 * What stands for a UUID where several have to fit into 64 bytes: the beginning of a digest, not of the UUID, because ids
 * that people choose begin alike. It means whatever id of the catalogue has it (`taps/whole.ts`), and nothing if two do.
 */
export function tagOf(id: string, length: number): string {
  return createHash("sha256").update(id).digest("base64url").slice(0, length);
}

/** Whether that is a tag from a button, and no id yet. */
export function isTag(text: string): boolean {
  return text.length <= maxTagLength;
}

const maxTagLength = 8;
/** What tags may take in the longest button, a time. With ten services and a master four characters are left to each. */
const room = 44;

/** As long as fits, so that with few services, the usual case, no two of a catalogue will ever meet. */
function tagLength(services: number): number {
  return Math.min(maxTagLength, Math.floor(room / (services + 1)));
}

/** The services of a visit in their order: one as a whole, several as their number and a tag of each. */
export const services: Field<string[]> = {
  encode(ids) {
    const [only, ...others] = ids;
    if (only !== undefined && others.length === 0) return uuid.encode(only);
    return count.encode(ids.length) + ids.map((id) => shortened(id, tagLength(ids.length))).join("");
  },
  decode(text) {
    const only = uuid.decode(text);
    if (only !== undefined) return [only];
    const tags = tagsOf(text);
    return tags === undefined || tags.rest !== "" ? undefined : tags.tags;
  },
};

/**
 * A visit that is being arranged: `n` and its service, perhaps its master; `k` and the tags of several services, perhaps
 * its master's; or `m`, its booking and that one's version.
 */
export const visit: Field<Visit> = {
  encode(value) {
    if (value.kind === "move") return `m${uuid.encode(value.appointmentId)}${version.encode(value.version)}`;
    const { serviceIds, masterId } = value;
    if (serviceIds.length === 1)
      return `n${services.encode(serviceIds)}${masterId === null ? "" : uuid.encode(masterId)}`;
    const master = masterId === null ? "" : shortened(masterId, tagLength(serviceIds.length));
    return `k${services.encode(serviceIds)}${master}`;
  },
  decode(text) {
    if (text.startsWith("k")) return severalOf(text.slice(1));
    const id = uuid.decode(text.slice(1, 23));
    const rest = text.slice(23);
    if (id === undefined) return undefined;
    if (text.startsWith("m")) {
      const decoded = version.decode(rest);
      return decoded === undefined ? undefined : { kind: "move", appointmentId: id, version: decoded };
    }
    if (!text.startsWith("n")) return undefined;
    if (rest === "") return { kind: "new", serviceIds: [id], masterId: null };
    const masterId = uuid.decode(rest);
    return masterId === undefined ? undefined : { kind: "new", serviceIds: [id], masterId };
  },
};

export const newVisit: Field<NewVisit> = {
  encode: (value) => visit.encode(value),
  decode(text) {
    const decoded = visit.decode(text);
    return decoded?.kind === "new" ? decoded : undefined;
  },
};

export const movedVisit: Field<MovedVisit> = {
  encode: (value) => visit.encode(value),
  decode(text) {
    const decoded = visit.decode(text);
    return decoded?.kind === "move" ? decoded : undefined;
  },
};

function severalOf(text: string): Visit | undefined {
  const found = tagsOf(text);
  if (found === undefined) return undefined;
  const { tags: serviceIds, rest, length } = found;
  if (rest === "") return { kind: "new", serviceIds, masterId: null };
  return rest.length === length && isSpelled(rest) ? { kind: "new", serviceIds, masterId: rest } : undefined;
}

/** The number, so many tags, no two the same, and what comes after them. */
function tagsOf(text: string): { tags: string[]; rest: string; length: number } | undefined {
  const many = count.decode(text.slice(0, 1));
  if (many === undefined) return undefined;
  const length = tagLength(many);
  const tags = Array.from({ length: many }, (_, at) => text.slice(1 + at * length, 1 + (at + 1) * length));
  const areGood = tags.every((tag) => tag.length === length && isSpelled(tag));
  return areGood && new Set(tags).size === many
    ? { tags, rest: text.slice(1 + many * length), length }
    : undefined;
}

function isSpelled(tag: string): boolean {
  return /^[\w-]+$/.test(tag);
}

function shortened(id: string, length: number): string {
  return isTag(id) ? id : tagOf(id, length);
}
