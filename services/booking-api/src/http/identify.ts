import { tokenCheck } from "@okoshko/runtime/http/service-tokens";
import { findKey } from "../access/find-key";
import { type SessionTokens } from "../access/session-token";
import { type Deps } from "../deps";
import { type Authentication, type Channel } from "./caller";

const channels: Record<string, Channel> = { bot: "bot", admin: "operator" };

export interface IdentifierDeps extends Pick<Deps, "reads" | "db" | "clock" | "logger"> {
  serviceTokens: ReadonlyMap<string, string>;
  sessions: SessionTokens | undefined;
}

/** Finds whose a bearer token is: a service's, a session of the Mini App, or a key of another program. */
export function identifier(deps: IdentifierDeps): Authentication["identify"] {
  const nameOf = tokenCheck(deps.serviceTokens);
  return (token) => {
    const name = nameOf(`Bearer ${token}`);
    if (name !== undefined) return { kind: "service", name, channel: channels[name] ?? "system" };
    if (token.startsWith("oko_")) return findKey(deps, token);
    const person = deps.sessions?.personOf(token, deps.clock.now());
    if (person === undefined) return undefined;
    return { kind: "session", name: "mini-app", channel: "mini-app", onBehalfOf: person };
  };
}
