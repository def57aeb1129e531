import { randomUUID } from "node:crypto";
import { problemNameOf } from "@okoshko/contracts/problems";
import { type Api, startApi } from "../../test/api";
import { BusinessModel } from "./business.model";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());

describe("the business", () => {
  it("is told to all services, and changed in what was named", async () => {
    const { body: before } = await api.as("notifier")("get", "/v1/business").expect(200);
    const change = {
      horizonDays: 30,
      address: { en: "1 Invented street" },
      latitude: 56.95,
      phone: "+37120000000",
    };
    const { body } = await api.as("admin")("patch", "/v1/business", change).expect(200);
    expect(body).toEqual({ ...before, ...change });
    expect((await api.as("bot")("get", "/v1/business").expect(200)).body).toEqual(body);
    const cleared = await api
      .as("admin")("patch", "/v1/business", { address: null, latitude: null })
      .expect(200);
    expect(cleared.body).toMatchObject({ address: null, latitude: null });
  });

  it("refuses a zone that does not exist, with the place of the fault", async () => {
    const { body } = await api.as("admin")("patch", "/v1/business", { timeZone: "Mars/Base" }).expect(400);
    expect(problemNameOf(body.type)).toBe("invalid-request");
    expect(body.errors).toEqual([{ pointer: "/timeZone", detail: expect.any(String) }]);
  });

  it("takes a currency that exists, and refuses three letters that are none, with the place of the fault", async () => {
    const change = (currency: string) => api.as("admin")("patch", "/v1/business", { currency });
    const { body: before } = await api.as("bot")("get", "/v1/business").expect(200);
    for (const currency of ["XQZ", "ABC", "eur"]) {
      const { body } = await change(currency).expect(400);
      expect(problemNameOf(body.type)).toBe("invalid-request");
      expect(body.errors).toEqual([{ pointer: "/currency", detail: expect.any(String) }]);
    }
    expect((await api.as("bot")("get", "/v1/business").expect(200)).body).toEqual(before);
    for (const currency of ["GEL", before.currency])
      expect((await change(currency).expect(200)).body).toMatchObject({ currency });
  });

  it("that is not set up yet is refused with what to do about it, and is no error of the service", async () => {
    const empty = await startApi();
    await BusinessModel.destroy({ where: {} });
    const days = `/v1/availability/days?serviceIds=${randomUUID()}&from=2026-11-24&to=2026-11-25`;
    for (const path of ["/v1/business", "/v1/services", days]) {
      const { body } = await empty.as("bot", 7)("get", path).expect(409);
      expect(problemNameOf(body.type)).toBe("not-set-up");
      expect(body.detail).toMatch(/BUSINESS_TIME_ZONE/);
    }
    await empty.as("admin")("patch", "/v1/business", { phone: null }).expect(409);
    await empty.stop();
  });
});
