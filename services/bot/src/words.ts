import path from "node:path";
import { I18n } from "@grammyjs/i18n";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { createFormats, type Formats } from "./formats";

export type Locale = BookingSchemas["Locale"];
export type LocalizedText = BookingSchemas["LocalizedText"];
export type Variables = Record<string, string | number>;

export const locales: readonly Locale[] = ["ru", "en"];

/** All that is said in one language. */
export interface Words extends Formats {
  locale: Locale;
  /** A message of the Fluent file as HTML for Telegram; what is put into it is escaped. */
  html(key: string, variables?: Variables): string;
  /** The same for what Telegram shows as it is: buttons, commands. */
  plain(key: string, variables?: Variables): string;
  /** The catalogue's words in this language, or in the other one when there are none. */
  of(text: LocalizedText | null): string;
}

export type Dictionary = (locale: Locale) => Words;

/** Reads the Fluent files once. A fault in a file, an unknown key or a missing variable throws. */
export function createDictionary(directory = path.join(__dirname, "../locales")): Dictionary {
  const i18n = new I18n({
    directory,
    // Isolation marks would be invisible characters in buttons; both languages are written left to right.
    fluentBundleOptions: { useIsolating: false },
    fluentOptions: {
      warningHandler: ({ locales: asked, path: key }) => {
        throw new Error(`There is no message ${key} in ${asked.join()}.ftl`);
      },
    },
  });
  const words = { ru: createWords("ru", i18n), en: createWords("en", i18n) };
  return (locale) => words[locale];
}

/** For who has not chosen: people whose Telegram speaks a language of the region are addressed in Russian. */
export function localeOfTelegram(user: { language_code?: string | undefined } | undefined): Locale {
  return /^(ru|be|uk|kk)\b/i.test(user?.language_code ?? "") ? "ru" : "en";
}

export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function createWords(locale: Locale, i18n: I18n): Words {
  const plain = (key: string, variables: Variables = {}): string => i18n.t(locale, key, variables);
  return {
    locale,
    ...createFormats(locale, plain),
    plain,
    html: (key, variables = {}) =>
      plain(
        key,
        Object.fromEntries(
          Object.entries(variables).map(([name, value]) => [
            name,
            typeof value === "string" ? escapeHtml(value) : value,
          ]),
        ),
      ),
    of: (text) => text?.[locale] ?? text?.ru ?? text?.en ?? "",
  };
}
