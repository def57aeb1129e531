import { type Api, startApi } from "../../test/api";
import { contentOf } from "../../test/operations";
import { BusinessModel } from "../business/business.model";
import { sweepWaitlist } from "../waitlist/sweep";
import { seedDemo } from "./seed";
import { fullDay, waiting } from "./shop";

let api: Api;
beforeAll(async () => {
  api = await startApi();
  await BusinessModel.destroy({ where: {} });
});
afterAll(() => api.stop());

it("sets up a shop to look around in, once", async () => {
  expect(await seedDemo(api.db, api.clock.now())).toBe(true);
  const before = await contentOf(api);
  expect(await seedDemo(api.db, api.clock.now())).toBe(false);
  expect(await contentOf(api)).toEqual(before);
});

it("has a day with one time left, a wish for an earlier one, and offers it when somebody calls off", async () => {
  await sweepWaitlist(api.deps);
  const theo = api.as("bot", waiting.telegramUserId);
  const query = `serviceIds=${waiting.serviceIds[0]}&masterId=${fullDay.masterId}&date=2026-11-24`;
  const { body: slots } = await theo("get", `/v1/availability/slots?${query}`).expect(200);
  expect(slots.items.map(({ localTime }: { localTime: string }) => localTime)).toEqual(["17:30"]);
  const wish = async () => (await theo("get", `/v1/waitlist/${waiting.entryId}`).expect(200)).body;
  expect((await wish()).state).toBe("waiting");

  const owner = api.as("bot", 3001);
  const visit = `/v1/appointments/${fullDay.guests[2]!.appointmentId}`;
  await owner("post", `${visit}/cancel`, { expectedVersion: 2, reason: "Gone fishing" }).expect(200);
  await sweepWaitlist(api.deps);
  expect(await wish()).toMatchObject({ state: "offered", offer: { localTime: "11:00" } });
});

it("is shut on holidays", async () => {
  const query = "from=2026-12-20&to=2026-12-31";
  const { body } = await api.as("bot", 1001)("get", `/v1/closures?${query}`).expect(200);
  expect(body.items.map(({ date }: { date: string }) => date)).toEqual([
    "2026-12-24",
    "2026-12-25",
    "2026-12-26",
    "2026-12-31",
  ]);
});
