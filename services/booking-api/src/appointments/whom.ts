import { Problem } from "@okoshko/runtime/problem";
import { ClientModel } from "../clients/client.model";
import { type Caller, isBusiness } from "../http/caller";

/** Who a hold is for, who makes it, and with which master it is when none was named. */
export type Whom = ({ telegramUserId: number } | { clientId: string }) & {
  by: "client" | "staff";
  masterId: string | null;
};

/**
 * Who the caller books for. A person books for themselves; staff and programs for the client whom they name. A client who
 * names somebody else learns no more than that there is no such client.
 */
export async function whomFor(
  caller: Caller,
  request: { clientId?: string | undefined; masterId: string | null },
): Promise<Whom> {
  const { clientId } = request;
  const person = caller.onBehalfOf;
  if (clientId === undefined) {
    if (person !== undefined) return { telegramUserId: person, by: "client", masterId: null };
    throw new Problem("invalid-request", {
      detail: "Say for whom: `clientId`, or `Okoshko-On-Behalf-Of: telegram:<id>`.",
      errors: [{ pointer: "/clientId", detail: "is missing" }],
    });
  }
  if (isBusiness(caller)) return { clientId, by: "staff", masterId: null };
  if (person !== undefined && (await isThemselves(person, clientId)))
    return { clientId, by: "client", masterId: null };
  const { role, masterId } = await caller.rights();
  if (role === "owner" || role === "admin") return { clientId, by: "staff", masterId: null };
  if (masterId === undefined) throw new Problem("not-found", { detail: "There is no such client." });
  if (request.masterId !== null && request.masterId !== masterId)
    throw new Problem("forbidden", { detail: "A master books times of their own." });
  return { clientId, by: "staff", masterId };
}

async function isThemselves(telegramUserId: number, clientId: string): Promise<boolean> {
  const client = await ClientModel.findByPk(clientId);
  return client !== null && String(client.telegramUserId) === String(telegramUserId);
}
