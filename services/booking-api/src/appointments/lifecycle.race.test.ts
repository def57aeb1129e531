import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Api, type Caller, startApi } from "../../test/api";
import { buildBooking, buildClient, buildMaster, buildService } from "../../test/factories";
import { randomFrom } from "../../test/random";
import { rows } from "../database";

let api: Api;
beforeAll(async () => void (api = await startApi({ poolSize: 30 })));
afterAll(() => api.stop());

type Appointment = BookingSchemas["Appointment"];

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 24, 7, 0) + minutes * 60_000).toISOString();
const address = ({ id }: { id: string }, step: string) => `/v1/appointments/${id}/${step}`;
const statusesOf = (answers: { status: number }[]) => answers.map(({ status }) => status).sort();

async function overlappingPairs(): Promise<number> {
  const sql = `
    select count(*)::int as count
    from booking.appointments a
    join booking.appointments b on a.master_id = b.master_id and a.id < b.id and a.occupied && b.occupied
    where a.status in ('held', 'pending', 'confirmed') and b.status in ('held', 'pending', 'confirmed')`;
  return (await rows<{ count: number }>(api.db, sql, [], null))[0]?.count ?? -1;
}

/** What happened to a request after it was made. */
async function answersTo({ id }: { id: string }): Promise<string[]> {
  const sql = `select type from booking.events where data -> 'appointment' ->> 'id' = $1 order by position offset 1`;
  return (await rows<{ type: string }>(api.db, sql, [id], null)).map(({ type }) => type);
}

async function buildChair(count = 1) {
  const service = await buildService(api, { requiresApproval: true, bufferAfterMinutes: 15 });
  const masters = await Promise.all(Array.from({ length: count }, () => buildMaster(api, [service.id])));
  const masterId = masters[0]?.id ?? "";
  return { masters, visit: { serviceIds: [service.id], masterId }, admin: api.as("admin") };
}

it.each([
  ["accepted", "cancelled", "accept", "cancel"],
  ["accepted", "declined", "accept", "decline"],
  ["declined", "cancelled", "decline", "cancel"],
])("has one outcome when a request is %s and %s at once", async (_, __, one, other) => {
  const { visit, admin } = await buildChair();
  for (let round = 0; round < 6; round += 1) {
    const vera = await buildClient(api);
    const request = await buildBooking(vera.call, visit, at(90 * round));
    const send = (step: string) =>
      (step === "cancel" ? vera.call : admin)("post", address(request, step), { expectedVersion: 2 });
    const answers = await Promise.all([send(one), send(other), send(one), send(other)]);
    // The same step twice is one step; the other one comes too late.
    expect(statusesOf(answers)).toEqual([200, 200, 409, 409]);
    expect(await answersTo(request)).toHaveLength(1);
    const { body } = await vera.call("get", `/v1/appointments/${request.id}`);
    expect([body.version, body.status === "pending"]).toEqual([3, false]);
  }
});

it("gives one time to one of fifty who ask for it, though nobody has agreed yet", async () => {
  const { visit } = await buildChair();
  const clients = await Promise.all(Array.from({ length: 50 }, () => buildClient(api)));
  const answers = await Promise.all(
    clients.map(async ({ call }) => {
      const held = await call("post", "/v1/holds", { ...visit, startsAt: at(60) });
      return held.status === 201 ? call("post", address(held.body, "confirm")) : held;
    }),
  );
  expect(answers.filter(({ status }) => status === 200).map(({ body }) => body.status)).toEqual(["pending"]);
  expect(statusesOf(answers).slice(1)).toEqual(Array.from({ length: 49 }, () => 409));
});

it("gives a proposal that ran out to the client or to somebody else, and never to both", async () => {
  const { visit, admin } = await buildChair();
  for (let round = 0; round < 6; round += 1) {
    api.clock.set("2026-11-23T06:00:00Z");
    const [vera, theo] = [await buildClient(api), await buildClient(api)];
    const request = await buildBooking(vera.call, visit, at(30));
    const proposal = { startsAt: at(240), expectedVersion: 2 };
    await admin("post", address(request, "propose"), proposal).expect(200);
    api.clock.set("2026-11-24T06:00:00Z");
    const [accepted, held] = await Promise.all([
      vera.call("post", address(request, "proposal/accept"), {}),
      theo.call("post", "/v1/holds", { ...visit, startsAt: at(240) }),
    ]);
    expect([accepted.status === 200, held.status === 201].filter(Boolean)).toHaveLength(1);
    expect([accepted.status, held.status].filter((status) => status === 409)).toHaveLength(1);
    await admin("post", address(request, "cancel"), {}).expect(200);
    if (held.status === 201) await theo.call("delete", `/v1/holds/${held.body.id}`).expect(204);
  }
  api.clock.set("2026-11-23T06:00:00Z");
  expect(await overlappingPairs()).toBe(0);
});

