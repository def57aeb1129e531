import { setTimeout as sleep } from "node:timers/promises";
import { decodeAppointmentAction } from "@okoshko/contracts/callback-data";
import { type Chat, type Driver, type Happened } from "@okoshko/telegram-emulator/driver";
import { again } from "./again";
import { type Journal } from "./journal";
import { type Random } from "./random";

/** People who use the chat: they press what they see, and mostly what leads to a visit. */
export interface PersonsOptions {
  driver: Driver;
  journal: Journal;
  random: Random;
  count: number;
  /** Ms between two taps of one person. */
  thinkMs: number;
  stopping: AbortSignal;
}

export const firstPerson = 710_000;
const master = 2001;

export async function runPersons(options: PersonsOptions): Promise<void> {
  const { driver, count } = options;
  const ids: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const person = {
      id: firstPerson + index,
      firstName: `Walker ${index}`,
      languageCode: "en",
      started: false,
    };
    await again(() => driver.createPerson(person));
    ids.push(person.id);
  }
  await Promise.all([
    ...ids.map((id) => wander({ ...options, random: options.random.fork(`person ${id}`) }, id, isWelcome)),
    // The master answers what comes to the chat, and changes no rule of the shop.
    wander({ ...options, random: options.random.fork("master") }, master, isAboutVisit),
  ]);
}

interface Button {
  messageId: number;
  row: number;
  column: number;
  label: string;
  data: string;
}

type Taste = (button: Button) => number;

/**
 * How much a person wants to press it, by what it says. By words and not by the bot's own data, so that it holds for screens that
 * were not there when it was written: an unknown button is pressed now and then, too.
 */
const isWelcome: Taste = ({ label }) => {
  if (/delete|forget|erase|language|русский/i.test(label)) return 0;
  if (/^(confirm|yes)\b/i.test(label)) return 12;
  if (/^\d\d:\d\d$/.test(label)) return 6;
  if (/\d/.test(label) && /^(mon|tue|wed|thu|fri|sat|sun|today|tomorrow)\b/i.test(label)) return 5;
  if (/book a visit|book again/i.test(label)) return 6;
  if (/[·€]| any |^any /i.test(label)) return 5;
  if (/morning|afternoon|evening/i.test(label)) return 4;
  if (/move|cancel the|keep|i.ll come|my (bookings|visits)/i.test(label)) return 2;
  return 0.7;
};

const isAboutVisit: Taste = ({ data }) => (decodeAppointmentAction(data) === undefined ? 0 : 1);

async function wander(options: PersonsOptions, id: number, taste: Taste): Promise<void> {
  const { driver, random, stopping, thinkMs } = options;
  const person = driver.person(id);
  await doing(options, id, "start", () => person.starts());
  while (!stopping.aborted) {
    await sleep(random.whole(thinkMs / 2, thinkMs * 2), undefined, { signal: stopping }).catch(
      () => undefined,
    );
    if (stopping.aborted) return;
    const chat = await again(() => person.chat());
    const before = chat.revision;
    if (chat.person.botBlocked) {
      await doing(options, id, "unblock", () => person.unblocks());
      continue;
    }
    const buttons = buttonsOf(chat)
      .map((button) => [taste(button), button] as const)
      .filter(([weight]) => weight > 0);
    const deed = random.weighted<() => Promise<unknown>>([
      [buttons.length === 0 ? 0 : 90, () => tap(options, id, random.weighted(buttons))],
      [buttons.length === 0 ? 0 : 4, () => tapTwice(options, id, random.weighted(buttons))],
      [id === master ? 0 : 4, () => doing(options, id, "start", () => person.starts())],
      [id === master ? 1 : 3, () => doing(options, id, "text", () => person.says("tomorrow at three?"))],
      [id === master ? 0 : 0.7, () => doing(options, id, "block", () => person.blocks())],
    ]);
    await deed();
    // Looks at what came of it before doing the next thing, but not for ever.
    await person.waitUntil((now) => now.revision > before + 1, { timeoutMs: 3_000 }).catch(() => undefined);
  }
}

/** Of the newest messages only: people do not scroll far. */
function buttonsOf(chat: Chat): Button[] {
  return chat.messages
    .filter(({ buttons }) => buttons !== undefined)
    .slice(-4)
    .flatMap(({ messageId, buttons = [] }) =>
      buttons.flatMap((row, rowIndex) =>
        row.flatMap(({ text, data }, column) =>
          data === undefined ? [] : [{ messageId, row: rowIndex, column, label: text, data }],
        ),
      ),
    );
}

async function tap(options: PersonsOptions, id: number, button: Button): Promise<void> {
  const { messageId, row, column, label } = button;
  await doing(options, id, `[${label}]`, async () => {
    const { data } = await options.driver.api.POST("/_emulator/persons/{personId}/taps", {
      params: { path: { personId: id } },
      body: { messageId, row, column, label },
    });
    return data;
  });
}

async function tapTwice(options: PersonsOptions, id: number, button: Button): Promise<void> {
  await Promise.all([tap(options, id, button), tap(options, id, button)]);
}

/** Keeps in the journal what the person did. A button that is gone by now was not pressed. */
async function doing(
  { journal }: PersonsOptions,
  personId: number,
  what: string,
  deed: () => Promise<Happened | undefined>,
): Promise<void> {
  const at = Date.now();
  const happened = await deed().catch(() => undefined);
  if (happened?.updateId === undefined) return;
  const { updateId, callbackQueryId } = happened;
  journal.deeds.push({
    personId,
    at,
    updateId,
    what,
    ...(callbackQueryId === undefined ? {} : { callbackQueryId }),
  });
}
