import { type PersonDriver } from "@okoshko/telegram-emulator/driver";
import { storySystem } from "../test/story-system";
import { appointment, appointmentsOf, patient, persons } from "../test/visitor";

const system = storySystem();

/** Somebody asks for the royal shave at 15:00, which Gleb promises himself, and Gleb is told. */
async function asks(client: PersonDriver, gleb: PersonDriver, day: RegExp): Promise<string> {
  await gleb.changes({ started: true });
  await client.starts();
  await client.waitFor(/Welcome|Добро пожаловать/, patient);
  for (const label of [/^(Book a visit|Записаться)$/, /^(Royal shave|Королевское бритьё)/, day, "15:00"])
    await client.taps(label, patient);
  await client.waitFor(/Please check and confirm|Проверьте и подтвердите/, patient);
  await client.taps(/^(Confirm|Подтвердить)/, patient);
  await client.waitFor(/Your request is sent|Заявка отправлена/, patient);
  const { person } = await client.chat();
  // Earlier requests are in the chat as well, without their buttons.
  await gleb.waitFor(
    ({ text, buttons = [] }) =>
      text.includes(`Новая заявка: ${person.firstName}`) &&
      buttons.flat().some((button) => button.text === "Принять"),
    { anytime: true, ...patient },
  );
  const mine = await appointmentsOf(system.current, client.id);
  const [newest] = mine
    .filter(({ status }) => status === "pending")
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  if (newest === undefined) throw new Error("Nothing is pending");
  return newest.id;
}

describe("M8: a request, from its message", () => {
  it("is accepted: the message says so and loses its buttons, the client is told, and a second decision comes too late", async () => {
    const { driver } = system.current;
    const [theo, gleb] = [driver.person(persons.theo), driver.person(persons.gleb)];
    const id = await asks(theo, gleb, /^Tue 24 Nov/);
    const request = await gleb.waitFor("Новая заявка", { anytime: true, ...patient });
    const decline = request.buttons?.flat().find(({ text }) => text === "Отклонить");
    if (decline?.data === undefined) throw new Error("The request has no button to decline it");
    await gleb.taps("Принять", patient);
    const told = await gleb.waitFor("Заявка принята ✓", patient);
    expect(told.messageId).toBe(request.messageId);
    expect(told.buttons?.flat().map(({ text }) => text)).toEqual(["Открыть запись"]);
    await theo.waitFor("You are booked", { anytime: true, ...patient });
    expect(await appointment(system.current, id)).toMatchObject({ status: "confirmed" });

    await gleb.forges(decline.data, request.messageId);
    await gleb.waitFor("успела измениться", patient);
    expect(await appointment(system.current, id)).toMatchObject({ status: "confirmed" });
  });

  it("is declined with a reason of one's own, which the client reads", async () => {
    const { driver } = system.current;
    const [vera, gleb] = [driver.person(persons.vera), driver.person(persons.gleb)];
    const id = await asks(vera, gleb, /^ср 25 нояб/);
    await gleb.taps("Отклонить", patient);
    // Who is before and after is seen before it is decided.
    expect((await gleb.waitFor("Отклонить заявку?", patient)).text).toContain("До этого в тот день никого");
    await gleb.says("Учу новую бритву");
    await gleb.waitFor("Клиент прочтёт: «Учу новую бритву»", patient);
    await gleb.taps("Отклонить с этой причиной", patient);
    await gleb.waitFor(/Новая заявка[^]*Заявка отклонена, клиенту сообщим причину/, patient);
    await vera.waitFor("Учу новую бритву", { anytime: true, ...patient });
    expect(await appointment(system.current, id)).toMatchObject({ status: "declined" });
  });

  it("is answered with another time, and the client takes it", async () => {
    const { driver } = system.current;
    const [theo, gleb] = [driver.person(persons.theo), driver.person(persons.gleb)];
    const id = await asks(theo, gleb, /^Thu 26 Nov/);
    await gleb.taps("Предложить другое время", patient);
    await gleb.waitFor("Клиент просит: четверг, 26 ноября, 15:00", patient);
    for (const label of [/^пт 27 нояб/, "17:00"]) await gleb.taps(label, patient);
    await gleb.waitFor("Новое время: пятница, 27 ноября, 17:00", patient);
    await gleb.taps("Предложить ✓", patient);
    await gleb.waitFor(/Новая заявка[^]*Клиенту предложено другое время/, patient);

    await theo.waitFor(/another time/i, { anytime: true, ...patient });
    await theo.taps("Yes, that suits me", patient);
    await theo.waitFor("You are booked ✓", patient);
    expect(await appointment(system.current, id)).toMatchObject({
      status: "confirmed",
      localDate: "2026-11-27",
      localTime: "17:00",
    });
    await gleb.waitFor("Новая запись: Theo Marsh", { anytime: true, ...patient });
  });

  it("stays as it was when the client does not want the other time", async () => {
    const { driver } = system.current;
    const [vera, gleb] = [driver.person(persons.vera), driver.person(persons.gleb)];
    const id = await asks(vera, gleb, /^сб 28 нояб/);
    await gleb.taps("Предложить другое время", patient);
    for (const label of [/^сб 28 нояб/, "12:00"]) await gleb.taps(label, patient);
    await gleb.taps("Предложить ✓", patient);
    await gleb.waitFor(/Новая заявка[^]*Клиенту предложено другое время/, patient);

    await vera.waitFor("Мастер предлагает другое время", { anytime: true, ...patient });
    await vera.taps("Нет, не подходит", patient);
    await vera.waitFor("Вы отказались. Ваша заявка остаётся: суббота, 28 ноября, 15:00", patient);
    expect(await appointment(system.current, id)).toMatchObject({ status: "pending", proposal: null });
    await gleb.waitFor("Предложенное время не подошло", { anytime: true, ...patient });
    // From the desk this time.
    await gleb.says("/desk");
    await gleb.taps("Заявки: 1", patient);
    await gleb.taps(/^сб 28 нояб, 15:00 · Вера/, patient);
    await gleb.taps("Принять ✓", patient);
    await gleb.waitFor(/Заявка принята ✓[^]*Визит/, patient);
    await vera.waitFor("Вы записаны", { anytime: true, ...patient });
  });
});
