import { type Management } from "./api";
import { nextStep } from "./next-step";

const at = [{ weekday: 1, windows: [{ from: "10:00", to: "18:00" }] }];
const ada = { id: "ada", active: true, serviceIds: [] as string[], days: at };
const cut = { id: "cut", active: true };

const next = (masters: (typeof ada)[], services: { id: string; active: boolean }[]) => {
  const week = (id: string) =>
    Promise.resolve({ body: { days: masters.find((master) => master.id === id)!.days } });
  const api = { masters: () => Promise.resolve(masters), services: () => Promise.resolve(services), week };
  return nextStep(api as unknown as Management);
};

it.each([
  ["master", [], []],
  ["master", [{ ...ada, active: false, serviceIds: ["cut"] }], [cut]],
  ["hours", [{ ...ada, days: [{ weekday: 1, windows: [] }] }], []],
  [
    "hours",
    [
      { ...ada, serviceIds: ["cut"], days: [] },
      { ...ada, id: "eva" },
    ],
    [cut],
  ],
  ["service", [ada], []],
  ["service", [{ ...ada, serviceIds: ["cut"] }], [{ ...cut, active: false }]],
  ["performer", [ada], [cut]],
  [undefined, [ada, { ...ada, id: "eva", serviceIds: ["cut"] }], [cut]],
] as const)(
  "says what is done next in a new shop, and nothing once clients can book: %s",
  async (step, masters, services) => {
    expect(await next([...masters] as (typeof ada)[], [...services])).toBe(step);
  },
);
