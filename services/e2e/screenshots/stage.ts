import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createDictionary, type Locale, type Words } from "@okoshko/bot/words";
import { type System } from "@okoshko/e2e/system";
import { type PersonDriver } from "@okoshko/telegram-emulator/driver";
import { eventually } from "@okoshko/testkit/eventually";
import { type Browser, type BrowserContext, type Page } from "playwright-core";

/** A phone's width, and the height of a recent one. */
const phone = { width: 390, height: 844 };
const patient = { timeoutMs: 20_000 };
/** The bot tells people who tap more than twenty times in ten seconds to slow down. */
const betweenTapsMs = 600;

/** Somebody in front of the camera: what they press is named by the keys of the bot's words, so a scene suits each language. */
export interface Actor {
  readonly person: PersonDriver;
  readonly words: Words;
  /** Presses the button whose label is the word, or fits the pattern. */
  press(...labels: (string | RegExp)[]): Promise<void>;
  /** The label of a button that says just this. */
  label(key: string): string;
  /** Waits until a message of the bot has this. */
  sees(text: string | RegExp): Promise<void>;
  /** A picture of the chat as it is now. */
  shoot(name: string): Promise<void>;
}

export interface Stage {
  readonly system: System;
  readonly locale: Locale;
  actor(personId: number): Promise<Actor>;
  close(): Promise<void>;
}

/** The chat page of a running system, seen on a phone, in one language. */
export async function openStage(
  browser: Browser,
  system: System,
  locale: Locale,
  directory: string,
): Promise<Stage> {
  const words = createDictionary()(locale);
  const context = await browser.newContext({
    viewport: phone,
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    locale: locale === "ru" ? "ru-RU" : "en-GB",
    timezoneId: "Europe/Riga",
    colorScheme: "light",
    reducedMotion: "reduce",
  });
  const pages = new Map<number, Page>();
  let taken = 0;
  const pageOf = async (personId: number): Promise<Page> => {
    const page = pages.get(personId) ?? (await openChat(context, system.url, personId));
    pages.set(personId, page);
    return page;
  };
  return {
    system,
    locale,
    async actor(personId) {
      const person = system.driver.person(personId);
      const page = await pageOf(personId);
      return {
        person,
        words,
        async press(...labels) {
          for (const label of labels) {
            await person.taps(label, patient);
            // Whatever the bot shows next.
            await person.waitFor(() => true, patient);
            await sleep(betweenTapsMs);
          }
        },
        label: (key) => words.plain(key),
        async sees(text) {
          await person.waitFor(text, patient);
        },
        async shoot(name) {
          taken += 1;
          await settle(page, person);
          const file = `${String(taken).padStart(2, "0")}-${name}.png`;
          await page.screenshot({ path: path.join(directory, locale, file) });
        },
      };
    },
    close: () => context.close(),
  };
}

async function openChat(context: BrowserContext, url: string, personId: number): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${url}#${personId}`);
  await page.getByTestId("chat").waitFor();
  return page;
}

/** The page follows the chat by itself; a picture is taken when it shows the chat's last message as it is. */
async function settle(page: Page, person: PersonDriver): Promise<void> {
  const last = (await person.chat()).messages.at(-1);
  if (last === undefined) return;
  const message = page.getByTestId(`message-${last.messageId}`);
  const expected = (last.buttons ?? []).flat().map(({ text }) => plain(text));
  await eventually(
    async () => {
      const shown = plain((await message.textContent()) ?? "");
      const missing = [plain(last.text), ...expected].filter((text) => !shown.includes(text));
      if (missing.length > 0) throw new Error(`The page does not show: ${missing.join(" | ")}`);
    },
    { timeoutMs: 20_000, intervalMs: 50 },
  );
  await message.scrollIntoViewIfNeeded();
}

/** A page may break lines and spaces as it likes. */
function plain(text: string): string {
  return text.replaceAll(/\s/g, "");
}
