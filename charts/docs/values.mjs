// Writes charts/okoshko/VALUES.md from values.yaml and its comments: node charts/docs/values.mjs. A test compares them.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isAlias, isMap, isPair, isScalar, parseDocument } from "yaml";

const valuesFile = fileURLToPath(new URL("../okoshko/values.yaml", import.meta.url));
export const pageFile = fileURLToPath(new URL("../okoshko/VALUES.md", import.meta.url));

const components = ["bot", "bookingApi", "notifier", "emulator"];

/**
 * Values in the order of the file: `{ path, value, words, section }`. A map is one value when a comment tells of all of
 * it, when it is written in one line, or when it is empty; else its entries are.
 */
export function readValues(text = readFileSync(valuesFile, "utf8")) {
  const document = parseDocument(text);
  const values = [];
  let section = "General";
  const walk = (map, above) => {
    map.items.forEach((pair, index) => {
      if (!isPair(pair) || !isScalar(pair.key)) throw new Error(`${above.join(".")} holds what is no key`);
      const comment = [index === 0 ? map.commentBefore : "", pair.key.commentBefore]
        .filter(Boolean)
        .join("\n");
      section = /@section (.+)/.exec(comment)?.[1] ?? section;
      const path = [...above, String(pair.key.value)];
      const words = wordsOf(comment);
      const node = isAlias(pair.value) ? pair.value.resolve(document) : pair.value;
      if (isMap(node) && node.items.length > 0 && !node.flow && !words.text && !isBundledStore(path)) {
        walk(node, path);
      } else {
        values.push({ path, value: node?.toJS(document), ...words, section });
      }
    });
  };
  walk(document.contents, []);
  return values;
}

/** Values of the bundled stores are told by their own charts; ours says which it sets. */
const isBundledStore = ([top, ...rest]) => ["postgres", "redis"].includes(top) && rest.length > 0;

/** What a comment says after `# --`, up to `# @default --`, which names a default that the file doesn't hold. */
function wordsOf(comment) {
  const [, told = ""] = /(?:^|\n) ?-- ([^]*)$/.exec(comment) ?? [];
  const [text, named] = told.split(/\s*@default -- /);
  return { text: text.replaceAll(/\s*\n\s*/g, " ").trim(), named: named?.trim() };
}

/** The page: one table a section, and one for what every component has. */
export function pageText(values = readValues()) {
  const shared = sharedByComponents(values);
  const own = values.filter(({ path }) => !shared.has(keyInComponent(path)));
  const sections = [...new Set(own.map(({ section }) => section))];
  return [
    "# Values of the chart",
    "Made from [`values.yaml`](values.yaml) by `node charts/docs/values.mjs`. What is not named here is refused by\n" +
      "[`values.schema.json`](values.schema.json), but for the values of the bundled stores' own charts under `postgres` and `redis`.",
    ...sections.flatMap((section) => [
      `## ${section}`,
      table(own.filter((value) => value.section === section).map((value) => [value.path.join("."), value])),
    ]),
    "## Each component",
    `The same under ${components.map((name) => `\`${name}\``).join(", ")}; \`emulator\` has only those that make sense for one pod.`,
    table([...shared].map(([key, value]) => [`<component>.${key}`, value])),
  ]
    .join("\n\n")
    .concat("\n");
}

const keyInComponent = ([top, ...rest]) => (components.includes(top) ? rest.join(".") : undefined);

/** What each of the three services has, by its key there; where defaults differ, all are said. */
function sharedByComponents(values) {
  const byKey = new Map();
  for (const value of values) {
    const key = keyInComponent(value.path);
    byKey.set(key, [...(byKey.get(key) ?? []), value]);
  }
  byKey.delete(undefined);
  return new Map(
    [...byKey]
      .filter(([, ones]) => ones.filter(({ path }) => path[0] !== "emulator").length === 3)
      .map(([key, ones]) => {
        const defaults = new Set(ones.map(defaultOf));
        const named =
          defaults.size === 1
            ? ones[0].named
            : ones.map((one) => `${one.path[0]}: ${defaultOf(one)}`).join(", ");
        const { text } = ones.find(({ text }) => text) ?? ones[0];
        return [key, { ...ones[0], named, text }];
      }),
  );
}

const defaultOf = ({ named, value }) => named ?? code(JSON.stringify(value));
const code = (text) => `\`${text.replaceAll("|", "\\|")}\``;

function table(rows) {
  const lines = rows.map(
    ([key, value]) => `| ${code(key)} | ${defaultOf(value)} | ${value.text.replaceAll("|", "\\|")} |`,
  );
  return ["| value | default | what it does |", "| --- | --- | --- |", ...lines].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(pageFile, pageText());
