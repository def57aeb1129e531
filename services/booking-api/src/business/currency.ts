const known = new Set(Intl.supportedValuesOf("currency"));

/** Whether this is the ISO 4217 code of a currency: three letters that are none could be shown to nobody as a price. */
export function isCurrency(code: string): boolean {
  return known.has(code);
}
