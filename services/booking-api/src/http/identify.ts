import { tokenCheck } from "@okoshko/runtime/http/service-tokens";
import { type Authentication, type Channel } from "./caller";

const channels: Record<string, Channel> = { bot: "bot", admin: "operator" };

/** Finds whose a bearer token is. */
export function identifier(deps: { serviceTokens: ReadonlyMap<string, string> }): Authentication["identify"] {
  const nameOf = tokenCheck(deps.serviceTokens);
  return (token) => {
    const name = nameOf(`Bearer ${token}`);
    return name === undefined ? undefined : { kind: "service", name, channel: channels[name] ?? "system" };
  };
}
