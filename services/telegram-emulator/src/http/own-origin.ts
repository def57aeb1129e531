import { isIP } from "node:net";
import { Problem } from "@okoshko/runtime/problem";
import { type RequestHandler } from "express";

/**
 * The emulator has no login and often runs beside a browser, so web sites must not reach it. Two gates:
 *
 * * `Origin` (and `Sec-Fetch-Site`), which browsers send and scripts can't forge, must be our own or absent.
 * * `Host` must be an address, a name without a dot, a name of this machine or cluster, or one that the operator allowed.
 *   Otherwise a site could let its own name point to 127.0.0.1 and would then be "same origin" (DNS rebinding).
 */
export function ownOrigin(allowedHosts: readonly string[]): RequestHandler {
  return (request, _response, next) => {
    const host = request.headers.host ?? "";
    if (!isOwnHost(host, allowedHosts))
      throw new Problem("foreign-origin", { detail: `The host ${host} is not ours.` });
    const { origin } = request.headers;
    const same = origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
    const site = request.get("sec-fetch-site");
    const fromElsewhere = site === "cross-site" || site === "same-site";
    // Following a link to the page is harmless; it carries no Origin and asks for a document.
    const navigation =
      request.method === "GET" && request.get("sec-fetch-mode") === "navigate" && !isApi(request.path);
    if (!same || (fromElsewhere && !navigation)) throw new Problem("foreign-origin");
    next();
  };
}

function isApi(path: string): boolean {
  return path.startsWith("/_emulator") || path.startsWith("/bot");
}

const ownDomains = [".localhost", ".internal", ".local", ".svc", ".svc.cluster.local"];

function isOwnHost(host: string, allowedHosts: readonly string[]): boolean {
  if (host === "" || !URL.canParse(`http://${host}/`)) return false;
  const name = new URL(`http://${host}/`).hostname.replace(/^\[|\]$/g, "").toLowerCase();
  if (isIP(name) !== 0 || !name.includes(".")) return true;
  return ownDomains.some((domain) => name.endsWith(domain)) || allowedHosts.includes(name);
}
