import { readFileSync } from "node:fs";
import path from "node:path";
import type * as Fluent from "@fluent/bundle" with { "resolution-mode": "import" };
import { type Locale } from "../deliveries/delivery";

// eslint-disable-next-line @typescript-eslint/no-require-imports, @typescript-eslint/no-unsafe-assignment -- the package has a CommonJS build, but its types say that it has none.
const { FluentBundle, FluentResource }: typeof Fluent = require("@fluent/bundle");

/** A text by its key in the Fluent files; throws on a key or a variable that is not there. */
export type Words = (key: string, variables?: Record<string, string>) => string;

const bundles: Record<Locale, Fluent.FluentBundle> = { ru: load("ru"), en: load("en") };

export function wordsOf(locale: Locale): Words {
  const bundle = bundles[locale];
  return (key, variables = {}) => {
    const pattern = bundle.getMessage(key)?.value;
    if (!pattern) throw new Error(`${locale}.ftl has no ${key}`);
    const errors: Error[] = [];
    const text = bundle.formatPattern(pattern, variables, errors);
    if (errors[0]) throw new Error(`${locale}.ftl: ${key} can't be formatted`, { cause: errors[0] });
    return text;
  };
}

/** The source of a language's words. */
export function fluentSource(locale: Locale): string {
  return readFileSync(path.join(__dirname, "..", "..", "locales", `${locale}.ftl`), "utf8");
}

function load(locale: Locale): Fluent.FluentBundle {
  // Isolating marks help where scripts of both directions mix; here they would only be copied along with a time.
  const bundle = new FluentBundle(locale, { useIsolating: false });
  const errors = bundle.addResource(new FluentResource(fluentSource(locale)));
  if (errors[0]) throw errors[0];
  return bundle;
}
