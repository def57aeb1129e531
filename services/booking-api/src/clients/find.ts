import { Problem } from "@okoshko/runtime/problem";
import { ClientModel } from "./client.model";

/** A client by id, forgotten ones too; `not-found` for none. */
export async function findClient(clientId: string): Promise<ClientModel> {
  const client = await ClientModel.findByPk(clientId);
  if (!client) throw new Problem("not-found", { detail: "There is no such client." });
  return client;
}
