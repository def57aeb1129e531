import { type Button } from "../../keyboards/card";
import { type Words } from "../../words";

/** Out of booking: nothing is booked, and a time that was kept is let go. */
export function wayOut(words: Words): Button {
  return { label: words.plain("button-cancel"), on: { do: "cancel" }, style: "danger" };
}

/** The last row of each step of booking: one step back, with all choices kept, and out. */
export function backAndOut(words: Words, back: Button["on"]): Button[] {
  return [{ label: words.plain("button-back"), on: back }, wayOut(words)];
}
