import { randomUUID } from "node:crypto";
import { type Answer, createCaller, headersFor } from "../caller";
import { neighbours, run } from "../processes";
import { type BenchmarkOptions, type BenchmarkResult } from "../result";
import { clients, openShop, service, type FreeSlot } from "../shop";
import { latencyOf, randomFrom, shuffled } from "../statistics";
import { settle } from "../workers";

const callers = 50;
const rounds = 20;

/** Fifty callers want one time: exactly one gets it. How long that one waits, against a caller who is alone. */
export async function race(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const shop = await openShop(options.seed);
  const around = await neighbours(shop.url);
  const slots = shuffled(await shop.freeSlots(), randomFrom(options.seed));
  const api = await run("booking-api", around);
  const caller = createCaller(api.url, callers);
  const hold = ({ masterId, startsAt }: FreeSlot, client: number): Promise<Answer> =>
    caller.call(
      "POST",
      "/v1/holds",
      { ...headersFor(clients.first + client), "idempotency-key": randomUUID() },
      { serviceIds: [service], masterId, startsAt },
    );
  const take = (count: number): FreeSlot[] => slots.splice(0, count);

  options.say(`${callers} callers, one time, ${rounds} rounds`);
  await Promise.all(take(callers).map(hold));
  await settle();
  const alone: number[] = [];
  for (const slot of take(100)) alone.push(won(await hold(slot, callers)).ms);
  const winners: number[] = [];
  const losers: number[] = [];
  for (const slot of take(rounds)) {
    const answers = await Promise.all(Array.from({ length: callers }, (_, client) => hold(slot, client)));
    const firsts = answers.filter(({ status }) => status === 201);
    const others = answers.filter(({ status }) => status === 409);
    if (firsts.length !== 1 || others.length !== callers - 1)
      throw new Error(
        `Of ${callers} callers, ${firsts.length} won and ${others.length} lost: ${unlike(answers)}`,
      );
    winners.push(...firsts.map(({ ms }) => ms));
    losers.push(...others.map(({ ms }) => ms));
  }
  caller.close();
  await api.stop();
  await around.stop();
  await shop.drop();
  const first = latencyOf(winners);
  const lone = latencyOf(alone);
  return {
    how: `POST /v1/holds, ${callers} callers on one free time, ${rounds} rounds: one winner in each, checked`,
    rows: [
      { key: "winner", label: "the winner", ...first },
      { key: "loser", label: "the others, with the nearest free times", ...latencyOf(losers) },
      { key: "alone", label: "a caller who is alone", ...lone },
    ],
    ratios: [
      {
        key: "winner",
        what: `${callers} callers on one time: the winner's p50`,
        against: "a caller who is alone",
        value: first.p50Ms / lone.p50Ms,
      },
    ],
  };
}

function won(answer: Answer): Answer {
  if (answer.status !== 201)
    throw new Error(`A hold answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer;
}

/** The answers that no race may give. */
function unlike(answers: Answer[]): string {
  const others = answers.filter(({ status }) => status !== 201 && status !== 409);
  return [...new Set(others.map(({ status, body }) => `${status} ${JSON.stringify(body)}`))].join("\n");
}
