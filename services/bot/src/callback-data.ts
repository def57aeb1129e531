import {
  type AppointmentTap,
  decodeAppointmentAction,
  encodeAppointmentAction,
} from "@okoshko/contracts/callback-data";
import { clientTaps } from "./taps/client";
import { deskTaps } from "./taps/desk";
import { number } from "./taps/fields";
import { manageTaps } from "./taps/manage";
import { type TapOf } from "./taps/tap";

/** All kinds of buttons that a live card can have. */
export const taps = [...clientTaps, ...deskTaps, ...manageTaps] as const;

/** What a button of the live card asks for. Each carries all that is needed to obey it without a draft. */
export type Tap = TapOf<(typeof taps)[number]>;

/** A decoded button: of the live card at revision `rev`, or of a booking, which any message may carry. */
export type Decoded = { kind: "card"; tap: Tap; rev: number } | { kind: "appointment"; tap: AppointmentTap };

const revision = number(0, 36 ** 5 - 1);

/**
 * Callback data of live cards: `1:<code>:<fields…>:<rev>`, numbers in base 36, UUIDs in 22 characters. The longest, a time
 * of one master, takes 62 of the 64 bytes. The 1 is the format's version: when the format changes, the old decoder stays
 * for the cards that are on screens.
 */
export function encodeTap(made: Tap, rev: number): string {
  for (const codec of taps) {
    const fields = codec.encode(made);
    if (fields !== undefined) return ["1", codec.code, ...fields, revision.encode(rev)].join(":");
  }
  throw new Error(`No codec knows the button ${made.do}`);
}

export { encodeAppointmentAction };

/** Undefined for anything that we never make: forged data, or that of a bot from another time. */
export function decodeCallback(data: string): Decoded | undefined {
  const appointment = decodeAppointmentAction(data);
  if (appointment !== undefined) return { kind: "appointment", tap: appointment };
  const [format, letters = "", ...fields] = data.split(":");
  const rev = revision.decode(fields.pop() ?? "");
  if (format !== "1" || rev === undefined) return undefined;
  const made = taps.find(({ code }) => code === letters)?.decode(fields);
  return made === undefined ? undefined : { kind: "card", tap: made, rev };
}
