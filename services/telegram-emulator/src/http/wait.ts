import { type Response } from "express";
import { type Control } from "./control";

/** Holds a long poll until `changed`, at most so long, or until the caller or the server goes. */
export async function waitFor(
  { bus, stopping }: Control,
  response: Response,
  waitSeconds: number | undefined,
  changed: () => boolean,
): Promise<void> {
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  response.once("close", leave);
  await bus.waitUntil(changed, (waitSeconds ?? 0) * 1000, gone.signal, stopping);
  response.off("close", leave);
}

/** Asks only when the cursor has moved: a search through thousands of records is not made for each happening. */
export function onceFor(cursor: () => number, found: () => boolean): () => boolean {
  let looked: number | undefined;
  return () => {
    if (looked === cursor()) return false;
    looked = cursor();
    return found();
  };
}
