import { encodeWaitlistOf } from "@okoshko/contracts/callback-data";
import { type WishBriefing } from "../deliveries/briefing";
import { type Locale } from "../deliveries/delivery";
import { type Message } from "../telegram";
import { inLanguage, longest } from "./compose";
import { clip, escapeHtml } from "./html";
import { dateInWords } from "./when";
import { wordsOf } from "./words";

const ofMaster = { joined: "waitlist-joined-master", waiting: "wish-waiting-master" };
const ofAny = { joined: "waitlist-joined-staff", waiting: "wish-waiting-staff" };
const parts = { morning: "part-morning", afternoon: "part-afternoon", evening: "part-evening" };

/** Tells a master of somebody who waits for a time of theirs, or who runs the business of one for any master's; with a button to all who do. */
export function composeWish(wish: WishBriefing, locale: Locale): Message {
  const words = wordsOf(locale);
  const written = (text: string) => escapeHtml(clip(text, longest.name));
  const date = (localDate: string) => escapeHtml(dateInWords(localDate, locale));
  const client = wish.clientName === null ? words("client-unknown") : written(wish.clientName);
  const say = wish.masterId === null ? ofAny : ofMaster;
  const isAnyTime = wish.dayParts.length === 3;
  const lines = [
    wish.from === wish.to
      ? words("wish-day", { day: date(wish.from) })
      : words("wish-days", { from: date(wish.from), to: date(wish.to) }),
    isAnyTime
      ? words("wish-any-time")
      : words("wish-parts", { parts: wish.dayParts.map((part) => words(parts[part])).join(", ") }),
    words("card-services", {
      services: wish.serviceNames.map((name) => written(inLanguage(name, locale))).join(" + "),
    }),
  ];
  return {
    text: [
      words(say.joined, { client }),
      lines.join("\n"),
      words(say.waiting, { waiting: String(wish.waiting) }),
    ].join("\n\n"),
    keyboard: {
      inline_keyboard: [[{ text: words("button-waitlist"), callback_data: encodeWaitlistOf(wish.masterId) }]],
    },
    // Nothing is to be done about it: who waits is offered what comes free without their master.
    isSilent: true,
  };
}
