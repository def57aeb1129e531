import {
  isEnding,
  type Locale,
  type LocalizedText,
  type Recipient,
  type VisitDelivery,
  type VisitFacts,
  type VisitKind,
} from "../deliveries/delivery";
import { type Briefing } from "../deliveries/briefing";
import { type Message } from "../telegram";
import { clip, escapeHtml } from "./html";
import { broadcastKeyboard, type Current, keyboardOf } from "./keyboard";
import { dateInWords, dayFromNow, money } from "./when";
import { type Words, wordsOf } from "./words";

type ToCompose = Pick<VisitDelivery, "kind" | "recipient" | "appointmentId" | "appointmentVersion" | "facts">;

/**
 * The message about a visit, in the recipient's language. `current` is undefined when there is no appointment any more, and
 * `briefing` when it was not asked for, or not answered.
 */
export function compose(
  delivery: ToCompose,
  current: Current | undefined,
  now: Date,
  briefing?: Briefing,
): Message {
  const words = wordsOf(delivery.recipient.locale);
  const keyboard = current && keyboardOf(delivery, current, words, now);
  const parts = [
    heading(delivery, words, now),
    lines(delivery, words).join("\n"),
    briefing && besides(delivery.kind, briefing, words),
    closing(delivery, current, words),
  ];
  return {
    text: parts.filter((part) => part !== undefined).join("\n\n"),
    ...(keyboard === undefined ? {} : { keyboard }),
    // Good to know, and nothing to be woken by.
    ...(delivery.kind === "attendance_master" ? { isSilent: true } : {}),
  };
}

/** What a broadcast says to a reader of this language. */
export function composeBroadcast(text: LocalizedText, locale: Locale): Message {
  return { text: escapeHtml(inLanguage(text, locale)), keyboard: broadcastKeyboard(wordsOf(locale)) };
}

/** The same as one sees it: without markup, and the buttons by their labels. */
export function broadcastPreview(text: LocalizedText, locale: Locale): { text: string; buttons: string[] } {
  const { inline_keyboard: rows } = broadcastKeyboard(wordsOf(locale));
  return { text: inLanguage(text, locale), buttons: rows.flat().map((button) => button.text) };
}

/** Of what people and catalogues write. */
export const longest = { name: 100, address: 300, reason: 500, note: 500 };

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
    case "attendance_master":
      return words("attendance-master", { client });
    case "note_master":
      return words(facts.note === undefined ? "note-gone-master" : "note-master", { client });
    case "client_unreachable_master":
      return words("client-unreachable-master", { client });
    case "correction":
      return correctionHeading(facts, recipient, words, client);
    case "reminder":
      return reminderHeading(facts, words, now);
  }
}

function correctionHeading(facts: VisitFacts, recipient: Recipient, words: Words, client: string): string {
  if (facts.wasOffer) return words("correction-off-offer");
  if (recipient.role === "client") return words(facts.isOff ? "correction-off" : "correction-moved");
  return words(facts.isOff ? "correction-off-master" : "correction-moved-master", { client });
}

/** Quiet hours may have moved it to an earlier day than its lead says, so the day is counted and the lead only sets the tone. */
function reminderHeading(
  { leadMinutes = 0, localDate, timeZone }: VisitFacts,
  words: Words,
  now: Date,
): string {
  const day = dayFromNow(localDate, timeZone, now);
  return words(leadMinutes <= soonMinutes && day === "today" ? "reminder-soon" : "reminder", { day });
}

/** With so little time left one is on the way already, or should be. */
const soonMinutes = 3 * 60;

function lines({ kind, facts, recipient: { locale, role } }: ToCompose, words: Words): string[] {
  const toClient = role === "client";
  const name = (text: LocalizedText) => escapeHtml(clip(inLanguage(text, locale), longest.name));
  const date = (localDate: string) => escapeHtml(dateInWords(localDate, locale));
  const { previous } = facts;
  const isTimeMoved =
    previous && (previous.localDate !== facts.localDate || previous.localTime !== facts.localTime);
  const isMasterChanged = previous && previous.masterId !== facts.masterId;
  const isComing = !isEnding(kind) && !facts.isOff;
  const before = kind === "proposal" ? "card-asked-time" : "card-previous-time";
  return [
    words("card-when", { date: date(facts.localDate), time: facts.localTime }),
    isTimeMoved && words(before, { date: date(previous.localDate), time: previous.localTime }),
    words("card-services", { services: facts.serviceNames.map(name).join(" + ") }),
    toClient && words("card-master", { master: name(facts.masterName) }),
    toClient && isMasterChanged && words("card-previous-master", { master: name(previous.masterName) }),
    isComing &&
      kind !== "reminder" &&
      kind !== "attendance_master" &&
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
    isComing &&
      facts.note !== undefined &&
      words("card-note", { note: escapeHtml(clip(facts.note, longest.note)) }),
    facts.cancellationReason !== undefined &&
      words("card-reason", { reason: escapeHtml(clip(facts.cancellationReason, longest.reason)) }),
  ].filter((line) => typeof line === "string");
}

/** What a decision about the visit has to fit into, or how else the client can be told. */
function besides(kind: VisitKind, { before, after, clientPhone }: Briefing, words: Words): string {
  if (kind === "client_unreachable_master")
    return clientPhone === null
      ? words("card-no-phone")
      : words("card-phone", { phone: escapeHtml(clientPhone) });
  return [
    before ? words("around-before", { ...before }) : words("around-before-none"),
    after ? words("around-after", { ...after }) : words("around-after-none"),
  ].join("\n");
}

function closing(
  { kind, facts, recipient }: ToCompose,
  current: Current | undefined,
  words: Words,
): string | undefined {
  if (kind === "cancellation" || kind === "decline") return words("closing-book-again");
  if (kind === "correction" && facts.isOff && recipient.role === "client") return words("closing-book-again");
  if (kind === "waitlist_offer_ended") return words("closing-maybe-free");
  if (kind !== "reminder") return undefined;
  return words(current?.attendance === "coming" ? "closing-coming" : "closing-ask-coming");
}

/** In the reader's language, or in the one there is. */
export function inLanguage(text: LocalizedText, locale: Locale): string {
  return text[locale] ?? text.ru ?? text.en ?? "";
}
