import { randomInt, randomUUID } from "node:crypto";
import { type BookingSchemas, onBehalfOf } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { type PersonDriver } from "@okoshko/telegram-emulator/driver";
import { type Demo } from "../src/system";
import { daysLater, type Language } from "./labels";
import { type Name } from "./visitor";

/** A master whom nobody has booked yet. */
export interface Master {
  id: string;
  name: Name;
  /** Who reads what the bot tells the master. */
  person: PersonDriver;
  /**
   * Days on which all of the master's hours are free, the first of them far enough away for a reminder a day before. The
   * first three are among those that the bot offers at once.
   */
  freeDays(): Promise<[string, string, string, ...string[]]>;
  /** When a free time of a day is. */
  instantOf(date: string, localTime: string): Promise<string>;
}

export interface Cast {
  client(firstName: string, languageCode?: Language): Promise<PersonDriver>;
  /** A master of haircuts, beards and royal shaves, every day of the week. */
  master(options?: { firstName?: Name; hours?: Window[] }): Promise<Master>;
  owner(firstName: string): Promise<PersonDriver>;
  /** The shop's date now. */
  today(): Promise<string>;
  /** Until the story is over, the shop has these rules. */
  rules(changes: BookingSchemas["BusinessChange"]): Promise<void>;
}

type Window = BookingSchemas["Window"];

const usualHours: Window[] = [
  { from: "10:00", to: "14:00" },
  { from: "15:00", to: "20:00" },
];
const crafts = ["Haircut", "Beard trim", "Royal shave"];

/**
 * Who plays in the stories of a file. All are made for one story, so that nothing that was in the demo before has to do with
 * it; who works for the shop leaves it afterwards. Clients stay, as clients do.
 */
export function castOf({ driver, booking }: Demo): Cast {
  const farewells: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const farewell of farewells.splice(0).reverse()) await farewell();
  });

  // Ids of one's own: an emulator that forgot its persons would give the next ones ids that booking-api remembers.
  const person = (firstName: string, languageCode: Language, isStaff: boolean): Promise<PersonDriver> =>
    driver.createPerson({ id: randomInt(10 ** 10, 10 ** 14), firstName, languageCode, started: isStaff });

  /** Gives the master a week and the crafts; answers the service of haircuts. */
  const sets = async (masterId: string, windows: Window[]): Promise<string> => {
    const days = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, windows }));
    const week = { params: { path: { masterId } }, body: { days } };
    await unwrap(booking.PUT("/v1/masters/{masterId}/working-hours", week));
    const { items } = await unwrap(booking.GET("/v1/services"));
    const serviceIds = crafts.map((craft) => items.find(({ name }) => name.en === craft)?.id ?? "");
    for (const serviceId of serviceIds)
      await unwrap(
        booking.PUT("/v1/masters/{masterId}/services/{serviceId}", {
          params: { path: { masterId, serviceId } },
          body: {},
        }),
      );
    return serviceIds[0] ?? "";
  };

  const today = async (): Promise<string> => {
    const [{ now }, { timeZone }] = [await driver.clock.read(), await unwrap(booking.GET("/v1/business"))];
    // Sweden writes dates as ISO does.
    return new Date(now).toLocaleDateString("sv-SE", { timeZone });
  };

  return {
    today,

    client: (firstName, languageCode = "en") => person(firstName, languageCode, false),

    async master({ firstName = { ru: "Лука", en: "Luka" }, hours = usualHours } = {}) {
      const surname = inventedSurname();
      const name = { ru: `${firstName.ru} ${surname.ru}`, en: `${firstName.en} ${surname.en}` };
      const reader = await person(name.ru, "ru", true);
      const { id } = await unwrap(
        booking.POST("/v1/masters", {
          params: { header: { "Idempotency-Key": randomUUID() } },
          // First in all lists: some show no more masters than fit a screen.
          body: { name, telegramUserId: reader.id, locale: "ru", position: 0 },
        }),
      );
      const path = { masterId: id };
      const gone = { active: false, position: 10_000 };
      farewells.push(() => unwrap(booking.PATCH("/v1/masters/{masterId}", { params: { path }, body: gone })));
      const haircutId = await sets(id, hours);
      // The bot's menus may be 15 s old.
      await driver.clock.advance(20_000);
      const wanted = { serviceIds: [haircutId], masterId: id };
      const header = onBehalfOf(reader.id);
      return {
        id,
        name,
        person: reader,
        async freeDays() {
          const from = daysLater(await today(), 2);
          const query = { ...wanted, from, to: daysLater(from, 20) };
          const { items } = await unwrap(booking.GET("/v1/availability/days", { params: { header, query } }));
          // Not those on which the shop is shut, or shuts early.
          const all = Math.max(...items.map(({ slots }) => slots));
          const days = items.filter(({ slots }) => slots === all).map(({ date }) => date);
          return days as [string, string, string, ...string[]];
        },
        async instantOf(date, localTime) {
          const query = { ...wanted, date };
          const { items } = await unwrap(
            booking.GET("/v1/availability/slots", { params: { header, query } }),
          );
          const slot = items.find((one) => one.localTime === localTime);
          if (slot === undefined) throw new Error(`${name.en} is not free on ${date} at ${localTime}`);
          return slot.startsAt;
        },
      };
    },

    async owner(firstName) {
      const owner = await person(firstName, "ru", true);
      const { code } = await unwrap(
        booking.POST("/v1/staff/invitations", {
          params: { header: { "Idempotency-Key": randomUUID() } },
          body: { role: "owner", name: firstName },
        }),
      );
      const header = onBehalfOf(owner.id);
      await unwrap(booking.POST("/v1/staff/accept-invitation", { params: { header }, body: { code } }));
      const path = { telegramUserId: owner.id };
      farewells.push(() => unwrap(booking.DELETE("/v1/staff/{telegramUserId}", { params: { path } })));
      return owner;
    },

    async rules(changes) {
      const before = await unwrap(booking.GET("/v1/business"));
      const names = Object.keys(changes) as (keyof typeof changes)[];
      const back = Object.fromEntries(names.map((name) => [name, before[name]]));
      await unwrap(booking.PATCH("/v1/business", { body: changes }));
      farewells.push(() => unwrap(booking.PATCH("/v1/business", { body: back })));
    },
  };
}

const syllables = ["ба ba", "ву vu", "ги gi", "ду du", "зо zo", "ки ki", "ла la", "ми mi", "но no", "ру ru"];

/** One of ten thousand: a master of before who did not leave has another one. */
function inventedSurname(): Name {
  const drawn = Array.from({ length: 4 }, () => (syllables[randomInt(syllables.length)] ?? "").split(" "));
  const joined = (column: 0 | 1): string => drawn.map((pair) => pair[column]).join("");
  const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
  return { ru: `${capital(joined(0))}н`, en: `${capital(joined(1))}n` };
}
