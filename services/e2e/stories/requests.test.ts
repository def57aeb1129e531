import { type PersonDriver } from "@okoshko/telegram-emulator/driver";
import { castOf, type Master } from "../test/cast";
import { beginsWith, longDay, shortDay } from "../test/labels";
import { sharedDemo } from "../test/story-system";
import {
  appointment,
  appointmentsOf,
  inEnglish,
  inRussian,
  patient,
  toConfirm,
  type Way,
} from "../test/visitor";

const demo = sharedDemo();
const cast = castOf(demo);

/** Somebody asks for the royal shave at 15:00, which masters promise themselves, and the master is told. */
async function asks(client: PersonDriver, { person: master }: Master, way: Way): Promise<string> {
  await toConfirm(client, { ...way, service: /^(Royal shave|Королевское бритьё)/ });
  await client.taps(/^(Confirm|Подтвердить)/, patient);
  await client.waitFor(/Your request is sent|Заявка отправлена/, patient);
  const { person } = await client.chat();
  await master.waitFor(`Новая заявка: ${person.firstName}`, { anytime: true, ...patient });
  const [request, ...others] = await appointmentsOf(demo, client.id);
  expect([request?.status, others]).toEqual(["pending", []]);
  return request?.id ?? "";
}

describe("M8: a request, from its message", () => {
  it("is accepted: the message says so and loses its buttons, the client is told, and a second decision comes too late", async () => {
    const [theo, luka] = [await cast.client("Theo"), await cast.master()];
    const [day] = await luka.freeDays();
    const id = await asks(theo, luka, inEnglish(luka, day));
    const request = await luka.person.waitFor("Новая заявка", { anytime: true, ...patient });
    const decline = request.buttons?.flat().find(({ text }) => text === "Отклонить");
    if (decline?.data === undefined) throw new Error("The request has no button to decline it");
    await luka.person.taps("Принять", patient);
    const told = await luka.person.waitFor("Заявка принята ✓", patient);
    expect(told.messageId).toBe(request.messageId);
    expect(told.buttons?.flat().map(({ text }) => text)).toEqual(["Открыть запись"]);
    await theo.waitFor("You are booked", { anytime: true, ...patient });
    expect(await appointment(demo, id)).toMatchObject({ status: "confirmed" });

    await luka.person.forges(decline.data, request.messageId);
    await luka.person.waitFor("успела измениться", patient);
    expect(await appointment(demo, id)).toMatchObject({ status: "confirmed" });
  });

  it("is declined with a reason of one's own, which the client reads", async () => {
    const [vera, luka] = [await cast.client("Вера", "ru"), await cast.master()];
    const [day] = await luka.freeDays();
    const id = await asks(vera, luka, inRussian(luka, day));
    await luka.person.taps("Отклонить", patient);
    // Who is before and after is seen before it is decided.
    expect((await luka.person.waitFor("Отклонить заявку?", patient)).text).toContain(
      "До этого в тот день никого",
    );
    await luka.person.says("Учу новую бритву");
    await luka.person.waitFor("Клиент прочтёт: «Учу новую бритву»", patient);
    await luka.person.taps("Отклонить с этой причиной", patient);
    await luka.person.waitFor(/Новая заявка[^]*Заявка отклонена, клиенту сообщим причину/, patient);
    await vera.waitFor("Учу новую бритву", { anytime: true, ...patient });
    expect(await appointment(demo, id)).toMatchObject({ status: "declined" });
  });

  it("is answered with another time, and the client takes it", async () => {
    const [theo, luka] = [await cast.client("Theo"), await cast.master()];
    const [day, later] = await luka.freeDays();
    const id = await asks(theo, luka, inEnglish(luka, day));
    await luka.person.taps("Предложить другое время", patient);
    await luka.person.waitFor(new RegExp(`Клиент просит: ${longDay(day, "ru")}.*, 15:00`), patient);
    for (const label of [inRussian(luka, later).day, "17:00"]) await luka.person.taps(label, patient);
    await luka.person.waitFor(new RegExp(`Новое время: ${longDay(later, "ru")}.*, 17:00`), patient);
    await luka.person.taps("Предложить ✓", patient);
    await luka.person.waitFor(/Новая заявка[^]*Клиенту предложено другое время/, patient);

    await theo.waitFor(/another time/i, { anytime: true, ...patient });
    await theo.taps("Yes, that suits me", patient);
    await theo.waitFor("You are booked ✓", patient);
    expect(await appointment(demo, id)).toMatchObject({
      status: "confirmed",
      localDate: later,
      localTime: "17:00",
    });
    await luka.person.waitFor("Новая запись: Theo", { anytime: true, ...patient });
  });

  it("stays as it was when the client does not want the other time", async () => {
    const [vera, luka] = [await cast.client("Вера", "ru"), await cast.master()];
    const [day] = await luka.freeDays();
    const { day: dayButton } = inRussian(luka, day);
    const id = await asks(vera, luka, inRussian(luka, day));
    await luka.person.taps("Предложить другое время", patient);
    for (const label of [dayButton, "12:00"]) await luka.person.taps(label, patient);
    await luka.person.taps("Предложить ✓", patient);
    await luka.person.waitFor(/Новая заявка[^]*Клиенту предложено другое время/, patient);

    await vera.waitFor("Мастер предлагает другое время", { anytime: true, ...patient });
    await vera.taps("Нет, не подходит", patient);
    await vera.waitFor(
      new RegExp(`Вы отказались. Ваша заявка остаётся: ${longDay(day, "ru")}.*, 15:00`),
      patient,
    );
    expect(await appointment(demo, id)).toMatchObject({ status: "pending", proposal: null });
    await luka.person.waitFor("Предложенное время не подошло", { anytime: true, ...patient });
    // From the desk this time.
    await luka.person.says("/desk");
    await luka.person.taps("Заявки: 1", patient);
    await luka.person.taps(beginsWith(`${shortDay(day, "ru")}, 15:00 · Вера`), patient);
    await luka.person.taps("Принять ✓", patient);
    await luka.person.waitFor(/Заявка принята ✓[^]*Визит/, patient);
    await vera.waitFor("Вы записаны", { anytime: true, ...patient });
  });
});
