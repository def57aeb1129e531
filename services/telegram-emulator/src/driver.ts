import { unwrap } from "@okoshko/contracts/client";
import { type operations } from "@okoshko/contracts/generated/telegram-emulator";
import { type Schemas } from "./contract/schemas";
import { createApi } from "./driver/api";
import { PersonDriver } from "./driver/person";

export { type Chat, type ChatMessage, type Happened } from "./driver/api";
export { PersonDriver, StoryError, type Wanted, type WaitOptions } from "./driver/person";
export { showChat } from "./driver/show-chat";

type CallFilter = NonNullable<operations["listCalls"]["parameters"]["query"]>;
type UpdateFilter = NonNullable<operations["listUpdates"]["parameters"]["query"]>;

/** Drives an emulator that runs at this URL: persons, the clock, faults, and what was seen. */
export type Driver = ReturnType<typeof createDriver>;

export function createDriver(url: string) {
  const api = createApi(url);
  const persons = new Map<number, PersonDriver>();

  /** The same object for the same id, because it remembers what the person has seen. */
  const person = (id: number): PersonDriver => {
    const known = persons.get(id) ?? new PersonDriver(api, id);
    persons.set(id, known);
    return known;
  };

  return {
    url,
    api,
    person,

    async createPerson(wanted: PersonWish): Promise<PersonDriver> {
      const created = await unwrap(api.POST("/_emulator/persons", { body: { started: false, ...wanted } }));
      return person(created.id);
    },

    async persons(): Promise<Schemas["Person"][]> {
      return (await unwrap(api.GET("/_emulator/persons"))).persons;
    },

    clock: {
      read: (): Promise<Schemas["Clock"]> => unwrap(api.GET("/_emulator/clock")),
      /** Moves demo time forward. */
      advance: (milliseconds: number): Promise<Schemas["Clock"]> =>
        unwrap(api.POST("/_emulator/clock/advance", { body: { milliseconds } })),
      advanceTo: (to: string): Promise<Schemas["Clock"]> =>
        unwrap(api.POST("/_emulator/clock/advance", { body: { to } })),
      set: (offsetMs: number, options: { allowBackwards?: boolean } = {}): Promise<Schemas["Clock"]> =>
        unwrap(
          api.PUT("/_emulator/clock", {
            body: { offsetMs, allowBackwards: options.allowBackwards ?? false },
          }),
        ),
    },

    faults: {
      add: (fault: FaultWish): Promise<Schemas["Fault"]> =>
        unwrap(api.POST("/_emulator/faults", { body: { retryAfterSeconds: 1, delayMs: 1000, ...fault } })),
      list: async (): Promise<Schemas["Fault"][]> => (await unwrap(api.GET("/_emulator/faults"))).faults,
      remove: async (faultId: number): Promise<void> => {
        await unwrap(api.DELETE("/_emulator/faults/{faultId}", { params: { path: { faultId } } }));
      },
      clear: async (): Promise<void> => {
        await unwrap(api.DELETE("/_emulator/faults"));
      },
    },

    delivery: {
      read: (): Promise<Schemas["Delivery"]> => unwrap(api.GET("/_emulator/delivery")),
      change: (body: Schemas["DeliveryChanges"]): Promise<Schemas["Delivery"]> =>
        unwrap(api.PATCH("/_emulator/delivery", { body })),
      /** Brings every waiting attempt forward; answers how many. */
      retryNow: async (): Promise<number> => (await unwrap(api.POST("/_emulator/delivery/retry"))).retried,
      redeliver: async (updateId: number): Promise<void> => {
        await unwrap(api.POST("/_emulator/updates/{updateId}/redeliver", { params: { path: { updateId } } }));
      },
    },

    /** Bot API calls, oldest first. With `after` and `waitSeconds` it waits for the next. */
    async calls(filter: CallFilter = {}): Promise<Schemas["Call"][]> {
      return (await unwrap(api.GET("/_emulator/calls", { params: { query: filter } }))).calls;
    },

    /** The cursor to give as `after`, so that only later calls count. */
    async callCursor(): Promise<number> {
      return (await unwrap(api.GET("/_emulator/calls", { params: { query: { limit: 1 } } }))).cursor;
    },

    async updates(filter: UpdateFilter = {}): Promise<Schemas["UpdateRecord"][]> {
      return (await unwrap(api.GET("/_emulator/updates", { params: { query: filter } }))).updates;
    },

    bot: (): Promise<Schemas["Bot"]> => unwrap(api.GET("/_emulator/bot")),

    async reset(options: { keepClock?: boolean; bot?: boolean } = {}): Promise<void> {
      const body = { keepClock: options.keepClock ?? false, bot: options.bot ?? false };
      await unwrap(api.POST("/_emulator/reset", { body }));
      persons.clear();
    },
  };
}

type PersonWish = Pick<Schemas["NewPerson"], "firstName"> & Partial<Schemas["NewPerson"]>;
type FaultWish = Pick<Schemas["NewFault"], "kind"> & Partial<Schemas["NewFault"]>;
