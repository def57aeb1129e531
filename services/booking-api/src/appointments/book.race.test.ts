import { type Api, startApi } from "../../test/api";
import { buildBooking, buildClient, buildMaster, buildService, buildShop } from "../../test/factories";
import { randomFrom } from "../../test/random";
import { rows } from "../database";

let api: Api;
beforeAll(async () => void (api = await startApi({ poolSize: 30 })));
afterAll(() => api.stop());

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 24, 7, 0) + minutes * 60_000).toISOString();

/** Pairs of active appointments of one master whose occupied times meet: the number that must always be zero. */
async function overlappingPairs(): Promise<number> {
  const sql = `
    select count(*)::int as count
    from booking.appointments a
    join booking.appointments b on a.master_id = b.master_id and a.id < b.id and a.occupied && b.occupied
    where a.status in ('held', 'pending', 'confirmed') and b.status in ('held', 'pending', 'confirmed')`;
  return (await rows<{ count: number }>(api.db, sql, [], null))[0]?.count ?? -1;
}

function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

it("M1: lets exactly one of fifty callers have the slot", async () => {
  const { visit } = await buildShop(api);
  const clients = await Promise.all(Array.from({ length: 50 }, () => buildClient(api)));
  const winners: number[] = [];

  const answers = await Promise.all(
    clients.map(async ({ call }) => {
      const begun = performance.now();
      const answer = await call("post", "/v1/holds", { ...visit, startsAt: at(0) });
      if (answer.status === 201) winners.push(performance.now() - begun);
      return answer;
    }),
  );

  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([201, ...Array.from({ length: 49 }, () => 409)]);
  for (const { status, body } of answers) {
    if (status === 409) expect(body.alternatives.length).toBeGreaterThan(0);
  }
  expect(await overlappingPairs()).toBe(0);
  console.log(`one slot, fifty callers: the winner took ${winners[0]?.toFixed(0)} ms`);
});

it("M1: leaves no two visits overlapping after two hundred bookings and moves over intersecting times", async () => {
  const seed = Math.floor(Math.random() * 1e9);
  const random = randomFrom(seed);
  const service = await buildService(api, { durationMinutes: 60, bufferAfterMinutes: 15 });
  const masters = [await buildMaster(api, [service.id]), await buildMaster(api, [service.id])];
  const serviceIds = [service.id];
  const pick = () => masters[Math.floor(random() * masters.length)]?.id ?? null;
  const anyTime = () => at(30 * Math.floor(random() * 16));
  const movers = await Promise.all(
    [0, 150, 300, 0, 150, 300].map(async (minutes, index) => {
      const client = await buildClient(api);
      const masterId = masters[index < 3 ? 0 : 1]?.id ?? null;
      return { ...client, booking: await buildBooking(client.call, { serviceIds, masterId }, at(minutes)) };
    }),
  );
  const bookers = await Promise.all(Array.from({ length: 40 }, () => buildClient(api)));
  const winners: number[] = [];
  const statuses = new Map<number, number>();

  const timed = async (send: () => Promise<{ status: number }>) => {
    const begun = performance.now();
    const { status } = await send();
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status < 300) winners.push(performance.now() - begun);
  };
  const actions = Array.from({ length: 200 }, (_, index) => {
    const mover = movers[index % movers.length];
    if (random() < 0.4 && mover) {
      const body = { startsAt: anyTime(), masterId: pick(), expectedVersion: 2 + Math.floor(random() * 4) };
      return () => mover.call("post", `/v1/appointments/${mover.booking.id}/reschedule`, body);
    }
    const booker = bookers[index % bookers.length] ?? bookers[0];
    if (!booker) throw new Error("nobody books");
    const body = { serviceIds, masterId: random() < 0.3 ? null : pick(), startsAt: anyTime() };
    return async () => {
      const held = await booker.call("post", "/v1/holds", body);
      if (held.status !== 201) return held;
      return booker.call("post", `/v1/appointments/${held.body.id}/confirm`);
    };
  });
  await Promise.all(actions.map((action) => timed(action)));

  const seen = Object.fromEntries(statuses);
  console.log(
    `200 bookings and moves, seed ${seed}: ${JSON.stringify(seen)}, winners p50 ${percentile(winners, 0.5).toFixed(0)} ms, ` +
      `p99 ${percentile(winners, 0.99).toFixed(0)} ms`,
  );
  expect(await overlappingPairs()).toBe(0);
  expect(
    Object.keys(seen)
      .map(Number)
      .filter((status) => status >= 500),
  ).toEqual([]);
  expect(winners.length).toBeGreaterThan(0);
}, 60_000);
