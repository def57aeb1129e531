import { type LocalizedText } from "../catalog/localized-text";

const text = (ru: string, en: string): LocalizedText => ({ ru, en });
const workdays = (...windows: [string, string][]) => ({ weekdays: [1, 2, 3, 4, 5], windows });
const weekend = (...windows: [string, string][]) => ({ weekdays: [6, 7], windows });

/** An invented barbershop for `npm start`. Ids are fixed, so that seeding twice changes nothing. */
export const business = {
  name: text("Усы и лапы", "Whiskers & Paws"),
  address: text("Рига, улица Кошачьей Мяты, 7", "7 Catnip Street, Riga"),
  latitude: 56.9496,
  longitude: 24.1052,
  phone: "+37100000007",
  timeZone: "Europe/Riga",
  currency: "EUR",
  defaultLocale: "ru",
  slotStepMinutes: 30,
  minimumNoticeMinutes: 60,
  horizonDays: 60,
  holdMinutes: 5,
  changeNoticeMinutes: 60,
  maxActiveAppointmentsPerClient: 5,
} as const;

const id = (kind: number, number: number) =>
  `${kind}0000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

/** The price list. */
export const services = [
  {
    id: id(1, 1),
    name: text("Стрижка", "Haircut"),
    description: text("Ножницы, машинка, мытьё и укладка", "Scissors, clipper, wash and styling"),
    durationMinutes: 45,
    priceMinor: 2500,
    bufferAfterMinutes: 5,
  },
  {
    id: id(1, 2),
    name: text("Борода", "Beard trim"),
    description: text("Форма, контур, горячее полотенце", "Shape, outline, hot towel"),
    durationMinutes: 30,
    priceMinor: 1800,
    bufferAfterMinutes: 5,
  },
  {
    id: id(1, 3),
    name: text("Стрижка и борода", "Haircut and beard"),
    description: text("Всё сразу, за один визит", "Everything in one visit"),
    durationMinutes: 75,
    priceMinor: 3900,
    bufferAfterMinutes: 10,
  },
  {
    id: id(1, 4),
    name: text("Детская стрижка", "Kids' haircut"),
    description: text("До 12 лет, мультфильм включён", "Up to 12 years, cartoon included"),
    durationMinutes: 30,
    priceMinor: 1700,
    bufferAfterMinutes: 5,
  },
  {
    id: id(1, 5),
    name: text("Королевское бритьё", "Royal shave"),
    description: text("Опасная бритва и два горячих полотенца", "Straight razor and two hot towels"),
    durationMinutes: 60,
    priceMinor: 3200,
    bufferBeforeMinutes: 5,
    bufferAfterMinutes: 10,
    // An hour of the razor is promised by Gleb himself.
    requiresApproval: true,
  },
].map((service, position) => ({
  bufferBeforeMinutes: 0,
  requiresApproval: false,
  ...service,
  active: true,
  position,
}));

const [haircut, beard, both, kids, shave] = services.map((service) => service.id);

/** Who does what, and when. */
export const masters = [
  {
    id: id(2, 1),
    name: text("Глеб Орешин", "Gleb Oreshin"),
    about: text(
      "Классика и бритва, двенадцать лет у кресла",
      "Classics and the razor, twelve years at the chair",
    ),
    telegramUserId: 2001,
    offers: [{ serviceId: haircut }, { serviceId: beard }, { serviceId: both }, { serviceId: shave }],
    hours: [
      workdays(["10:00", "14:00"], ["15:00", "20:00"]),
      { weekdays: [6], windows: [["11:00", "17:00"]] },
    ],
  },
  {
    id: id(2, 2),
    name: text("Мира Тихая", "Mira Tikhaya"),
    about: text("Длинные волосы, дети и терпение", "Long hair, children and patience"),
    telegramUserId: null,
    offers: [
      { serviceId: haircut, durationMinutes: 60, priceMinor: 2900 },
      { serviceId: kids },
      { serviceId: beard },
    ],
    hours: [workdays(["12:00", "16:00"], ["16:30", "21:00"]), weekend(["10:00", "15:00"])],
  },
  {
    id: id(2, 3),
    name: text("Саша Ветров", "Sasha Vetrov"),
    about: text("Быстро, модно, под музыку", "Fast, fashionable, to music"),
    telegramUserId: null,
    offers: [
      { serviceId: haircut, durationMinutes: 30, priceMinor: 2200 },
      { serviceId: beard },
      { serviceId: kids },
    ],
    hours: [
      {
        weekdays: [2, 3, 4, 5, 6],
        windows: [
          ["09:00", "13:00"],
          ["13:30", "18:00"],
        ],
      },
    ],
  },
].map((master, position) => ({ ...master, locale: "ru", active: true, position }));

/** Who runs the shop. */
export const owner = { telegramUserId: 3001, name: "Инга Савельева", role: "owner" } as const;

/** Days of the year on which nobody works, or not for long. */
export const holidays = [
  { day: "01-01", name: text("Новый год", "New Year's Day"), hours: [] },
  { day: "05-01", name: text("Праздник труда", "Labour Day"), hours: [] },
  { day: "06-24", name: text("Янов день", "Midsummer"), hours: [] },
  { day: "11-18", name: text("День провозглашения республики", "Proclamation Day"), hours: [] },
  { day: "12-24", name: text("Сочельник", "Christmas Eve"), hours: [] },
  { day: "12-25", name: text("Рождество", "Christmas Day"), hours: [] },
  { day: "12-26", name: text("Второй день Рождества", "Second Day of Christmas"), hours: [] },
  { day: "12-31", name: text("Канун Нового года", "New Year's Eve"), hours: [["10:00", "15:00"]] },
] as const;

/** Sasha's next working day: all but its last time is taken, by people who booked by telephone. */
export const fullDay = {
  masterId: id(2, 3),
  weekdays: [2, 3, 4, 5, 6],
  guests: [
    { name: "Аркадий Ложкин", time: "09:00", serviceId: haircut },
    { name: "Белла Пуговкина", time: "10:00", serviceId: kids, note: "Мультфильм про енота, пожалуйста" },
    { name: "Валентин Сырников", time: "11:00", serviceId: haircut },
    { name: "Greta Thimble", time: "12:00", serviceId: haircut, note: "In a hurry: train at 12:50" },
    { name: "Даша Капелькина", time: "13:30", serviceId: kids },
    { name: "Ezra Buttonwood", time: "14:30", serviceId: beard },
    { name: "Фома Кнопочкин", time: "15:30", serviceId: haircut },
    { name: "Hazel Crumb", time: "16:30", serviceId: haircut },
  ].map((guest, index) => ({
    note: null,
    ...guest,
    clientId: id(3, index + 1),
    appointmentId: id(4, index + 1),
    phone: `+3710000010${index + 1}`,
  })),
} as const;

/** Mira is at the seaside for a week, after the five that most visitors look at. */
export const holiday = { masterId: id(2, 2), inDays: 35, days: 7, note: "У моря" } as const;

/** Theo waits for an earlier time of that day. */
export const waiting = {
  clientId: id(3, 100),
  entryId: id(5, 1),
  telegramUserId: 1002,
  name: "Theo Marsh",
  locale: "en",
  serviceIds: [haircut],
  dayParts: ["morning", "afternoon"],
} as const;
