import { type Locale } from "@okoshko/bot/words";
import { unwrap } from "@okoshko/contracts/client";
import { type Actor, type Stage } from "./stage";

/** Who stands for whom, by the language of the pictures: each has only their own chat to look at. */
const cast: Record<Locale, { client: number; master: number; owner: number }> = {
  ru: { client: 1001, master: 2001, owner: 3001 },
  en: { client: 1002, master: 2001, owner: 3001 },
};

const news = {
  ru: "В декабре мы открыты и по воскресеньям, с 10 до 16. Заходите погреться!",
  en: "In December we are open on Sundays, too, from 10 to 4. Come in and get warm!",
};

/** Names of the demo shop's catalogue, which are no words of the bot. */
const names = {
  ru: {
    haircut: /^Стрижка ·/,
    beard: /^Борода ·/,
    gleb: /^Глеб/,
    note: "Приду с собакой, она смирная",
    shave: /^Королевское бритьё/,
    news: { ...news, invited: "Злата Чернова" },
  },
  en: {
    haircut: /^Haircut ·/,
    beard: /^Beard trim ·/,
    gleb: /^Gleb/,
    note: "I'll come with a quiet dog",
    shave: /^Royal shave/,
    news: { ...news, invited: "Zlata Black" },
  },
} satisfies Record<Locale, Record<string, RegExp | string | Record<string, string>>>;

/** A button for a day with free times. */
const freeDay = /(free|окошек|окошка|окошко)$/;

async function enter(stage: Stage, role: "client" | "master" | "owner"): Promise<Actor> {
  const actor = await stage.actor(cast[stage.locale][role]);
  await actor.person.starts();
  await actor.sees(/Добро пожаловать|Welcome/);
  return actor;
}

/** Everything that a client sees: booking, with two services and a note; their bookings, wishes, settings and privacy. */
async function client(stage: Stage): Promise<void> {
  const actor = await enter(stage, "client");
  const { person } = actor;
  const label = (key: string): string => actor.label(key);
  const { haircut, beard, gleb, note } = names[stage.locale];
  const { booking } = stage.system;
  const requirePhone = async (requiresPhone: boolean): Promise<void> => {
    await unwrap(booking.PATCH("/v1/business", { body: { requiresPhone } }));
  };
  await actor.shoot("client-start");
  await actor.press(label("button-book"));
  await actor.shoot("client-services");
  await actor.press(haircut);
  await actor.shoot("client-masters");
  await actor.press(label("button-add-service"));
  await actor.shoot("client-add-service");
  await actor.press(beard, gleb);
  await actor.shoot("client-days");
  await actor.press(label("button-other-date"));
  await actor.shoot("client-month");
  await actor.press(label("button-back"), freeDay);
  await actor.shoot("client-times");
  await actor.press("17:30", label("button-note"));
  await actor.shoot("client-note");
  await person.says(note);
  await actor.sees(note);
  await actor.shoot("client-confirm");
  await requirePhone(true);
  await actor.press(label("button-confirm"));
  await person.waitUntil(({ replyKeyboard }) => replyKeyboard !== null);
  await actor.shoot("client-contact");
  await person.sharesContact();
  await person.waitUntil(({ messages }) => messages.at(-1)?.kind === "venue");
  await requirePhone(false);
  await actor.shoot("client-booked");
  await actor.press(label("button-calendar"));
  await actor.shoot("client-calendar");

  await person.says("/bookings");
  await actor.sees(plainOf(actor.words.plain("bookings-text")));
  await actor.shoot("client-bookings");
  await actor.press(/17:30/);
  await actor.shoot("client-visit");
  await actor.press(label("button-home"), label("button-book"), haircut, gleb);
  await actor.press(label("button-waitlist"));
  await actor.shoot("client-waitlist-days");
  await actor.press(actor.words.plain("wish-next", { days: 7 }));
  await actor.shoot("client-waitlist-part");
  await actor.press(label("part-evening"));
  await actor.shoot("client-wish");
  await actor.press(label("button-home"), label("button-settings"));
  await actor.shoot("client-settings");
  await actor.press(label("button-reminders"));
  await actor.shoot("client-reminders");
  await person.says("/help");
  await actor.sees("/mydata");
  await actor.shoot("client-help");
  await person.says("/mydata");
  await person.waitFor(({ kind }) => kind === "document");
  await actor.shoot("client-my-data");
  await person.says("/forget");
  await actor.sees(plainOf(actor.words.plain("forget-title")));
  await actor.shoot("client-forget");
}

/** The chat shows the words without their marks. */
function plainOf(html: string): string {
  return html.replaceAll(/<[^>]+>/g, "").split("\n")[0] ?? "";
}

