import { type Request, type RequestHandler } from "express";
import { tokenCheck } from "@okoshko/runtime/http/service-tokens";
import { Problem } from "@okoshko/runtime/problem";

/** Who asks: a service or an administrator by token, perhaps for a person in Telegram. */
export interface Caller {
  /** The name in SERVICE_TOKENS. */
  name: string;
  onBehalfOf?: number;
}

const callers = new WeakMap<Request, Caller>();

/** Refuses requests without a known token (`unauthorized`) and remembers who asks. */
export function authenticate(serviceTokens: ReadonlyMap<string, string>): RequestHandler {
  const nameOf = tokenCheck(serviceTokens);
  return (req, _res, next) => {
    const header = req.get("authorization");
    const name = nameOf(header);
    if (name === undefined) {
      throw new Problem("unauthorized", {
        detail:
          header === undefined ? "Send `Authorization: Bearer <service token>`." : "This token is not known.",
        headers: { "www-authenticate": "Bearer" },
      });
    }
    const person = req.get("okoshko-on-behalf-of");
    callers.set(req, person === undefined ? { name } : { name, onBehalfOf: toTelegramUserId(person) });
    next();
  };
}

/** A header that is there must name a person, on any operation: ignored, it would turn a client's act into the business's. */
function toTelegramUserId(person: string): number {
  const id = Number(/^telegram:([1-9][0-9]{0,15})$/.exec(person)?.[1]);
  if (Number.isSafeInteger(id)) return id;
  throw new Problem("invalid-request", {
    errors: [{ pointer: "header/okoshko-on-behalf-of", detail: "is not telegram:<id>" }],
  });
}

/** Who asks. Only behind `authenticate`. */
export function callerOf(req: Request): Caller {
  const caller = callers.get(req);
  if (!caller) throw new Error("callerOf() needs authenticate() before it");
  return caller;
}

/** The Telegram user for whom the caller acts; an operation on one's own things makes no sense without. */
export function personOf(caller: Caller): number {
  if (caller.onBehalfOf !== undefined) return caller.onBehalfOf;
  throw new Problem("invalid-request", {
    detail: "Say for whom: `Okoshko-On-Behalf-Of: telegram:<id>`.",
    errors: [{ pointer: "header/okoshko-on-behalf-of", detail: "is missing" }],
  });
}

/** The caller, who must name a person unless they are an administrator: a service only ever acts for somebody. */
export function acting(caller: Caller): Caller {
  if (caller.name !== "admin") personOf(caller);
  return caller;
}

/** Who caused a change: the person for whom the caller acts is a client, nobody is the business itself. */
export function actorOf(caller: Caller): "client" | "staff" {
  return caller.onBehalfOf === undefined ? "staff" : "client";
}
