import {
  type Delivery,
  type DeliveryKind,
  isEnding,
  isReminder,
  type Locale,
  type LocalizedText,
} from "../deliveries/delivery";
import { type Message } from "../telegram";
import { clip, escapeHtml } from "./html";
import { type Current, offerKeyboard, visitKeyboard } from "./keyboard";
import { dateInWords, dayFromNow, money } from "./when";
import { type Words, wordsOf } from "./words";

type ToCompose = Pick<Delivery, "kind" | "recipient" | "appointmentId" | "appointmentVersion" | "facts">;

/** The message of a delivery, in the recipient's language. `current` is undefined when there is no appointment any more. */
export function compose(delivery: ToCompose, current: Current | undefined, now: Date): Message {
  const words = wordsOf(delivery.recipient.locale);
  const keyboard = keyboardOf(delivery, current, words, now);
  const parts = [
    heading(delivery, words, now),
    lines(delivery, words).join("\n"),
    closing(delivery.kind, current, words),
  ];
  return {
    text: parts.filter((part) => part !== undefined).join("\n\n"),
    ...(keyboard === undefined ? {} : { keyboard }),
  };
}

function keyboardOf(delivery: ToCompose, current: Current | undefined, words: Words, now: Date) {
  if (!current) return undefined;
  if (delivery.kind === "waitlist_offer") return offerKeyboard(delivery, words);
  return hasButtons(delivery.kind) ? visitKeyboard(delivery, current, words, now) : undefined;
}

function hasButtons(kind: DeliveryKind): boolean {
  return isReminder(kind) || kind === "confirmation" || kind === "change";
}

const longest = { name: 100, address: 300, reason: 500 };

function heading({ kind, facts, recipient }: ToCompose, words: Words, now: Date): string {
  const client =
    facts.clientName === null ? words("client-forgotten") : escapeHtml(clip(facts.clientName, longest.name));
  switch (kind) {
    case "confirmation":
      return words("confirmation", {
        business: escapeHtml(clip(inLanguage(facts.businessName, recipient.locale), longest.name)),
      });
    case "confirmation_master":
      return words("confirmation-master", { client });
    case "change":
      return words("change");
    case "change_master":
      return words("change-master", { client });
    case "cancellation":
      return words("cancellation");
    case "cancellation_master":
      return words(facts.handedOver ? "handover-master" : "cancellation-master", { client });
    case "request":
      return words("request");
    case "request_master":
      return words("request-master", { client });
    case "decline":
      return words("decline");
    case "decline_master":
      return words("decline-master", { client });
    case "proposal":
      return words("proposal");
    case "proposal_refused_master":
      return words("proposal-refused-master", { client });
    case "waitlist_offer":
      return words("waitlist-offer");
    case "waitlist_offer_ended":
      return words("waitlist-offer-ended");
    case "reminder_24h":
      return words("reminder-24h", { day: dayFromNow(facts.localDate, facts.timeZone, now) });
    case "reminder_2h":
      return words("reminder-2h", { day: dayFromNow(facts.localDate, facts.timeZone, now) });
  }
}

function lines({ kind, facts, recipient: { locale, role } }: ToCompose, words: Words): string[] {
  const toClient = role === "client";
  const name = (text: LocalizedText) => escapeHtml(clip(inLanguage(text, locale), longest.name));
  const date = (localDate: string) => escapeHtml(dateInWords(localDate, locale));
  const { previous } = facts;
  const isTimeMoved =
    previous && (previous.localDate !== facts.localDate || previous.localTime !== facts.localTime);
  const isMasterChanged = previous && previous.masterId !== facts.masterId;
  const isComing = !isEnding(kind);
  const before = kind === "proposal" ? "card-asked-time" : "card-previous-time";
  return [
    words("card-when", { date: date(facts.localDate), time: facts.localTime }),
    isTimeMoved && words(before, { date: date(previous.localDate), time: previous.localTime }),
    words("card-services", { services: facts.serviceNames.map(name).join(" + ") }),
    toClient && words("card-master", { master: name(facts.masterName) }),
    toClient && isMasterChanged && words("card-previous-master", { master: name(previous.masterName) }),
    isComing &&
      !isReminder(kind) &&
      words("card-length-price", {
        minutes: String(facts.durationMinutes),
        price: money(facts.priceMinor, facts.currency, locale),
      }),
    toClient &&
      isComing &&
      facts.address &&
      words("card-address", {
        address: escapeHtml(clip(inLanguage(facts.address, locale), longest.address)),
      }),
    facts.keptUntil &&
      words("card-kept-until", {
        date: date(facts.keptUntil.localDate),
        time: facts.keptUntil.localTime,
      }),
    facts.cancellationReason !== undefined &&
      words("card-reason", { reason: escapeHtml(clip(facts.cancellationReason, longest.reason)) }),
  ].filter((line) => typeof line === "string");
}

function closing(kind: DeliveryKind, current: Current | undefined, words: Words): string | undefined {
  if (kind === "cancellation" || kind === "decline") return words("closing-book-again");
  if (kind === "waitlist_offer_ended") return words("closing-maybe-free");
  if (!isReminder(kind)) return undefined;
  return words(current?.attendance === "coming" ? "closing-coming" : "closing-ask-coming");
}

/** In the reader's language, or in the one there is. */
function inLanguage(text: LocalizedText, locale: Locale): string {
  return text[locale] ?? text.ru ?? text.en ?? "";
}
