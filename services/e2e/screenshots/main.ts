import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { type Locale, locales } from "@okoshko/bot/words";
import { repository } from "@okoshko/e2e/service-process";
import { startSystem } from "@okoshko/e2e/system";
import { type Browser } from "playwright-core";
import { scenes } from "./scenes";
import { openStage } from "./stage";
import { findChromium, startChromium } from "../test/chromium";

const directory = path.join(repository, "artifacts", "screenshots");

/** Started by scripts/screenshots.mjs, which builds and brings the stores. */
async function main(): Promise<void> {
  const executable = findChromium();
  if (executable === undefined)
    throw new Error(
      "No Chromium was found: install one (Debian: apt-get install chromium) or name it in CHROMIUM_PATH.",
    );
  const browser = await startChromium(executable);
  try {
    for (const locale of locales) await picturesIn(locale, browser);
  } finally {
    await browser.close();
  }
  process.stdout.write(`Screenshots are in ${path.relative(process.cwd(), directory) || "."}\n`);
}

/** Each language on a system of its own, so that every picture begins with the same shop. */
async function picturesIn(locale: Locale, browser: Browser): Promise<void> {
  const place = path.join(directory, locale);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const system = await startSystem();
  try {
    const stage = await openStage(browser, system, locale, directory);
    for (const [name, scene] of Object.entries(scenes)) {
      process.stdout.write(`${locale}: ${name}\n`);
      await scene(stage);
    }
    await stage.close();
  } catch (error) {
    process.stderr.write(`${system.logs()}\n`);
    throw error;
  } finally {
    await system.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
