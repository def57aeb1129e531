import { castOf } from "../test/cast";
import { sharedDemo } from "../test/story-system";
import { books, inEnglish, inRussian, minutesBefore, patient } from "../test/visitor";

const demo = sharedDemo();
const cast = castOf(demo);

const cyrillic = /[а-яё]/i;

it("M17: My Telegram is English, and so is everything I read", async () => {
  const [theo, luka] = [await cast.client("Theo", "en"), await cast.master()];
  const [day] = await luka.freeDays();
  const visit = await books(demo, theo, inEnglish(luka, day));
  await demo.driver.clock.advanceTo(minutesBefore(visit.startsAt, 24 * 60));
  await theo.waitFor("See you tomorrow!", patient);
  const { messages } = await theo.chat();
  const said = messages.filter(({ from }) => from === "bot").map(({ text }) => text);
  expect(said.filter((text) => cyrillic.test(text))).toEqual([]);
});

it("M17: Мой Telegram на русском, и всё, что я читаю, тоже", async () => {
  const [vera, luka] = [await cast.client("Вера", "ru"), await cast.master()];
  const [day] = await luka.freeDays();
  const visit = await books(demo, vera, inRussian(luka, day));
  await demo.driver.clock.advanceTo(minutesBefore(visit.startsAt, 24 * 60));
  await vera.waitFor("Ждём вас завтра!", patient);
  const { messages } = await vera.chat();
  const said = messages.filter(({ from, text }) => from === "bot" && text !== "").map(({ text }) => text);
  expect(said.filter((text) => !cyrillic.test(text))).toEqual([]);
});

it("M17: I choose another language, and the next reminder speaks it too", async () => {
  const [ada, luka] = [await cast.client("Ada", "ru"), await cast.master()];
  await ada.starts();
  await ada.waitFor("Добро пожаловать", patient);
  await ada.taps("Язык · Language", patient);
  await ada.taps(/English/, patient);
  await ada.waitFor("From now on in English", patient);
  const [day] = await luka.freeDays();
  const visit = await books(demo, ada, inEnglish(luka, day));
  await demo.driver.clock.advanceTo(minutesBefore(visit.startsAt, 24 * 60));
  await ada.waitFor("See you tomorrow!", patient);
});
