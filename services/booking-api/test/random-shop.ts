import fc, { type Arbitrary } from "fast-check";
import { type Busy } from "../src/availability/slots";
import { type WallWindow } from "../src/availability/windows";
import { addDays } from "../src/availability/local-day";
import { type Business, type Shop } from "../src/shop/shop";
import { clockChanges, steadyZones } from "./availability";

/** A shop, a day and a wish in plain data: what both the engine and the oracle are given. */
export interface Case {
  zone: string;
  date: string;
  /** The moment of asking, in milliseconds after noon UTC of `date`. */
  askedAfterMs: number;
  step: number;
  noticeMinutes: number;
  horizonDays: number;
  services: RandomService[];
  masters: RandomMaster[];
  /** Null: no closure that day. */
  closure: WallWindow[] | null;
  /** Indexes into `services`, in the order of the visit. */
  wanted: number[];
  /** Index into `masters`, or null for any. */
  master: number | null;
}

export interface RandomService {
  duration: number;
  price: number;
  before: number;
  after: number;
  active: boolean;
}

export interface RandomMaster {
  active: boolean;
  /** By service; null: does not do it. */
  offers: ({ duration: number | null; price: number | null } | null)[];
  /** Of the weekday of `date`. */
  week: WallWindow[];
  /** Of the other six days. */
  otherDays: WallWindow[];
  override: WallWindow[] | null;
  overrideOfNextDay: WallWindow[] | null;
  /** Minutes after noon UTC of `date`. */
  busy: Busy[];
  /** The same. */
  timeOff: Busy[];
}

export const serviceId = (index: number) => `50000000-0000-4000-8000-00000000000${index}`;
export const masterId = (index: number) => `60000000-0000-4000-8000-00000000000${index}`;
export const noonOf = (date: string) => Date.parse(`${date}T12:00:00Z`);

/** Neighbours in ascending order, two by two: stretches that never overlap. */
function stretches(values: readonly number[]): { from: number; to: number }[] {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.flatMap((from, index) => {
    const to = sorted[index + 1];
    return index % 2 === 0 && to !== undefined ? [{ from, to }] : [];
  });
}

const windows = fc
  .uniqueArray(fc.integer({ min: 0, max: 288 }), { maxLength: 8 })
  .map((cuts) => stretches(cuts).map(({ from, to }) => ({ from: from * 5, to: to * 5 })));
/** A day on which masters surely meet: random windows seldom overlap long enough for two to be free. */
const longDay = fc.constant<{ from: number; to: number }[]>([{ from: 480, to: 1_260 }]);
const sometimes = <T>(value: Arbitrary<T>) => fc.option(value, { nil: null, freq: 4 }).map((v) => v);
const rarely = <T>(value: Arbitrary<T>) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });
const mostlyTrue = fc.integer({ min: 0, max: 15 }).map((n) => n > 0);
const buffer = fc.constantFrom(0, 0, 0, 5, 15, 60);

const days = fc.oneof(
  fc
    .constantFrom(...clockChanges)
    .chain(([zone, date]) =>
      fc.integer({ min: -1, max: 1 }).map((more) => ({ zone, date: addDays(date, more) })),
    ),
  fc.record({
    zone: fc.constantFrom(...steadyZones, "Europe/Riga", "America/New_York"),
    date: fc.constantFrom("2026-01-01", "2026-07-15", "2027-12-31", "2028-02-29"),
  }),
);

const service: Arbitrary<RandomService> = fc.record({
  duration: fc.integer({ min: 5, max: 150 }),
  price: fc.integer({ min: 0, max: 9_999 }),
  before: buffer,
  after: buffer,
  active: mostlyTrue,
});

const master: Arbitrary<RandomMaster> = fc.record({
  active: mostlyTrue,
  offers: fc.array(
    sometimes(
      fc.record({
        duration: sometimes(fc.integer({ min: 5, max: 200 })),
        price: sometimes(fc.integer({ min: 0, max: 9_999 })),
      }),
    ),
    { minLength: 3, maxLength: 3 },
  ),
  week: fc.oneof(windows, longDay),
  otherDays: windows,
  override: rarely(windows),
  overrideOfNextDay: rarely(windows),
  busy: fc.uniqueArray(fc.integer({ min: -1_500, max: 1_500 }), { maxLength: 10 }).map(stretches),
  timeOff: rarely(
    fc.uniqueArray(fc.integer({ min: -1_500, max: 1_500 }), { minLength: 2, maxLength: 4 }).map(stretches),
  ).map((times) => times ?? []),
});

