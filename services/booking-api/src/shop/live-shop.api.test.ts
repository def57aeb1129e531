import { problemNameOf } from "@okoshko/contracts/problems";
import { eventually } from "@okoshko/testkit/eventually";
import { freePort } from "@okoshko/testkit/free-port";
import { type Api, type Caller, startApi } from "../../test/api";
import { buildClient, buildShop } from "../../test/factories";
import { rows } from "../database";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());

async function times(call: Caller, serviceId: string, date = "2026-11-24"): Promise<string[]> {
  const { body } = await call("get", `/v1/availability/slots?serviceIds=${serviceId}&date=${date}`).expect(
    200,
  );
  return (body.items as { localTime: string }[]).map(({ localTime }) => localTime);
}

const dayOff = (call: Caller, masterId: string, date: string) =>
  call("put", `/v1/masters/${masterId}/overrides/${date}`, { windows: [] }).expect(200);

describe("rules kept in memory", () => {
  it("are the new ones at the very next request to the replica that changed them", async () => {
    const { service, master } = await buildShop(api);
    const { call } = await buildClient(api);
    for (const date of ["2026-11-24", "2026-11-25", "2026-11-26"]) {
      expect(await times(call, service.id, date)).not.toEqual([]);
      await dayOff(api.as("admin"), master.id, date);
      expect(await times(call, service.id, date)).toEqual([]);
    }
  });

  it("are the new ones on another replica as soon as Redis has told it", async () => {
    const { service, master } = await buildShop(api);
    const { telegramUserId } = await buildClient(api);
    const other = api.replica();
    const call = other.as("bot", telegramUserId);
    await times(call, service.id);
    await dayOff(api.as("admin"), master.id, "2026-11-24");
    await eventually(async () => expect(await times(call, service.id)).toEqual([]), {
      timeoutMs: 500,
      intervalMs: 10,
    });
  });

  it("are the new ones within two seconds while Redis is away, and after an edit past the API", async () => {
    const { service, master } = await buildShop(api);
    const { telegramUserId } = await buildClient(api);
    const other = api.replica({ redisUrl: `redis://127.0.0.1:${await freePort()}` });
    const call = other.as("bot", telegramUserId);
    await times(call, service.id);
    await dayOff(api.as("admin"), master.id, "2026-11-24");
    await eventually(async () => expect(await times(call, service.id)).toEqual([]), { timeoutMs: 2_000 });

    const sql = `delete from booking.overrides where master_id = $1 returning date`;
    await rows(api.db, sql, [master.id], null);
    await eventually(async () => expect(await times(call, service.id)).not.toEqual([]), { timeoutMs: 2_000 });
  });

  it("are read once for a crowd, and not again while nothing has changed", async () => {
    const { service } = await buildShop(api);
    const { telegramUserId } = await buildClient(api);
    const said: string[] = [];
    const call = api.replica({ heard: (name) => said.push(name) }).as("bot", telegramUserId);
    await Promise.all(Array.from({ length: 20 }, () => times(call, service.id)));
    for (let turn = 0; turn < 10; turn += 1) await times(call, service.id);
    expect(said.filter((name) => name === "load-shop")).toHaveLength(1);
    const askings = said.filter((name) => name === "rules-revision").length;
    expect(askings).toBeLessThan(10);
  });
});

describe("a write", () => {
  it("is decided by the rules of its own moment, however sure the memory is", async () => {
    const { service, master, visit } = await buildShop(api);
    const { call } = await buildClient(api);
    for (const minutes of [30, 90]) {
      await times(call, service.id);
      await rows(
        api.db,
        `update booking.services set duration_minutes = $2 where id = $1 returning id`,
        [service.id, minutes],
        null,
      );
      const { body } = await call("post", "/v1/holds", { ...visit, startsAt: "2026-11-24T10:00:00Z" }).expect(
        201,
      );
      expect(body.durationMinutes).toBe(minutes);
    }
    await rows(
      api.db,
      `insert into booking.overrides values ($1, '2026-11-24', '[]') returning date`,
      [master.id],
      null,
    );
    const refused = await call("post", "/v1/holds", { ...visit, startsAt: "2026-11-24T12:00:00Z" }).expect(
      422,
    );
    expect(problemNameOf(refused.body.type)).toBe("slot-not-offered");
  });
});

describe("the revision of the rules", () => {
  const revision = async () =>
    (await rows<{ revision: string }>(api.db, `select revision from booking.rules_revision`, [], null))[0]
      ?.revision;

  it.each([
    ["business", `update booking.business set horizon_days = horizon_days`],
    ["services", `update booking.services set position = position`],
    ["masters", `update booking.masters set position = position`],
    ["offerings", `delete from booking.offerings where master_id = gen_random_uuid()`],
    ["working_windows", `truncate booking.working_windows`],
    ["overrides", `delete from booking.overrides`],
    ["closures", `insert into booking.closures (date) values ('2031-01-01')`],
  ])("counts every statement on booking.%s, by whomever", async (_, sql) => {
    const before = await revision();
    await api.db.query(sql);
    expect(Number(await revision())).toBe(Number(before) + 1);
  });

  it("stays when an edit is rolled back", async () => {
    const before = await revision();
    const tx = await api.db.transaction();
    await api.db.query(`update booking.services set position = 1`, { transaction: tx });
    await tx.rollback();
    expect(await revision()).toBe(before);
  });
});
