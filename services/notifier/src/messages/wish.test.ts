import { decodeWaitlistOf } from "@okoshko/contracts/callback-data";
import { type WishBriefing } from "../deliveries/briefing";
import { composeWish } from "./wish";

const wish: WishBriefing = {
  state: "waiting",
  masterId: "6d5a2a2e-74ff-4b3c-92ab-0c5f5b8a9a11",
  clientName: "Theo <Marsh>",
  serviceNames: [{ ru: "Стрижка", en: "Haircut" }, { ru: "Бритьё" }],
  from: "2026-11-24",
  to: "2026-11-27",
  dayParts: ["afternoon", "evening"],
  waiting: 3,
};

describe("a message about somebody who waits", () => {
  it("says in Russian who, when, for what and how many wait in all", () => {
    expect(composeWish(wish, "ru").text).toBe(
      [
        "<b>Ждёт, когда у вас освободится время:</b> Theo &lt;Marsh&gt;.",
        "",
        "🗓 вторник, 24 ноября – пятница, 27 ноября",
        "🕐 день, вечер",
        "✂️ Стрижка + Бритьё",
        "",
        "Сейчас в вашем листе ожидания: 3. Освободившееся время им предложат автоматически.",
      ].join("\n"),
    );
  });

  it("says the same in English, of one day at any time, and no name that the master does not know", () => {
    const { text } = composeWish(
      { ...wish, clientName: null, to: wish.from, dayParts: ["morning", "afternoon", "evening"] },
      "en",
    );
    expect(text).toContain("<b>Waits for a time with you:</b> a new client.");
    expect(text).toMatch(/🗓 Tuesday,? 24 November\n🕐 At any time\n✂️ Haircut \+ Бритьё/);
    expect(text).toContain("On your waitlist now: 3.");
  });

  it("for any master says so to who runs the business, and opens the whole waitlist", () => {
    const any = { ...wish, masterId: null };
    expect(composeWish(any, "ru").text).toContain(
      "<b>Ждёт, когда освободится любой мастер:</b> Theo &lt;Marsh&gt;.",
    );
    expect(composeWish(any, "ru").text).toContain("Всего в листе ожидания: 3.");
    const { text, keyboard } = composeWish(any, "en");
    expect(text).toContain("<b>Waits for a time with any master:</b> Theo &lt;Marsh&gt;.");
    const [button] = keyboard?.inline_keyboard.flat() ?? [];
    expect(button && "callback_data" in button && decodeWaitlistOf(button.callback_data)).toBeNull();
  });

  it("opens the master's waitlist, and wakes nobody", () => {
    const { keyboard, isSilent } = composeWish(wish, "en");
    const [button] = keyboard?.inline_keyboard.flat() ?? [];
    expect(button?.text).toBe("Open the waitlist");
    expect(button && "callback_data" in button && decodeWaitlistOf(button.callback_data)).toBe(wish.masterId);
    expect(isSilent).toBe(true);
  });
});
