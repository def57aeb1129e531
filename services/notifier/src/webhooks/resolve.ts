import { Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import { isLoopback, isPublicAddress } from "./addresses";
import { type TargetRules } from "./target";

/** All addresses of a name. Throws when there are none, with a `code` that says why. */
export type Resolve = (host: string) => Promise<string[]>;

/** The name leads somewhere that strangers must not make us call. The message is for them, so it names no address. */
export class ForbiddenTarget extends Error {
  override readonly name = "ForbiddenTarget";
}

/**
 * Asks the name servers directly. `dns.lookup` would do it in one of four threads that the whole process shares, where a few
 * names that never answer keep all others waiting; and it would add the search domains of a cluster.
 */
export function createResolve(): Resolve {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  return async (host) => {
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    const addresses = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
    const failed = answers.find((answer) => answer.status === "rejected");
    if (addresses.length === 0 && failed) throw failed.reason;
    return addresses;
  };
}

/**
 * The addresses of a host, after every one of them was found to be public. They are what is connected to: a name that would
 * answer differently a moment later is not asked again.
 */
export async function checkedAddresses(
  host: string,
  rules: TargetRules,
  resolve: Resolve,
): Promise<string[]> {
  const addresses = await addressesOf(host, rules, resolve);
  const isAllowed = (address: string): boolean =>
    isPublicAddress(address) || (rules.allowLoopback && isLoopback(address));
  // One that is not public among many that are is no accident worth a guess.
  if (addresses.length === 0 || !addresses.every(isAllowed))
    throw new ForbiddenTarget("The host has an address that is not public.");
  return addresses;
}

async function addressesOf(host: string, rules: TargetRules, resolve: Resolve): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  if (host === "localhost" && rules.allowLoopback) return ["127.0.0.1"];
  return resolve(host);
}
