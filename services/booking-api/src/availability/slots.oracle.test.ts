import fc from "fast-check";
import { Problem } from "@okoshko/runtime/problem";
import { minutesOf, shownBy } from "../../test/availability";
import { judge, loadOn, visitOf } from "../../test/oracle";
import { type Case, cases, masterId, noonOf, serviceId, toShop } from "../../test/random-shop";
import { fromEnvironment, seed } from "../../test/seed";
import { explain } from "./explain";
import { localDay } from "./local-day";
import { offersOf } from "./offers";
import { planOf } from "./plan";

const numRuns = fromEnvironment("ORACLE_CASES", 10_000);

describe("for any shop, calendar and wish (M3, M5)", () => {
  it(`what is offered is what a minute-by-minute oracle offers, over ${numRuns} cases (seed ${seed})`, () => {
    let offering = 0;
    let ofSeveral = 0;
    fc.assert(
      fc.property(cases, (given) => {
        const offers = offeredOf(given);
        const right = expected(given);
        // expect() takes longer than all the rest, so it has a look only when there is something to see.
        if (JSON.stringify(offers) !== JSON.stringify(right)) expect(offers).toEqual(right);
        if (typeof offers === "string") return;
        if (offers.length > 0) offering += 1;
        if (offers.some(({ masters }) => masters.length > 1)) ofSeveral += 1;
      }),
      { seed, numRuns },
    );
    // Far below what any seed gives (about a fifth and a seventieth of the cases): only an odd generator fails here.
    expect(offering).toBeGreaterThan(numRuns / 20);
    expect(ofSeveral).toBeGreaterThan(numRuns / 200);
  }, 240_000);
});

describe("why a time is refused (X1)", () => {
  const runs = Math.ceil(numRuns / 20);
  it(`is what the oracle says of every minute of the day, and nothing is said of what is offered, over ${runs} cases (seed ${seed})`, () => {
    const told = new Map<string, number>();
    fc.assert(
      fc.property(cases, (given) => {
        const plan = planFor({
          ...given,
          services: given.services.map((own) => ({ ...own, active: true })),
          master: null,
        });
        const day = localDay(given.date, given.zone);
        const rules = { ...plan.business, opening: plan.opening };
        for (const candidate of plan.candidates) {
          const index = given.masters.findIndex((_, index) => masterId(index) === candidate.master.id);
          const busy = (busyOf(given).get(candidate.master.id) ?? []).map((time, n) => ({
            ...time,
            appointmentId: `${n}`,
          }));
          for (const judged of judge(given, given.masters[index]!)) {
            const instant = new Date(judged.minute * 60_000);
            const wallMinute = minutesOf(shownBy(given.zone)(judged.minute).time);
            const refusals = explain(candidate, { instant, day, wallMinute }, rules, busy);
            const found = [...new Set(refusals.map(({ rule }) => rule))].sort().join();
            const inTheWay = refusals.flatMap(({ appointmentId }) => appointmentId ?? []).join();
            if (found !== [...judged.rules].sort().join() || inTheWay !== judged.busyWith.join()) {
              expect({ instant, refusals }).toEqual({ instant, refusals: judged });
            }
            for (const { rule } of refusals) told.set(rule, (told.get(rule) ?? 0) + 1);
          }
        }
      }),
      { seed, numRuns: runs },
    );
    expect([...told.keys()].sort()).toEqual([
      "beyond-horizon",
      "business-closed",
      "busy",
      "day-off",
      "does-not-fit",
      "off-grid",
      "outside-working-hours",
      "repeated-local-time",
      "time-off",
      "too-soon",
    ]);
  }, 240_000);
});

type Offered = { minute: number; masters: { id: string; duration: number; price: number }[] }[] | "not-found";

function busyOf(given: Case) {
  const noon = noonOf(given.date) / 60_000;
  return new Map(
    given.masters.map(({ busy }, index) => [
      masterId(index),
      busy.map(({ from, to }) => ({ from: noon + from, to: noon + to })),
    ]),
  );
}

function planFor(given: Case) {
  const request = {
    serviceIds: given.wanted.map(serviceId),
    masterId: given.master === null ? null : masterId(given.master),
  };
  return planOf(toShop(given), request, new Date(noonOf(given.date) + given.askedAfterMs));
}

function offeredOf(given: Case): Offered {
  try {
    return offersOf(planFor(given), given.date, busyOf(given)).map(({ start, candidates }) => ({
      minute: start,
      masters: candidates.map(({ master, visit, priceMinor }) => ({
        id: master.id,
        duration: visit.durationMinutes,
        price: priceMinor,
      })),
    }));
  } catch (error) {
    if (error instanceof Problem && error.problem === "not-found") return "not-found";
    throw error;
  }
}

/** What the oracle offers: each minute that no rule refuses to somebody, those with the least work first. */
function expected(given: Case): Offered {
  if (given.wanted.some((index) => !given.services[index]!.active)) return "not-found";
  if (given.master !== null && !given.masters[given.master]!.active) return "not-found";
  const asked = given.masters
    .map((master, index) => ({ master, index }))
    .filter(({ master, index }) => master.active && (given.master === null || given.master === index))
    .map((one) => ({ ...one, load: loadOn(given, one.master) }))
    .sort((a, b) => a.load - b.load || a.index - b.index);
  const byMinute = new Map<number, { id: string; duration: number; price: number }[]>();
  for (const { master, index } of asked) {
    const visit = visitOf(given, master);
    if (!visit) continue;
    for (const { minute, rules } of judge(given, master)) {
      if (rules.length > 0) continue;
      const masters = byMinute.get(minute) ?? [];
      masters.push({ id: masterId(index), duration: visit.duration, price: visit.price });
      byMinute.set(minute, masters);
    }
  }
  return [...byMinute].sort(([a], [b]) => a - b).map(([minute, masters]) => ({ minute, masters }));
}