it("lets an answer to a proposal meet another proposal, a refusal or a decline with one outcome", async () => {
  const { visit, admin } = await buildChair();
  const others: [string, object][] = [
    ["propose", { startsAt: at(300), expectedVersion: 3 }],
    ["decline", { expectedVersion: 3 }],
    ["accept", { expectedVersion: 3 }],
    ["proposal/refuse", { expectedVersion: 3 }],
    ["cancel", { expectedVersion: 3 }],
  ];
  for (const [step, body] of others) {
    const vera = await buildClient(api);
    const request = await buildBooking(vera.call, visit, at(0));
    await admin("post", address(request, "propose"), { startsAt: at(150), expectedVersion: 2 }).expect(200);
    const isClients = step === "cancel" || step === "proposal/refuse";
    const answers = await Promise.all([
      vera.call("post", address(request, "proposal/accept"), { expectedVersion: 3 }),
      (isClients ? vera.call : admin)("post", address(request, step), body),
    ]);
    const { body: end } = await vera.call("get", `/v1/appointments/${request.id}`);
    // What finds nothing left to do says so with a 200 and changes nothing.
    expect([step, end.version]).toEqual([step, 4]);
    expect(statusesOf(answers).filter((status) => status !== 200 && status !== 409)).toEqual([]);
    expect(await answersTo(request)).toHaveLength(2);
    await vera.call("post", address(request, "cancel"), {});
  }
  expect(await overlappingPairs()).toBe(0);
});

it("M1: leaves no two active visits overlapping after two hundred of everything on meeting times", async () => {
  const seed = Math.floor(Math.random() * 1e9);
  const random = randomFrom(seed);
  const { masters, visit, admin } = await buildChair(2);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  };
  const chairs = masters.map(({ id }) => id);
  const anyTime = () => at(30 * Math.floor(random() * 16));
  const owners = await Promise.all(
    [0, 90, 180, 270, 360, 0, 90, 180, 270, 360].map(async (minutes, index) => {
      const client = await buildClient(api);
      const masterId = chairs[index < 5 ? 0 : 1] ?? null;
      return { ...client, request: await buildBooking(client.call, { ...visit, masterId }, at(minutes)) };
    }),
  );
  const bookers = await Promise.all(Array.from({ length: 40 }, () => buildClient(api)));
  const versionOf = async (call: Caller, request: Appointment) =>
    ((await call("get", `/v1/appointments/${request.id}`)).body as Appointment).version;

  const steps: ((owner: (typeof owners)[number]) => Promise<{ status: number }>)[] = [
    ({ request }) => admin("post", address(request, "accept"), {}),
    async ({ call, request }) =>
      call("post", address(request, "reschedule"), {
        startsAt: anyTime(),
        masterId: pick(chairs),
        expectedVersion: await versionOf(call, request),
      }),
    async ({ call, request }) =>
      admin("post", address(request, "propose"), {
        startsAt: anyTime(),
        masterId: pick(chairs),
        expectedVersion: await versionOf(call, request),
      }),
    ({ call, request }) => call("post", address(request, "proposal/accept"), {}),
    ({ call, request }) => call("post", address(request, "proposal/refuse"), {}),
    ({ call, request }) =>
      random() < 0.15 ? call("post", address(request, "cancel"), {}) : call("get", "/v1/appointments"),
    ({ request }) =>
      random() < 0.15
        ? admin("post", address(request, "decline"), {})
        : admin("post", address(request, "accept"), {}),
  ];
  const book = async (call: Caller) => {
    const masterId = random() < 0.3 ? null : pick(chairs);
    const held = await call("post", "/v1/holds", { ...visit, masterId, startsAt: anyTime() });
    return held.status === 201 ? call("post", address(held.body, "confirm")) : held;
  };
  const winners: number[] = [];
  const seen = new Map<number, number>();
  await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      const begun = performance.now();
      const { status } = await (index % 2 === 0 ? pick(steps)(pick(owners)) : book(pick(bookers).call));
      seen.set(status, (seen.get(status) ?? 0) + 1);
      if (status < 300) winners.push(performance.now() - begun);
    }),
  );
  winners.sort((a, b) => a - b);
  const p99 = winners[Math.floor(winners.length * 0.99)] ?? 0;
  console.log(
    `200 of everything, seed ${seed}: ${JSON.stringify(Object.fromEntries(seen))}, winners p99 ${p99.toFixed(0)} ms`,
  );
  expect(await overlappingPairs()).toBe(0);
  expect([...seen.keys()].filter((status) => status >= 500)).toEqual([]);
  // A proposal never outlives its request.
  const left = await rows(
    api.db,
    `select p.id from booking.appointments p join booking.appointments r on r.id = p.proposal_of
     where p.status = 'held' and r.status <> 'pending'`,
    [],
    null,
  );
  expect(left).toEqual([]);
}, 60_000);
