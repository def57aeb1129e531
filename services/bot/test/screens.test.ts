import { encodeTap } from "../src/callback-data";
import { isUnderWay, type Step, stepSchema } from "../src/draft/draft";
import { createDraftStore } from "../src/draft/draft-store";
import { createDictionary, locales } from "../src/words";
import { allScreens, fullShop, type FullShop, type Kind } from "./all-screens";
import { botUnderTest, ownRedis } from "./bot-under-test";

const own = ownRedis();
const dictionary = createDictionary();

const people = {
  vera: { id: 1001, first_name: "Vera", is_bot: false },
  gleb: { id: 2001, first_name: "Gleb", is_bot: false },
  inga: { id: 3001, first_name: "Inga", is_bot: false },
};

interface Screen {
  name: string;
  kind: Kind;
  step: Step;
  who: keyof typeof people;
}

function screensOf(shop: FullShop): Screen[] {
  return Object.entries(allScreens(shop)).flatMap(([at, examples]) =>
    examples.map(([kind, fields, who], index) => ({
      name: examples.length === 1 ? at : `${at} ${index + 1}`,
      kind,
      step: stepSchema.parse({ at, ...fields }),
      who: who ?? (at.startsWith("desk") ? "gleb" : at.startsWith("manage") ? "inga" : "vera"),
    })),
  );
}

const names = screensOf(fullShop()).map(({ name }) => name);
const everywhere = locales.flatMap((locale) => names.map((name) => [locale, name] as const));

/** A chat in which that screen is shown, as after any tap that led there, in a shop that has one of everything. */
async function shown(locale: (typeof locales)[number], name: string) {
  const shop = fullShop();
  const screen = screensOf(shop).find((each) => each.name === name);
  if (screen === undefined) throw new Error(`There is no screen ${name}`);
  const user = { ...people[screen.who], language_code: locale };
  const world = await botUnderTest(own.redis, shop.stub, { user });
  world.notifier.broadcasts.push(shop.broadcast);
  const { chat, receive } = world;
  await receive(chat.text("/start"));
  const drafts = createDraftStore(own.redis, "bot:1");
  /** Puts the person there and taps a button of before, upon which the card is drawn as it is. */
  const show = async () => {
    const draft = await drafts.load(user.id);
    if (draft === undefined) throw new Error("There is no draft");
    const cardId = chat.last.messageId;
    await drafts.replace(user.id, draft.rev, { ...draft, cardId, rev: draft.rev + 1, step: screen.step });
    await receive(chat.tapData(encodeTap({ do: "home" }, draft.rev)));
    expect((await drafts.load(user.id))?.step).toEqual(screen.step);
    return chat.last;
  };
  return { ...world, screen, card: await show(), show, words: dictionary(locale) };
}

const back = ["button-back", "button-other-time", "button-other-day", "button-why-other"];
const toAPlace = [
  "button-bookings",
  "button-wishes",
  "button-home",
  "button-desk-blocks",
  "button-desk-masters",
];
const out = [
  "button-cancel",
  "button-keep",
  "button-refuse-offer",
  "button-restart",
  "button-home",
  "manage-button-leave",
];

/** Which of these ways a screen of each kind has to have one of. */
const ways: Record<Kind, string[][]> = {
  start: [],
  place: [[...back, ...toAPlace]],
  first: [[...back, ...out]],
  middle: [back, out],
};

/** Letters or digits: what is read aloud. */
const words = /[\p{L}\p{N}]/u;
const withoutTags = (html: string) => html.replaceAll(/<[^>]*>|&\w+;/g, "");

describe.each(everywhere)("in %s, the screen %s", (locale, name) => {
  it("leads back, and out of what is under way; says all of it in words; and fits into a message", async () => {
    const { screen, card, chat, words: said } = await shown(locale, name);
    expect(card.text).not.toContain(said.plain("apology"));
    const labels = chat.labels(card);

    const leads = ways[screen.kind].map((keys) =>
      keys.some((key) => labels.includes(said.plain(key))) ? "there" : labels,
    );
    expect(leads).toEqual(leads.map(() => "there"));
    // What /start would ask about before it throws it away is something one is in the middle of.
    if (isUnderWay(screen.step)) expect(["first", "middle"]).toContain(screen.kind);

    for (const line of withoutTags(card.text).split("\n"))
      if (line.trim() !== "") expect(line).toMatch(words);
    const dead = new Set([encodeTap({ do: "pick-day" }, 0).slice(0, -1)]);
    for (const button of card.keyboard.flat()) {
      const isDead = "callback_data" in button && dead.has(button.callback_data.replace(/[^:]*$/, ""));
      if (!(isDead && button.text === "·")) expect(button.text).toMatch(words);
    }
    expect(card.text.length).toBeLessThanOrEqual(4096);
    expect(labels.length).toBeLessThanOrEqual(60);
  });
});

it.each(names)(
  "each button of the screen %s leads to a card, and is answered without a toast",
  async (name) => {
    const { card, chat, receive, show, words: said, metrics } = await shown("en", name);
    const buttons = card.keyboard.flat().map(({ text }) => text);
    for (const label of new Set(buttons)) {
      const now = await show();
      const button = now.keyboard.flat().find(({ text }) => text === label);
      // What was pressed before may have changed the shop, such as cancelled the visit.
      if (button === undefined || !("callback_data" in button)) continue;
      const before = chat.calls.length;
      await receive(chat.tap(label, now));
      const calls = chat.calls.slice(before);
      expect([label, calls.filter(({ method }) => method === "answerCallbackQuery")]).toEqual([
        label,
        [
          {
            method: "answerCallbackQuery",
            payload: expect.not.objectContaining({ text: expect.anything() }),
          },
        ],
      ]);
      expect([label, calls.some(({ method }) => /^(send|edit)/.test(method))]).toEqual([label, true]);
      expect(chat.screen.map(({ text }) => text)).not.toContain(said.plain("apology"));
    }
    expect((await metrics.parked.get()).values).toEqual([]);
  },
);
