import { type Field } from "./fields";

/** How one button of the live card is spelled in callback data. `Made` is the tap that comes of it. */
export interface TapCodec<Made> {
  /** One or two characters, no two codecs the same. */
  code: string;
  /** Undefined when the tap is of another kind. */
  encode(tap: { do: string }): string[] | undefined;
  decode(fields: string[]): Made | undefined;
}

export type TapOf<Codec> = Codec extends TapCodec<infer Made> ? Made : never;

/**
 * A button: its name in the code, its letters on the wire, and what it carries, in this order. A button must carry all that
 * is needed to obey it when the draft is gone, so what it carries is not to be cut down to what the draft knows already.
 */
export function tap<const Name extends string, Values extends object>(
  name: Name,
  code: string,
  fields: { [Key in keyof Values]: Field<Values[Key]> },
): TapCodec<{ do: Name } & Values> {
  const keys = keysOf(fields);
  const isMine = (made: { do: string }): made is { do: Name } & Values => made.do === name;
  const isWhole = (values: Partial<Values>): values is Values =>
    keys.every((key) => values[key] !== undefined);
  return {
    code,
    encode: (made) => (isMine(made) ? keys.map((key) => fields[key].encode(made[key])) : undefined),
    decode(texts) {
      if (texts.length !== keys.length) return undefined;
      const values: Partial<Values> = {};
      for (const [at, key] of keys.entries()) values[key] = fields[key].decode(texts[at] ?? "");
      return isWhole(values) ? { do: name, ...values } : undefined;
    },
  };
}

function keysOf<T extends object>(value: T): (keyof T)[] {
  const keys: (keyof T)[] = [];
  for (const key in value) keys.push(key);
  return keys;
}
