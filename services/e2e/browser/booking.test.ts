import { mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { repository } from "../src/service-process";
import { findChromium, startChromium } from "../test/chromium";
import { ownSystem } from "../test/story-system";
import { appointmentsOf, persons } from "../test/visitor";

const executable = findChromium();
const artifacts = path.join(repository, "artifacts");
const readmeImage = path.join(repository, ".github/assets/chat.png");

if (executable === undefined) {
  process.stderr.write(
    "\nSKIPPED: the browser test. No Chromium was found; install one (Debian: apt-get install chromium) " +
      "or name it in CHROMIUM_PATH.\n\n",
  );
  it.skip("a visitor books through the page (no Chromium)", () => undefined);
} else {
  describe("in a browser", () => story(executable));
}

function story(executablePath: string): void {
  const system = ownSystem();
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await startChromium(executablePath);
    mkdirSync(artifacts, { recursive: true });
  });
  afterAll(async () => {
    await browser?.close();
  });

  const open = async (options: BrowserContextOptions): Promise<Page> => {
    const context = await browser.newContext({
      locale: "en-GB",
      timezoneId: "Europe/Riga",
      colorScheme: "light",
      reducedMotion: "reduce",
      ...options,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    await page.goto(system.current.url);
    return page;
  };

  it("a visitor books a haircut by clicking, moves the clock, and sees the reminder arrive", async () => {
    const { driver } = system.current;
    await driver.person(persons.gleb).starts();
    await driver.person(persons.gleb).waitFor(/Добро пожаловать/);
    const page = await open({ viewport: { width: 1280, height: 800 } });
    const chat = page.getByTestId("chat");
    const press = (label: RegExp) =>
      page.getByTestId("inline-button").filter({ hasText: label }).last().click();

    await page.getByTestId(`person-${persons.theo}`).click();
    await page.getByTestId("start").click();
    for (const label of [/^Book a visit/, /^Haircut ·/, /^Gleb/, /^Wed 25 Nov/, /^11:00/, /^Confirm/])
      await press(label);
    await chat.getByText("You are booked").waitFor();
    expect(await appointmentsOf(system.current, persons.theo)).toMatchObject([
      { status: "confirmed", localDate: "2026-11-25", localTime: "11:00" },
    ]);

    // 51 hours ahead: a long jump, and then hour by hour until it is a day.
    await page.getByTestId("clock-plus-23h").click();
    const reminder = chat.getByText("See you tomorrow!");
    for (let hours = 0; hours < 6 && !(await isSoonVisible(reminder)); hours++)
      await page.getByTestId("clock-plus-1h").click();
    await reminder.waitFor();
    await press(/^I'll come/);
    await chat.getByText("You said: I'll come").waitFor();

    await page.screenshot({ path: path.join(artifacts, "chat-1280.png") });
    if (process.env.UPDATE_SCREENSHOT === "1") {
      mkdirSync(path.dirname(readmeImage), { recursive: true });
      // Somewhat smaller, so that the file stays below 300 kB.
      await page.setViewportSize({ width: 1020, height: 800 });
      await page.screenshot({ path: readmeImage });
      expect(statSync(readmeImage).size).toBeLessThan(300_000);
    }

    await page.getByTestId(`person-${persons.gleb}`).click();
    await chat.getByText("Новая запись: Theo Marsh").waitFor();
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  it("on a phone, everything fits the width", async () => {
    const page = await open({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    const overhang = () =>
      page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    await page.getByTestId(`person-${persons.vera}`).waitFor();
    expect(await overhang()).toBe(0);
    await page.screenshot({ path: path.join(artifacts, "persons-390.png") });
    await page.getByTestId(`person-${persons.vera}`).click();
    await page.getByTestId("start").click();
    const press = (label: RegExp) =>
      page.getByTestId("inline-button").filter({ hasText: label }).last().click();
    for (const label of [/^Записаться/, /^Стрижка ·/, /^Глеб/]) await press(label);
    await press(/^чт 26 нояб/);
    await page.getByTestId("chat").getByText("В какое время?").waitFor();
    expect(await overhang()).toBe(0);
    await page.screenshot({ path: path.join(artifacts, "chat-390.png") });
    await page.context().close();
    expect(complaints).toEqual([]);
  });
}

async function isSoonVisible(locator: {
  waitFor(options: { timeout: number }): Promise<void>;
}): Promise<boolean> {
  return locator.waitFor({ timeout: 1_500 }).then(
    () => true,
    () => false,
  );
}
