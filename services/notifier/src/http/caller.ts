import { type Request, type RequestHandler } from "express";
import { type BookingClient, onBehalfOf } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { Problem } from "@okoshko/runtime/problem";

/** Who asks: the name in SERVICE_TOKENS, and the person for whom. */
export interface Caller {
  name: string;
  telegramUserId: number | undefined;
}

const callers = new WeakMap<Request, Caller>();

/**
 * Remembers who asks, after permissions.ts has let the service pass. A service other than `admin` asks for a person, who must be
 * an owner or administrator. What a person may is asked of booking-api each time: who was an owner a minute ago may be none now.
 */
export function rememberCaller(deps: {
  nameOf: (authorization: string | undefined) => string | undefined;
  booking: BookingClient;
}): RequestHandler {
  return async (req, _res, next) => {
    const name = deps.nameOf(req.get("authorization"));
    // No operation of the contract: that is for whoever comes after us to say.
    if (req.openapi === undefined || name === undefined) return next();
    const telegramUserId = personOf(req.get("okoshko-on-behalf-of"));
    callers.set(req, { name, telegramUserId });
    if (name === "admin") return next();
    if (telegramUserId === undefined || !(await isManager(deps.booking, telegramUserId)))
      throw new Problem("forbidden", { detail: "That is for owners and administrators." });
    next();
  };
}

export function callerOf(req: Request): Caller {
  const caller = callers.get(req);
  if (!caller) throw new Error("A route was reached by nobody");
  return caller;
}

function personOf(header: string | undefined): number | undefined {
  const [, id] = /^telegram:([1-9][0-9]{0,15})$/.exec(header ?? "") ?? [];
  return id === undefined ? undefined : Number(id);
}

async function isManager(booking: BookingClient, telegramUserId: number): Promise<boolean> {
  try {
    const { roles } = await unwrap(
      booking.GET("/v1/access", { params: { header: onBehalfOf(telegramUserId) } }),
    );
    return roles.includes("owner") || roles.includes("admin");
  } catch (error) {
    throw new Problem("unavailable", { detail: "Nobody can say who you are at the moment.", cause: error });
  }
}
