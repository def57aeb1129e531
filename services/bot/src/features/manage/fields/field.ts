import { type Words } from "../../../words";

/** What is needed to speak of a value, and to understand one. */
export interface Frame {
  words: Words;
  currency: string;
}

/** Why an answer was not understood: a sentence of the Fluent files, with what it names. */
export interface Fault {
  fault: string;
  values?: Record<string, string | number>;
}

/**
 * A value that can be edited, as a short text ("wire"): in steps, in buttons, in comparisons. The same value has one spelling.
 */
export interface Wired {
  /** Offered as buttons. */
  presets: readonly string[];
  /** The value as people read it. */
  say(wire: string, frame: Frame): string;
  /** What a person typed. */
  parse(text: string, frame: Frame): string | Fault;
}

export interface Field<Thing, Change> extends Wired {
  read(thing: Thing): string;
  /** The change that makes `wire` the value of `thing`; undefined for what is no value of this field. */
  write(wire: string, thing: Thing): Change | undefined;
}

/** The value that stands for "none" or "as usual". */
export const none = "-";

export function isFault(answer: string | Fault): answer is Fault {
  return typeof answer !== "string";
}
