import { type BookingClient } from "@okoshko/contracts/booking-client";
import { type NotifierSchemas } from "@okoshko/contracts/notifier-client";
import { type Locale } from "../deliveries/delivery";
import { broadcastPreview } from "../messages/compose";
import { readAudience } from "./audience";
import { type BroadcastInput } from "./broadcast";

/** Counts the whole audience, as it is at this moment, and shows what they would read. Nothing is sent. */
export async function previewBroadcast(
  booking: BookingClient,
  { text, audience }: BroadcastInput,
): Promise<NotifierSchemas["BroadcastPreview"]> {
  const byLocale: Record<Locale, number> = { ru: 0, en: 0 };
  let cursor: string | null = null;
  do {
    const page = await readAudience(booking, audience, cursor);
    for (const { locale } of page.items) byLocale[locale] += 1;
    cursor = page.nextCursor;
  } while (cursor !== null);
  const locales = (["ru", "en"] as const).filter((locale) => byLocale[locale] > 0);
  return {
    // What was counted, and not what booking-api says on a page: both may change while we read.
    total: byLocale.ru + byLocale.en,
    byLocale,
    messages: locales.map((locale) => ({ locale, ...broadcastPreview(text, locale) })),
  };
}
