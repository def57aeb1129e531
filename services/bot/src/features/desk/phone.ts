/** A phone number as people write it, as E.164; undefined when it has no country code or is none at all. */
export function toPhone(text: string): string | undefined {
  const digits = text.replaceAll(/[\s().\-–]/g, "").replace(/^00/, "+");
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : undefined;
}

/** `Лида Кротова +371 20 000 002` → the name and the number; no number when there is none at the end. */
export function toNameAndPhone(text: string): { name: string; phone: string | undefined } {
  const [number = ""] = /(\+|00)[\d\s().\-–]{7,}$/.exec(text) ?? [];
  const phone = toPhone(number);
  return phone === undefined
    ? { name: text.trim(), phone }
    : { name: text.slice(0, text.length - number.length).replace(/[\s,;:]+$/, ""), phone };
}
