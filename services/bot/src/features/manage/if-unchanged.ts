import { isProblem } from "@okoshko/contracts/problem-error";

/** Writes what goes with If-Match; false when somebody else was faster, and nothing of theirs is overwritten. */
export async function ifUnchanged(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (isProblem(error, "precondition-failed")) return false;
    throw error;
  }
}
