import { isNone } from "../answers/span";
import { type Business, type BusinessChange } from "../api";
import { type Fault, type Field, none } from "./field";

export interface Point {
  latitude: number;
  longitude: number;
}

/** `56.9496, 24.1052`, as maps copy it. */
export function parseCoordinates(text: string): Point | undefined {
  const [, north, east] =
    /^\s*(-?\d{1,2}(?:\.\d{1,15})?)[,;\s]\s*(-?\d{1,3}(?:\.\d{1,15})?)\s*$/.exec(text) ?? [];
  if (north === undefined || east === undefined) return undefined;
  const [latitude, longitude] = [Number(north), Number(east)];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;
}

export function locationOf({ latitude, longitude }: Business): Point | null {
  return latitude == null || longitude == null ? null : { latitude, longitude };
}

/** Undefined for no point. */
export function sayLocation(point: Point | null): string | undefined {
  return point === null ? undefined : `${round(point.latitude)}, ${round(point.longitude)}`;
}

export function wireOfLocation(point: Point | null): string {
  return sayLocation(point) ?? none;
}

/** A metre, which is more than a door needs. */
function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}

/** Where the door is. */
export const locationField: Field<Business, BusinessChange> = {
  presets: [none],
  say: (wire, { words }) => (wire === none ? words.plain("manage-not-said") : wire),
  read: (business) => wireOfLocation(locationOf(business)),
  write(wire) {
    if (wire === none) return { latitude: null, longitude: null };
    return parseCoordinates(wire);
  },
  parse(text): string | Fault {
    if (isNone(text)) return none;
    const point = parseCoordinates(text);
    return point === undefined ? { fault: "manage-fault-location" } : wireOfLocation(point);
  },
};
