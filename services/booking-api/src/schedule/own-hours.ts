import { Problem } from "@okoshko/runtime/problem";
import { type Caller, maySee } from "../http/caller";

/** A master keeps their own hours. Which masters there are is no secret, so nobody is told that one does not exist. */
export async function expectOwnHours(caller: Caller, masterId: string): Promise<void> {
  if (await maySee(caller, masterId)) return;
  throw new Problem("forbidden", { detail: "A master keeps their own hours only." });
}
