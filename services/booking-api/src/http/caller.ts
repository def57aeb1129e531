import { hkdfSync } from "node:crypto";
import { type Request, type RequestHandler, type Response } from "express";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";

/** The way by which a change came; the audit log names it. */
export type Channel = BookingSchemas["AuditEntry"]["channel"];

/** What a program with an API key may do. */
export type Scope = BookingSchemas["Scope"];

/** What a person may do beside being a client. An owner or administrator can be a master as well. */
export interface Rights {
  role?: BookingSchemas["StaffRole"];
  masterId?: string;
}

/** Who asks. */
export interface Caller {
  /**
   * `service`: one of the system's own, by its token; without a person the token `admin` is the business itself.
   * `session`: a person in the Mini App. `key`: another program. `system`: booking-api by itself. `anonymous`: anybody.
   */
  kind: "service" | "session" | "key" | "system" | "anonymous";
  /** The name in SERVICE_TOKENS, the id of the key, or the name of the job. */
  name: string;
  channel: Channel;
  /** The operation of the contract that is being carried out. */
  operation: string;
  /** The Telegram user for whom the caller acts. */
  onBehalfOf?: number;
  scopes: ReadonlySet<Scope>;
  /** The rights of that person, read from the database when first asked for: who was removed a moment ago has none. */
  rights(): Promise<Rights>;
  /** A key that can only be had from the token that was sent, for what is kept but only this caller may read. */
  sealingKey?(salt: string): Buffer;
}

/** Who a token belongs to, before it is known for whom they act. */
export type Identity = Pick<Caller, "kind" | "name" | "channel"> & {
  onBehalfOf?: number;
  scopes?: ReadonlySet<Scope>;
};

/** What authentication needs. */
export interface Authentication {
  /** Who a bearer token belongs to; undefined for one that is not known. */
  identify: (token: string) => Promise<Identity | undefined> | Identity | undefined;
  rightsOf: (telegramUserId: number) => Promise<Rights>;
  /** Addresses that anybody may call: the contract's operations with an empty `security`. */
  isOpen: (method: string, path: string) => boolean;
  /** Told of a request without a known token; may refuse it in its own way. */
  onStranger: (req: Request, res: Response) => Promise<void>;
}

const callers = new WeakMap<Request, Caller>();

/** Refuses requests without a known token (`unauthorized`) and remembers who asks. */
export function authenticate({ identify, rightsOf, isOpen, onStranger }: Authentication): RequestHandler {
  return async (req, res, next) => {
    if (isOpen(req.method, req.baseUrl + req.path)) {
      callers.set(req, callerFor({ kind: "anonymous", name: "anybody", channel: "api" }, rightsOf));
      next();
      return;
    }
    const header = req.get("authorization");
    const token = /^Bearer (\S+)$/i.exec(header ?? "")?.[1] ?? "";
    const identity = await identify(token);
    if (identity === undefined) {
      await onStranger(req, res);
      throw new Problem("unauthorized", {
        detail: header === undefined ? "Send `Authorization: Bearer <token>`." : "This token is not known.",
        headers: { "www-authenticate": "Bearer" },
      });
    }
    const sealingKey = (salt: string) => Buffer.from(hkdfSync("sha256", token, salt, "okoshko sealing", 32));
    const caller = callerFor(identity, rightsOf, req.get("okoshko-on-behalf-of"));
    callers.set(req, { ...caller, sealingKey });
    next();
  };
}

function callerFor(
  identity: Identity,
  rightsOf: Authentication["rightsOf"],
  header: string | undefined = undefined,
): Caller {
  const named = header === undefined ? undefined : toTelegramUserId(header);
  // Only the system's own services are trusted to say for whom they act.
  if (named !== undefined && identity.kind !== "service" && named !== identity.onBehalfOf) {
    throw new Problem("forbidden", { detail: "This token cannot act for that person." });
  }
  const person = identity.onBehalfOf ?? named;
  let rights: Promise<Rights> | undefined;
  return {
    ...identity,
    ...(person === undefined ? {} : { onBehalfOf: person }),
    operation: "",
    scopes: identity.scopes ?? new Set(),
    rights: () => (rights ??= person === undefined ? Promise.resolve({}) : rightsOf(person)),
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

/** booking-api itself, doing the job `name`. */
export function systemCaller(name: string): Caller {
  return {
    kind: "system",
    name,
    channel: "system",
    operation: name,
    scopes: new Set(),
    rights: () => Promise.resolve({}),
  };
}

/** How the audit log names the caller. */
export function actorName(caller: Caller): string {
  if (caller.onBehalfOf !== undefined) return `telegram:${caller.onBehalfOf}`;
  if (caller.kind === "key") return `api-key:${caller.name}`;
  return caller.kind === "system" ? "system" : `service:${caller.name}`;
}

/** The Telegram user for whom the caller acts; an operation on one's own things makes no sense without. */
export function personOf(caller: Caller): number {
  if (caller.onBehalfOf !== undefined) return caller.onBehalfOf;
  throw new Problem("invalid-request", {
    detail: "Say for whom: `Okoshko-On-Behalf-Of: telegram:<id>`.",
    errors: [{ pointer: "header/okoshko-on-behalf-of", detail: "is missing" }],
  });
}

/** Whether the caller is the business as a whole rather than a person: its own token, or a program that it gave a key. */
export function isBusiness(caller: Caller): boolean {
  if (caller.onBehalfOf !== undefined) return false;
  return caller.kind === "key" || caller.kind === "system" || isOperator(caller);
}

/** Whether the caller is who runs this installation: the token `admin`, acting for nobody. */
export function isOperator(caller: Caller): boolean {
  return caller.kind === "service" && caller.name === "admin" && caller.onBehalfOf === undefined;
}

/** Whether the caller may deal with the visits and hours of this master: the business, owner, administrators, the master. */
export async function maySee(caller: Caller, masterId: string): Promise<boolean> {
  if (isBusiness(caller)) return true;
  const rights = await caller.rights();
  return rights.role === "owner" || rights.role === "admin" || rights.masterId === masterId;
}

/** The only master whose visits and clients the caller may see; undefined for who may see everybody's. */
export async function onlyMasterOf(caller: Caller): Promise<string | undefined> {
  if (isBusiness(caller)) return undefined;
  const { role, masterId } = await caller.rights();
  return role === "owner" || role === "admin" ? undefined : masterId;
}

/** Who caused a change of a client's thing: the client, or the business. */
export function actorOf(caller: Caller, client: { telegramUserId: string | null }): "client" | "staff" {
  return caller.onBehalfOf !== undefined && String(caller.onBehalfOf) === String(client.telegramUserId)
    ? "client"
    : "staff";
}