/** A morning at Gleb's desk: the day, a request, somebody who walks in, time that is blocked. */
async function master(stage: Stage): Promise<void> {
  const { person: asking } = await enter(stage, "client");
  const { shave } = names[stage.locale];
  const actor = await stage.actor(cast[stage.locale].master);
  await actor.person.changes({ languageCode: stage.locale });
  await enter(stage, "master");
  const { words } = actor;
  for (const label of [
    words.plain("button-book"),
    shave,
    /24 (Nov|нояб)/,
    "15:00",
    words.plain("button-confirm"),
  ])
    await asking.taps(label, { timeoutMs: 20_000 });
  await actor.sees(/Новая заявка|New request/);
  await actor.shoot("master-request");
  await actor.person.says("/desk");
  await actor.sees(/Ваш день|Your day/);
  await actor.shoot("master-day");
  await actor.press(words.plain("button-desk-requests", { count: 1 }), /24 (Nov|нояб).*15:00/);
  await actor.shoot("master-visit");
  await actor.press(words.plain("button-decline"));
  await actor.shoot("master-decline");
  await actor.press(words.plain("button-keep"), words.plain("button-propose"));
  await actor.sees(/Какой день|Which day/);
  await actor.shoot("master-propose");
  await actor.person.says("/desk");
  await actor.press(words.plain("button-desk-week"));
  await actor.sees(/Ваша неделя|Your week/);
  await actor.shoot("master-week");
  await actor.press(words.plain("button-back"), words.plain("button-desk-block"));
  await actor.shoot("master-block");
  await actor.press(words.plain("button-back"), words.plain("button-desk-share"));
  await actor.sees(/t\.me/);
  await actor.shoot("master-share");
}

/** What an owner sets up and looks at, and a broadcast from its first word to the last count. */
async function owner(stage: Stage): Promise<void> {
  const actor = await stage.actor(cast[stage.locale].owner);
  await actor.person.changes({ languageCode: stage.locale });
  await enter(stage, "owner");
  const { person, words } = actor;
  const { haircut, gleb, news } = names[stage.locale];
  const label = (key: string): string => actor.label(key);
  const manage = async (): Promise<void> => {
    await person.says("/manage");
    await actor.sees(/Визитов сегодня|Visits today/);
  };
  await manage();
  await actor.shoot("owner-manage");
  await actor.press(label("manage-button-services"));
  await actor.shoot("owner-services");
  await actor.press(haircut);
  await actor.shoot("owner-service");
  await actor.press(label("manage-label-price"));
  await person.says("?");
  await actor.sees("?");
  await actor.shoot("owner-price");
  await manage();
  await actor.press(label("manage-button-masters"));
  await actor.shoot("owner-masters");
  await actor.press(gleb);
  await actor.shoot("owner-master");
  await actor.press(label("manage-button-week"));
  await actor.shoot("owner-week");
  await actor.press(new RegExp(`^${words.weekdayName(1)}`));
  await actor.shoot("owner-hours");
  await actor.press(label("button-back"), label("button-back"), label("manage-button-days"));
  await person.says("24.12");
  await actor.sees(/24/);
  await actor.press("09:00–18:00");
  await actor.shoot("owner-days");
  await manage();
  await actor.press(label("manage-button-staff"));
  await actor.shoot("owner-staff");
  await actor.press(label("manage-button-invite"));
  await actor.shoot("owner-invite");
  await actor.press(label("manage-button-as-admin"));
  await person.says(news.invited);
  await actor.sees(/t\.me/);
  await actor.shoot("owner-invitation");
  await actor.press(/Инга/);
  await actor.shoot("owner-person");
  await manage();
  await actor.press(label("manage-button-policies"));
  await actor.shoot("owner-policies");
  await actor.press(label("manage-label-quiet"));
  await actor.shoot("owner-quiet");
  await manage();
  await actor.press(label("manage-button-broadcasts"), label("manage-button-new-broadcast"));
  await actor.shoot("owner-broadcast-text");
  for (const text of stage.locale === "ru" ? [news.ru, news.en] : [news.en, news.ru]) {
    await person.says(text);
    await person.waitFor(() => true, { timeoutMs: 20_000 });
  }
  await actor.shoot("owner-broadcast-kind");
  await actor.press(label("manage-button-to-all"));
  await actor.shoot("owner-broadcast-master");
  await actor.press(label("manage-button-whoevers"));
  await actor.shoot("owner-broadcast-preview");
  await actor.press(/^(Отправить|Send to)/);
  await actor.shoot("owner-broadcast-progress");
  await manage();
  await actor.press(label("manage-button-broadcasts"));
  await actor.shoot("owner-broadcasts");
}

export const scenes = { client, master, owner } satisfies Record<string, (stage: Stage) => Promise<void>>;
