import { randomUUID } from "node:crypto";
import { createDriver, type Driver, type PersonDriver } from "@okoshko/telegram-emulator/driver";
import { startEmulator, type Emulator } from "@okoshko/telegram-emulator/emulator";
import { eventually } from "@okoshko/testkit/eventually";
import { aVisit, confirmed } from "../test/events";
import { aWorld, type World } from "../test/notifier-world";
import { createBroadcast } from "./broadcasts/create";
import { createTelegram } from "./telegram";

let world: World;
let emulator: Emulator;
let driver: Driver;

beforeEach(async () => {
  [world, emulator] = await Promise.all([aWorld(), startEmulator()]);
  driver = createDriver(emulator.url);
});
afterEach(async () => {
  await world.close();
  await emulator.close();
});

const dayBefore = "2026-11-23T13:00:00.000Z";

const startReplica = () =>
  world.startReplica({
    telegram: createTelegram({ token: emulator.botToken, apiRoot: emulator.url, timeoutSeconds: 10 }),
  });
const people = (count: number): Promise<PersonDriver[]> =>
  Promise.all(
    Array.from({ length: count }, (_, index) =>
      driver.createPerson({ firstName: `Guest ${index}`, started: true }),
    ),
  );
/** A visit whose master has no account, so that only its client is written to. */
const aVisitOf = (person: PersonDriver) => {
  const visit = aVisit();
  const client = { ...visit.client, telegramUserId: person.id };
  return { ...visit, client, master: { ...visit.master, telegramUserId: null } };
};

describe("flood waits", () => {
  const floods = 5;
  const tooMany = () =>
    driver.faults.add({
      kind: "tooManyRequests",
      method: "sendMessage",
      times: floods,
      retryAfterSeconds: 1,
    });
  /** Telegram's pauses pass on the machine's clock, and due times on the business's. */
  const allAreSent = (kind: string, count: number) =>
    eventually(
      async () => {
        world.clock.advance(1_000);
        const rows = await world.deliveries(kind);
        expect(rows.map(({ status }) => status)).toEqual(Array<string>(count).fill("sent"));
        expect(rows.map(({ failures }) => failures)).toEqual(Array<number>(count).fill(0));
      },
      { timeoutMs: 60_000, intervalMs: 100 },
    );
  const expectOnceEach = async (persons: PersonDriver[]) => {
    const calls = await driver.calls({ limit: 500 });
    expect(calls.filter(({ errorCode }) => errorCode === 429)).toHaveLength(floods);
    const arrived = calls.filter(({ messageId }) => messageId !== undefined);
    expect(arrived.map(({ personId }) => personId).sort()).toEqual(persons.map(({ id }) => id).sort());
  };

  it("hold up the reminders of a day, and each arrives exactly once", async () => {
    const persons = await people(12);
    for (const person of persons) world.booking.happen(confirmed(aVisitOf(person), { actor: "client" }));
    await startReplica();
    await eventually(async () => expect(await world.deliveries("reminder 1440")).toHaveLength(12));
    await tooMany();
    world.clock.set(dayBefore);
    await allAreSent("reminder 1440", 12);
    await expectOnceEach(persons);
  });

  it("hold up a broadcast, and it reaches everybody exactly once", async () => {
    const persons = await people(12);
    world.booking.audience.push(
      ...persons.map(({ id }) => ({ clientId: randomUUID(), telegramUserId: id, locale: "en" as const })),
    );
    await tooMany();
    await createBroadcast(world.pool, {
      caller: { name: "admin", telegramUserId: undefined },
      key: randomUUID(),
      input: { text: { en: "We are open" }, audience: { kind: "all" } },
      now: world.clock.now(),
    });
    await startReplica();
    await allAreSent("broadcast", 12);
    await expectOnceEach(persons);
  });
});

it("a client who blocks the bot gets no reminder, and their master hears of it with their number", async () => {
  const [vera, gleb] = [driver.person(1001), driver.person(2001)];
  await vera.starts();
  await gleb.starts();
  const base = aVisit();
  const visit = {
    ...base,
    client: { ...base.client, telegramUserId: vera.id },
    master: { ...base.master, telegramUserId: gleb.id },
  };
  world.booking.briefings.set(visit.id, { clientPhone: "+37120000001", before: null, after: null });
  await startReplica();
  world.booking.happen(confirmed(visit, { actor: "client" }));
  await gleb.waitFor("Новая запись", { anytime: true });
  await vera.blocks();
  world.clock.set(dayBefore);

  const { text } = await gleb.waitFor("Не получается написать в Telegram", { anytime: true });
  expect(text).toContain("Вера Лугова");
  expect(text).toContain("24 ноября, 15:00");
  expect(text).toContain("+37120000001");
  const ends = (await world.deliveries()).map(({ kind, status, reason }) => [kind, status, reason]);
  expect(ends).toContainEqual(["reminder 1440", "failed", "recipient_unreachable"]);
  expect(ends).toContainEqual(["reminder 120", "skipped", "recipient_unreachable"]);
  await eventually(() => expect(world.booking.unreachable).toContain(vera.id));
});
