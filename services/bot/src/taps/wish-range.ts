import { type WishRange } from "../draft/steps/client";
import { date, type Field, oneOf } from "./fields";

const spans = oneOf({ week: "w", fortnight: "f", any: "h" });

/** The days of a wish: the next seven or fourteen, as far as one can book, or `d` and a date. */
export const wishRange: Field<WishRange> = {
  encode: (range) =>
    range === "week" || range === "fortnight" || range === "any"
      ? spans.encode(range)
      : `d${date.encode(range)}`,
  decode: (text) => (text.startsWith("d") ? date.decode(text.slice(1)) : spans.decode(text)),
};
