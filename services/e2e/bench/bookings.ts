import { randomUUID } from "node:crypto";
import { type Caller, createCaller, headersFor } from "./caller";
import { clients, type FreeSlot, service } from "./shop";
import { type Done, settle, workers } from "./workers";

export const concurrency = 8;
export const warmUps = 100;

/** Clients of their own for each worker: nobody waits for another one's row. */
export function clientOf(worker: number, turn: number): number {
  const each = Math.floor(clients.count / concurrency);
  return clients.first + worker * each + (turn % each);
}

/** Holds and confirms each in turn, after `warmUps` that are not counted. */
export async function book(
  url: string,
  slots: FreeSlot[],
  seconds: number,
): Promise<{ done: Done; appointment: unknown }> {
  const caller = createCaller(url, concurrency);
  let turn = 0;
  let appointment: unknown;
  const one = async (slot: FreeSlot, worker: number) => {
    appointment = await bookOne(caller, slot, clientOf(worker, turn++));
  };
  await workers(concurrency, slots.slice(0, warmUps), 60, one);
  await settle();
  const done = await workers(concurrency, slots.slice(warmUps), seconds, one);
  caller.close();
  return { done, appointment };
}

async function bookOne(caller: Caller, { masterId, startsAt }: FreeSlot, client: number): Promise<unknown> {
  const headers = headersFor(client);
  const held = await caller.call(
    "POST",
    "/v1/holds",
    { ...headers, "idempotency-key": randomUUID() },
    { serviceIds: [service], masterId, startsAt },
  );
  if (held.status !== 201) throw new Error(`A hold answered ${held.status}: ${JSON.stringify(held.body)}`);
  const { id } = held.body as { id: string };
  const confirmed = await caller.call("POST", `/v1/appointments/${id}/confirm`, headers);
  if (confirmed.status !== 200)
    throw new Error(`A confirmation answered ${confirmed.status}: ${JSON.stringify(confirmed.body)}`);
  return confirmed.body;
}
