import { type Locale } from "@okoshko/bot/words";
import { type Actor, type Stage } from "./stage";

/** Who stands for whom, by the language of the pictures: each has only their own chat to look at. */
const cast: Record<Locale, { client: number; master: number; owner: number }> = {
  ru: { client: 1001, master: 2001, owner: 3001 },
  en: { client: 1002, master: 2001, owner: 3001 },
};

/** Names of the demo shop's catalogue, which are no words of the bot. */
const names = {
  ru: { haircut: /^Стрижка ·/, gleb: /^Глеб/ },
  en: { haircut: /^Haircut ·/, gleb: /^Gleb/ },
} satisfies Record<Locale, Record<string, RegExp>>;

async function enter(stage: Stage, role: "client" | "master" | "owner"): Promise<Actor> {
  const actor = await stage.actor(cast[stage.locale][role]);
  await actor.person.starts();
  await actor.sees(/Добро пожаловать|Welcome/);
  return actor;
}

/** From the first screen to a booked visit and its reminder. */
async function client(stage: Stage): Promise<void> {
  const actor = await enter(stage, "client");
  const { haircut, gleb } = names[stage.locale];
  await actor.shoot("client-start");
  await actor.press(actor.label("button-book"));
  await actor.shoot("client-services");
  await actor.press(haircut);
  await actor.shoot("client-masters");
  await actor.press(gleb);
  await actor.shoot("client-days");
}

export const scenes = { client } satisfies Record<string, (stage: Stage) => Promise<void>>;
