import { Problem } from "@okoshko/runtime/problem";

/** Throws `invalid-request` for a period of dates that ends before it begins. */
export function refuseBackwards(query: { from: string; to: string }): void {
  if (query.to >= query.from) return;
  throw new Problem("invalid-request", {
    detail: "`to` must be on or after `from`.",
    errors: [{ pointer: "query/to", detail: "is before `from`" }],
  });
}
