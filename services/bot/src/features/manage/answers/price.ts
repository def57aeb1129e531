/**
 * An amount of money as people type it: `25`, `25,50 €`, `EUR 1 200`, `1,200.50`. In minor units of the currency, of which
 * `digits` make a major one; undefined for anything else.
 */
export function parsePrice(text: string, digits: number): number | undefined {
  const bare = text
    .trim()
    .replace(/^(?:\p{Sc}|[A-Za-z]{3})\s*/u, "")
    .replace(/\s*(?:\p{Sc}|[A-Za-z]{3}|руб\.?|р\.?|евро|euros?)$/iu, "");
  const [, whole = "", fraction = ""] =
    digits === 0 ? (/^([\d\s'’.,]+)$/.exec(bare) ?? []) : split(bare, digits);
  const grouped = /^\d{1,3}(?:[\s'’.,]\d{3})+$/.test(whole);
  if (!grouped && !/^\d{1,9}$/.test(whole)) return undefined;
  const minor = Number(whole.replace(/\D/g, "") + fraction.padEnd(digits, "0"));
  return Number.isSafeInteger(minor) ? minor : undefined;
}

/** A last dot or comma parts the minor units when as many digits follow it as there are, or fewer. */
function split(bare: string, digits: number): string[] {
  const found = new RegExp(`^(.+?)(?:[.,](\\d{1,${digits}}))?$`).exec(bare);
  return found === null ? [] : [...found].map((part) => part ?? "");
}
