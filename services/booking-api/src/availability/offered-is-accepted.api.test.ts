import fc from "fast-check";
import { problemNameOf } from "@okoshko/contracts/problems";
import { type Api, startApi } from "../../test/api";
import { buildClient } from "../../test/factories";
import { judge } from "../../test/oracle";
import { insertShop } from "../../test/insert-shop";
import { type Case, cases, masterId, noonOf, serviceId } from "../../test/random-shop";
import { seed } from "../../test/seed";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());

const shops = 30;
const triesEach = 6;

describe("what is offered is exactly what is accepted (M3)", () => {
  it(`in ${shops} random shops in the database, at every offer and at other times alike (seed ${seed})`, async () => {
    const answered = new Map<string, number>();
    const { call } = await buildClient(api);
    // One in six or so has something to offer that day; the rest would only wait for the database.
    const given = fc
      .sample(cases, { seed, numRuns: shops * 20 })
      .map(openAndAsked)
      .filter(hasOffers)
      .slice(0, shops);
    for (const one of given) {
      await insertShop(api, one);
      api.clock.set(new Date(noonOf(one.date) + one.askedAfterMs).toISOString());
      const visit = {
        serviceIds: one.wanted.map(serviceId),
        masterId: one.master === null ? null : masterId(one.master),
      };
      const query = `serviceIds=${visit.serviceIds.join()}&date=${one.date}${visit.masterId ? `&masterId=${visit.masterId}` : ""}`;
      const { body } = await call("get", `/v1/availability/slots?${query}`).expect(200);
      const offered = (body.items as { startsAt: string }[]).map(
        ({ startsAt }) => Date.parse(startsAt) / 60_000,
      );
      const right = refusals(one);
      expect({ one, offered }).toEqual({
        one,
        offered: [...right].filter(([, rule]) => !rule).map(([minute]) => minute),
      });

      for (const [minute, refusal] of triesOf([...right])) {
        const startsAt = new Date(minute * 60_000).toISOString();
        const { status, body } = await call("post", "/v1/holds", { ...visit, startsAt });
        const answer = status === 201 ? "" : problemNameOf(body.type);
        expect({ one, startsAt, answer }).toEqual({ one, startsAt, answer: refusal });
        if (status === 201) await call("delete", `/v1/holds/${body.id}`).expect(204);
        answered.set(String(answer), (answered.get(String(answer)) ?? 0) + 1);
      }
    }
    expect([...answered.keys()].sort()).toEqual(["", "slot-not-offered", "slot-taken"]);
  }, 60_000);
});

/** Everything active, so that the wish can be asked for at all. */
function openAndAsked(given: Case): Case {
  return {
    ...given,
    services: given.services.map((service) => ({ ...service, active: true })),
    masters: given.masters.map((master) => ({ ...master, active: true })),
  };
}

const hasOffers = (given: Case) => [...refusals(given).values()].includes("");

/** Each minute of the day with the problem that a request for it must get, or none. */
function refusals(given: Case): Map<number, "" | "slot-taken" | "slot-not-offered"> {
  const asked = given.masters.filter((_, index) => given.master === null || given.master === index);
  const result = new Map<number, "" | "slot-taken" | "slot-not-offered">();
  for (const master of asked) {
    for (const { minute, rules } of judge(given, master)) {
      const own =
        rules.length === 0 ? "" : rules.every((rule) => rule === "busy") ? "slot-taken" : "slot-not-offered";
      const other = result.get(minute) ?? "slot-not-offered";
      result.set(minute, own === "" || other === "" ? "" : own === "slot-taken" ? own : other);
    }
  }
  return result;
}

/** Some of each kind, spread over the day. */
function triesOf<Answer>(minutes: [number, Answer][]): [number, Answer][] {
  const kinds = [...new Set(minutes.map(([, answer]) => answer))];
  return kinds.flatMap((kind) => {
    const alike = minutes.filter(([, answer]) => answer === kind);
    return alike.filter((_, index) => index % Math.ceil(alike.length / triesEach) === 0);
  });
}