/** Shops, calendars and wishes of all kinds; most leave something to offer. */
export const cases: Arbitrary<Case> = fc
  .record({
    day: days,
    askedAfterMs: fc.integer({ min: -3 * 86_400_000, max: 43_200_000 }),
    step: fc.constantFrom(5, 10, 15, 20, 30, 45, 60, 240),
    noticeMinutes: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3_000 })),
    horizonDays: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant(60)),
    services: fc.array(service, { minLength: 3, maxLength: 3 }),
    masters: fc.array(master, { minLength: 1, maxLength: 3 }),
    closure: rarely(windows),
    wanted: fc.shuffledSubarray([0, 1, 2], { minLength: 1 }),
    choice: fc.integer({ min: -3, max: 2 }),
  })
  .map(({ day, choice, ...rest }) => ({
    ...rest,
    ...day,
    master: choice >= 0 && choice < rest.masters.length ? choice : null,
  }));

const text = { en: "Invented" };

/** The case as the engine is given it. */
export function toShop(given: Case): Shop {
  const business: Business = {
    name: text,
    address: null,
    latitude: null,
    longitude: null,
    phone: null,
    timeZone: given.zone,
    currency: "EUR",
    defaultLocale: "en",
    slotStepMinutes: given.step,
    minimumNoticeMinutes: given.noticeMinutes,
    horizonDays: given.horizonDays,
    holdMinutes: 5,
    changeNoticeMinutes: 0,
    maxActiveAppointmentsPerClient: 5,
    maxHoldsPerHour: 30,
    approvalAfterNoShows: null,
    proposalHours: 24,
    waitlistOfferMinutes: 10,
    retentionDays: null,
    quietFrom: null,
    quietTo: null,
    reminderLeadsMinutes: [],
    requiresPhone: false,
  };
  const closures = new Map(
    given.closure ? [[given.date, { date: given.date, name: null, windows: given.closure }]] : [],
  );
  const weekday = new Date(noonOf(given.date)).getUTCDay() || 7;
  return {
    revision: "1",
    business,
    services: new Map(
      given.services.map((own, index) => [
        serviceId(index),
        {
          id: serviceId(index),
          name: text,
          description: null,
          durationMinutes: own.duration,
          priceMinor: own.price,
          bufferBeforeMinutes: own.before,
          bufferAfterMinutes: own.after,
          requiresApproval: false,
          reminderLeadsMinutes: null,
          active: own.active,
          position: index,
        },
      ]),
    ),
    masters: new Map(
      given.masters.map(({ active }, index) => [
        masterId(index),
        {
          id: masterId(index),
          name: text,
          about: null,
          telegramUserId: null,
          locale: "en",
          active,
          position: index,
        },
      ]),
    ),
    offerings: new Map(
      given.masters.map(({ offers }, index) => [
        masterId(index),
        new Map(
          offers.flatMap((offer, of) => {
            const [master, service] = [masterId(index), serviceId(of)];
            if (!offer) return [];
            const { duration: durationMinutes, price: priceMinor } = offer;
            return [
              [service, { masterId: master, serviceId: service, durationMinutes, priceMinor }] as const,
            ];
          }),
        ),
      ]),
    ),
    schedules: new Map(
      given.masters.map((own, index) => [
        masterId(index),
        {
          week: new Map(
            [1, 2, 3, 4, 5, 6, 7].map((day) => [day, day === weekday ? own.week : own.otherDays]),
          ),
          overrides: new Map([
            ...(own.override ? [[given.date, own.override] as const] : []),
            ...(own.overrideOfNextDay ? [[addDays(given.date, 1), own.overrideOfNextDay] as const] : []),
          ]),
          closures: new Map([...closures].map(([date, closure]) => [date, closure.windows])),
          timeOff: own.timeOff.map(({ from, to }) => {
            const noon = noonOf(given.date) / 60_000;
            return { from: noon + from, to: noon + to };
          }),
        },
      ]),
    ),
    closures,
  };
}
