import { Problem } from "@okoshko/runtime/problem";
import { checkedAddresses, ForbiddenTarget, type Resolve } from "./resolve";
import { parseTarget, type TargetRules } from "./target";

/** Makes the check of an address that somebody wants events sent to. It throws `invalid-request` with the reason. */
export function urlCheck(deps: { resolve: Resolve; rules: TargetRules }): (url: string) => Promise<void> {
  return async (text) => {
    const target = parseTarget(text, deps.rules);
    if ("fault" in target) throw refused(target.fault);
    try {
      await checkedAddresses(target.host, deps.rules, deps.resolve);
    } catch (error) {
      // Why a name has no address is nobody's business; a typing error is the usual reason.
      throw refused(
        error instanceof ForbiddenTarget ? "has a host that is not public" : "has a host without an address",
      );
    }
  };
}

function refused(fault: string): Problem {
  return new Problem("invalid-request", { errors: [{ pointer: "/url", detail: fault }] });
}
