import { storySystem } from "../test/story-system";
import { books, english, minutesBefore, patient, persons, russian } from "../test/visitor";

const system = storySystem();

const cyrillic = /[а-яё]/i;

it("M17: My Telegram is English, and so is everything I read", async () => {
  const { driver } = system.current;
  const theo = driver.person(persons.theo);
  const visit = await books(system.current, theo, english);
  await driver.clock.advanceTo(minutesBefore(visit.startsAt, 24 * 60));
  await theo.waitFor("See you tomorrow!", patient);
  const { messages } = await theo.chat();
  const said = messages.filter(({ from }) => from === "bot").map(({ text }) => text);
  expect(said.filter((text) => cyrillic.test(text))).toEqual([]);
});

it("M17: Мой Telegram на русском, и всё, что я читаю, тоже", async () => {
  const { driver } = system.current;
  const vera = driver.person(persons.vera);
  const visit = await books(system.current, vera, { ...russian, day: /^пт 27 нояб/ });
  await driver.clock.advanceTo(minutesBefore(visit.startsAt, 24 * 60));
  await vera.waitFor("Ждём вас завтра!", patient);
  const { messages } = await vera.chat();
  const said = messages.filter(({ from, text }) => from === "bot" && text !== "").map(({ text }) => text);
  expect(said.filter((text) => !cyrillic.test(text))).toEqual([]);
});

it("M17: I choose another language, and the next reminder speaks it too", async () => {
  const { driver } = system.current;
  const ada = await driver.createPerson({ firstName: "Ada", languageCode: "ru" });
  await ada.starts();
  await ada.waitFor("Добро пожаловать", patient);
  await ada.taps("Язык · Language", patient);
  await ada.taps(/English/, patient);
  await ada.waitFor("From now on in English", patient);
  const visit = await books(system.current, ada, { ...english, day: /^Mon 30 Nov/ });
  await driver.clock.advanceTo(minutesBefore(visit.startsAt, 24 * 60));
  await ada.waitFor("See you tomorrow!", patient);
});
