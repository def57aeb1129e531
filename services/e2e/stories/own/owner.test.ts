import { type ChatMessage, type PersonDriver } from "@okoshko/telegram-emulator/driver";
import { eventually } from "@okoshko/testkit/eventually";
import { keysOf, opensManage } from "../../test/owner";
import { ownSystem } from "../../test/story-system";
import { patient, persons, russian, toTimes } from "../../test/visitor";

const system = ownSystem();
it("I set up a service and a master from nothing, invite her by link, and a client books her", async () => {
  const { driver } = system.current;
  const owner = await opensManage(system.current);
  await owner.taps("Мастера", patient);
  await owner.taps("Добавить мастера", patient);
  await owner.waitFor(/Как его зовут/, patient);
  await owner.says("Ада Лужина");
  await owner.waitFor(/Ада Лужина.* в списке/, patient);
  await owner.taps("Рабочая неделя", patient);
  await owner.taps(/^Понедельник/, patient);
  await owner.waitFor(/Промежуток – это перерыв/, patient);
  await owner.says("с утра");
  await owner.waitFor(/Вы написали: «с утра»/, patient);
  await owner.says("10-14, 15-19");
  await owner.waitFor(/Сохранено\. Понедельник: 10:00–14:00, 15:00–19:00/, patient);
  await owner.taps(/^Понедельник/, patient);
  await owner.taps("Скопировать на другие дни", patient);
  await owner.taps("На все будни", patient);
  await owner.waitFor(/Скопировано: Вт, Ср, Чт, Пт/, patient);

  await opensManage(system.current);
  await owner.taps("Услуги", patient);
  await owner.taps("Добавить услугу", patient);
  await owner.waitFor(/Как она называется/, patient);
  await owner.says("Завивка усов");
  await owner.waitFor(/Сколько она длится/, patient);
  await owner.taps("30 мин", patient);
  await owner.waitFor(/Сколько она стоит/, patient);
  await owner.says("дорого");
  await owner.waitFor(/Здесь нужна сумма/, patient);
  await owner.says("12,50");
  await owner.waitFor(/Завивка усов.* в списке/, patient);
  await owner.taps(/^Ада Лужина/, patient);
  await owner.taps("Делает", patient);
  await owner.waitFor(/Теперь делает/, patient);

  await opensManage(system.current);
  await owner.taps("Люди и роли", patient);
  // The same button stands on the card of before, until its buttons are gone.
  await owner.waitFor(/Кому что можно/, patient);
  await owner.taps("Пригласить", patient);
  await owner.taps("Мастера", patient);
  await owner.taps("Ада Лужина", patient);
  const invitation = await owner.waitFor(/Отправьте эту ссылку/, patient);
  const payload = /start=(i_[\w-]+)/.exec(invitation.text)?.[1] ?? "";

  const ada = await driver.createPerson({ firstName: "Ада", languageCode: "ru" });
  await ada.starts(payload);
  await ada.waitFor(/Ваша роль: мастер/, patient);
  expect((await ada.chat()).commands.map(({ command }) => command)).toContain("desk");

  // The link works once.
  const theo = driver.person(persons.theo);
  await theo.starts(payload);
  await theo.waitFor(/This invitation can't be accepted/, patient);

  // Menus may be some seconds old.
  await driver.clock.advance(60_000);
  const vera = driver.person(persons.vera);
  await vera.starts();
  await vera.taps("Записаться", patient);
  await vera.taps(/^Завивка усов · 30 мин · 12,50/, patient);
});

it("What a master or a client forges at my desk shows them nothing", async () => {
  const { driver } = system.current;
  for (const id of [persons.gleb, persons.vera]) {
    const stranger = driver.person(id);
    for (const data of ["1:o-:1", "1:ot:1", "1:oj:1", "1:Oa:1", "1:oy:1"]) {
      await stranger.starts();
      await stranger.waitFor(/Добро пожаловать/, patient);
      // Without a draft a button is taken at its word, so nothing but the person's rights stands in its way.
      await eventually(async () => expect(await keysOf(system.current, `*:draft:${id}`)).toHaveLength(1));
      await system.current.redis.flush();
      await stranger.forges(data);
      const answer = await stranger.waitFor(/для владельцев и администраторов/, patient);
      expect(answer.text).not.toMatch(/Люди и роли|Правила записи|Последние изменения/);
    }
    expect((await stranger.chat()).commands.map(({ command }) => command)).not.toContain("manage");
  }
});

it("Two of us change one rule at once, and neither overwrites the other", async () => {
  const { driver } = system.current;
  const owner = await opensManage(system.current);
  await owner.taps("Люди и роли", patient);
  // The same button stands on the card of before, until its buttons are gone.
  await owner.waitFor(/Кому что можно/, patient);
  await owner.taps("Пригласить", patient);
  await owner.taps("Владельца", patient);
  await owner.waitFor(/Как зовут человека/, patient);
  await owner.says("Борис Второй");
  const invitation = await owner.waitFor(/Отправьте эту ссылку/, patient);
  const boris = await driver.createPerson({ firstName: "Борис", languageCode: "ru" });
  await boris.starts(/start=(i_[\w-]+)/.exec(invitation.text)?.[1] ?? "");
  await boris.waitFor(/Ваша роль: владелец/, patient);
  expect((await boris.chat()).commands.map(({ command }) => command)).toContain("manage");

  for (const person of [owner, boris]) {
    await opensManage(system.current, person.id);
    await person.taps("Правила записи", patient);
    await person.taps("Шаг времени", patient);
    await person.waitFor(/Через сколько предлагать/, patient);
  }
  await boris.taps("20 мин", patient);
  await boris.waitFor(/Сохранено\. Шаг времени: 20 мин/, patient);
  await owner.says("15");
  await owner.waitFor(/Теперь здесь: 20 мин[^]*Ваш вариант сохранён: 15 мин/, patient);
  await owner.taps("Сохранить моё: 15 мин", patient);
  await owner.waitFor(/Сохранено\. Шаг времени: 15 мин/, patient);
});

/** The card of Gleb, from the first screen of the desk. */
async function opensGleb(personId?: number) {
  const owner = await opensManage(system.current, personId);
  await owner.taps("Мастера", patient);
  // There is a button with his name on an older card, too.
  await owner.waitFor(/Такими их видят клиенты/, patient);
  await owner.taps(/^Глеб/, patient);
  await owner.waitFor(/Язык: /, patient);
  return owner;
}

it("I change a master's hours, and clients are offered the new ones", async () => {
  const { driver } = system.current;
  const owner = await opensGleb();
  await owner.taps("Рабочая неделя", patient);
  await owner.taps(/^Четверг/, patient);
  await owner.waitFor(/Промежуток – это перерыв/, patient);
  await owner.says("15-17");
  await owner.waitFor(/Сохранено\. Четверг: 15:00–17:00/, patient);
  const zlata = await driver.createPerson({ firstName: "Злата", languageCode: "ru" });
  await toTimes(zlata, russian);
  const times = await offeredTo(zlata);
  expect(times[0]).toBe("15:00");
  for (const time of times) expect(time >= "15:00" && time < "17:00").toBe(true);

  await opensGleb();
  await owner.taps("Особые дни", patient);
  await owner.waitFor(/Выходные и другие часы/, patient);
  await owner.says("26.11");
  await owner.taps("Закрыто", patient);
  await owner.waitFor(/Сохранено\. Четверг, 26 ноября: выходной/, patient);
  await zlata.starts();
  await zlata.taps("Продолжить", patient);
  await zlata.taps("‹ Назад", patient);
  const days = await zlata.waitFor(({ buttons }) => (buttons ?? []).flat().length > 3, patient);
  expect(labelsOf(days)).not.toContainEqual(expect.stringMatching(/^чт 26 нояб/));
  expect(labelsOf(days)).toContainEqual(expect.stringMatching(/^пт 27 нояб/));
});

it("Two of us change one day, and neither takes the other's hours back", async () => {
  const owner = await opensGleb();
  await owner.taps("Особые дни", patient);
  await owner.taps(/^чт 26 нояб/, patient);
  await owner.waitFor(/Сейчас: выходной/, patient);
  const boris = await opensGleb(await idOf("Борис"));
  await boris.taps("Особые дни", patient);
  await boris.taps(/^чт 26 нояб/, patient);
  await boris.taps("10:00–19:00", patient);
  await boris.waitFor(/Сохранено/, patient);
  await owner.taps("Как обычно", patient);
  await owner.waitFor(/Теперь здесь: 10:00–19:00[^]*Ваш вариант сохранён: как обычно/, patient);
  await owner.taps("Сохранить моё: как обычно", patient);
  await owner.waitFor(/Сохранено\. Четверг, 26 ноября: как обычно/, patient);
});

it("I make another owner an administrator only after a second question, and the last owner stays one", async () => {
  const { driver } = system.current;
  const owner = await opensManage(system.current);
  const boris = driver.person(await idOf("Борис"));
  const toBoris = async () => {
    await owner.taps("Люди и роли", patient);
    await owner.waitFor(/Кому что можно/, patient);
    await owner.taps(/^Борис/, patient);
    await owner.waitFor(/Роль: владелец/, patient);
  };
  await toBoris();
  await owner.taps("Сделать администратором", patient);
  await owner.waitFor(/Права владельца пропадут сразу/, patient);
  await owner.taps("Отмена", patient);
  await owner.waitFor(/Роль: владелец/, patient);
  await owner.taps("Сделать администратором", patient);
  await owner.taps("Да, сделать администратором", patient);
  const invitation = await owner.waitFor(/Отправьте эту ссылку/, patient);
  await eventually(async () =>
    expect((await boris.chat()).commands.map(({ command }) => command)).not.toContain("manage"),
  );
  await boris.says("/manage");
  await boris.waitFor(/для владельцев и администраторов/, patient);
  await boris.starts(/start=(i_[\w-]+)/.exec(invitation.text)?.[1] ?? "");
  await boris.waitFor(/Ваша роль: администратор/, patient);

  await opensManage(system.current);
  await owner.taps("Люди и роли", patient);
  await owner.waitFor(/Кому что можно/, patient);
  await owner.taps(/^Инга/, patient);
  for (const [button, sure] of [
    ["Сделать администратором", "Да, сделать администратором"],
    ["Забрать права", "Да, забрать"],
  ] as const) {
    await owner.taps(button, patient);
    await owner.taps(sure, patient);
    await owner.waitFor(/единственный владелец/, patient);
  }
  await owner.taps("‹ Назад", patient);
  // What was to make her an administrator is no good any more.
  const staff = await owner.waitFor(/Кому что можно/, patient);
  expect(labelsOf(staff)).not.toContainEqual(expect.stringMatching(/ждёт ответа|ждут ответа/));
});

async function idOf(firstName: string): Promise<number> {
  const found = (await system.current.driver.persons()).find((person) => person.firstName === firstName);
  if (found === undefined) throw new Error(`Nobody is called ${firstName}`);
  return found.id;
}

function labelsOf({ buttons }: Pick<ChatMessage, "buttons">): string[] {
  return (buttons ?? []).flat().map(({ text }) => text);
}

async function offeredTo(person: PersonDriver): Promise<string[]> {
  const { messages } = await person.chat();
  return labelsOf(messages.at(-1) ?? { buttons: [] }).filter((label) => /^\d\d:\d\d$/.test(label));
}
