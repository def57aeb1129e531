import { recall, remember } from "./memory.js";
import { publish } from "./state.js";

/** How far a newcomer has come: pick → start → book. Kept by this browser. */
export const steps = ["pick", "start", "book"];

export const guide = () => ({ done: [], dismissed: false, ...recall("guide", {}) });

export function stepDone(step) {
  const { done, dismissed } = guide();
  if (done.includes(step)) return;
  remember("guide", { done: [...done, step], dismissed });
  publish("guide");
}

export function setDismissed(dismissed) {
  remember("guide", { done: dismissed ? guide().done : [], dismissed });
  publish("guide");
}
