import { type PersonDriver } from "@okoshko/telegram-emulator/driver";
import { unwrap } from "@okoshko/contracts/client";
import { type NotifierSchemas } from "@okoshko/contracts/notifier-client";
import { eventually } from "@okoshko/testkit/eventually";
import { castOf, type Master } from "../test/cast";
import { sharedDemo } from "../test/story-system";
import { books, inEnglish, inRussian, patient, textsSentTo } from "../test/visitor";

const demo = sharedDemo();
const cast = castOf(demo);

/** Vera and Theo come to the master, each in their own language. */
async function readersOf(luka: Master): Promise<{ vera: PersonDriver; theo: PersonDriver }> {
  const [vera, theo] = [await cast.client("Вера", "ru"), await cast.client("Theo", "en")];
  const [day, later] = await luka.freeDays();
  await books(demo, vera, inRussian(luka, day));
  await books(demo, theo, inEnglish(luka, later));
  return { vera, theo };
}

/** Writes a broadcast for all who come to the master, up to the question whether to send it. */
async function writes(owner: PersonDriver, master: Master, russian: string, english: string): Promise<void> {
  await owner.says("/manage");
  await owner.waitFor(/управление/, patient);
  for (const label of ["Рассылки", "Написать рассылку"]) await owner.taps(label, patient);
  await owner.waitFor(/Напишите русский текст/, patient);
  await owner.says(russian);
  await owner.waitFor(/Напишите английский текст/, patient);
  await owner.says(english);
  await owner.waitFor(/Кому отправить\?/, patient);
  for (const label of ["Всем", master.name.ru]) await owner.taps(label, patient);
  await owner.waitFor(/Отправляем\?/, patient);
}

async function latest(): Promise<NotifierSchemas["Broadcast"]> {
  const { items } = await unwrap(demo.notifier.GET("/v1/broadcasts"));
  const [broadcast] = items;
  if (broadcast === undefined) throw new Error("No broadcast was ordered");
  return broadcast;
}

/** Sends it and looks again when it has reached everybody. */
async function sends(owner: PersonDriver): Promise<void> {
  await owner.taps(/^Отправить: /, patient);
  await owner.waitFor(/Состояние: отправляется/, patient);
  await eventually(async () => expect((await latest()).state).toBe("done"), patient);
  await owner.taps("Обновить", patient);
  await owner.waitFor(/Состояние: отправлена/, patient);
}

it("I write to all clients, each reads it in their language, and who has had enough is passed by the next time", async () => {
  const [owner, luka] = [await cast.owner("Инга"), await cast.master()];
  const { vera, theo } = await readersOf(luka);
  await writes(
    owner,
    luka,
    "В декабре мы открыты и по воскресеньям.",
    "In December we are open on Sundays, too.",
  );
  await sends(owner);
  const toVera = await vera.waitFor("В декабре мы открыты и по воскресеньям.", patient);
  const toTheo = await theo.waitFor("In December we are open on Sundays, too.", patient);
  expect([toVera, toTheo].map(({ buttons }) => buttons?.flat().map(({ text }) => text))).toEqual([
    ["Больше не присылать такое"],
    ["No more of these"],
  ]);

  await theo.taps("No more of these", patient);
  await theo.waitFor(/won't send you/, patient);
  await writes(owner, luka, "А в январе отдыхаем.", "We rest in January.");
  await sends(owner);
  await vera.waitFor("А в январе отдыхаем.", patient);
  // That everybody was written to is known, so what did not come will not come.
  expect(await textsSentTo(demo, theo.id)).not.toContain("We rest in January.");
});

it("I stop one that is on its way, and nobody gets it any more", async () => {
  const { driver, notifier } = demo;
  const [owner, luka] = [await cast.owner("Инга"), await cast.master()];
  const { vera, theo } = await readersOf(luka);
  await writes(owner, luka, "Скидка! Ой, нет.", "A discount! Oh, no.");
  // From here on the owner's card is edited, so that only what the notifier sends is held up.
  await driver.faults.add({ kind: "tooManyRequests", method: "sendMessage", retryAfterSeconds: 3 });
  await owner.taps(/^Отправить: /, patient);
  await owner.waitFor(/Состояние: отправляется/, patient);
  await owner.taps("Остановить", patient);
  await owner.waitFor(/Остановить рассылку\?/, patient);
  await owner.taps("Да, остановить", patient);
  await owner.waitFor(/✓ Остановлена\./, patient);
  await driver.faults.clear();

  const { id: broadcastId } = await latest();
  await eventually(
    async () => {
      const query = { broadcastId, limit: 200 };
      const { items } = await unwrap(notifier.GET("/v1/deliveries", { params: { query } }));
      expect(items.filter(({ reason }) => reason !== "broadcast_stopped")).toEqual([]);
    },
    { timeoutMs: 30_000, intervalMs: 200 },
  );
  for (const person of [vera, theo])
    for (const { text } of (await person.chat()).messages) expect(text).not.toMatch(/Скидка|discount/);
});
