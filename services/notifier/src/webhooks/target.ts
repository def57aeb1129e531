import { isIP } from "node:net";
import { isLoopback, isPublicAddress } from "./addresses";

/** What development may do and production may not: plain http, any port, and receivers on the own machine. */
export interface TargetRules {
  allowLoopback: boolean;
}

/** Where a request may go, as far as the address alone tells; what its name resolves to is looked at in resolve.ts. */
export type Target = { url: URL; host: string } | { fault: string };

const ports = new Set(["", "443", "8443"]);
/** Names that mean something only inside a machine, a house or a cluster. */
const innerNames =
  /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|svc|cluster\.local|home\.arpa)$/;

/**
 * Reads an address as browsers do, so that every odd spelling of a number (octal, decimal, hexadecimal, IPv4 inside of IPv6,
 * full-width digits) has become the usual one before it is judged.
 */
export function parseTarget(text: string, rules: TargetRules): Target {
  if (!URL.canParse(text)) return { fault: "is not an address" };
  const url = new URL(text);
  // One dot at the end says that a name is complete; without it the same name would pass the patterns below.
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
  const isHere = rules.allowLoopback && (host === "localhost" || isLoopback(host));
  if (url.protocol !== "https:" && !(rules.allowLoopback && url.protocol === "http:"))
    return { fault: "does not begin with https://" };
  if (url.username !== "" || url.password !== "") return { fault: "has a user name or a password in it" };
  if (url.hash !== "") return { fault: "has a fragment (#), which is never sent" };
  if (!ports.has(url.port) && !rules.allowLoopback) return { fault: "has another port than 443 or 8443" };
  if (isHere) return { url, host };
  if (isIP(host) !== 0) return isPublicAddress(host) ? { url, host } : { fault: "is not a public address" };
  if (!host.includes(".") || innerNames.test(host)) return { fault: "has a host that is not public" };
  return { url, host };
}
