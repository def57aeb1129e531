import { type ErrorObject } from "ajv/dist/2020";

/**
 * Says in one sentence what is wrong with a call's parameters: in Telegram's words where the contract has them
 * (`x-telegram-errors` beside the constraint), else in ours, with the path of the value.
 */
export function inTelegramWords(method: string, errors: readonly ErrorObject[]): string {
  const error = mostTelling(errors);
  if (error === undefined) return "the parameters are not valid";
  return telegramsOwn(error) ?? ours(method, error);
}

/** Of a failed `oneOf` every branch reports; the branch that came furthest is the one that was meant. */
function mostTelling(errors: readonly ErrorObject[]): ErrorObject | undefined {
  const depth = (error: ErrorObject): number => error.instancePath.split("/").length;
  const deepest = Math.max(...errors.map(depth));
  const candidates = errors.filter((error) => depth(error) === deepest);
  return (
    candidates.find((error) => error.keyword === "additionalProperties" && deepest === 1) ??
    candidates.find((error) => telegramsOwn(error) !== undefined && !insideChoice(error)) ??
    candidates.find((error) => !insideChoice(error)) ??
    candidates[0]
  );
}

/** A branch's complaint ("must have callback_data") says less than the choice's own. */
function insideChoice(error: ErrorObject): boolean {
  return /\/(oneOf|anyOf)\/\d+\/required$/.test(error.schemaPath);
}

function telegramsOwn(error: ErrorObject): string | undefined {
  const words: unknown = Object.entries(error.parentSchema ?? {}).find(
    ([key]) => key === "x-telegram-errors",
  )?.[1];
  if (typeof words !== "object" || words === null) return undefined;
  const missing: unknown = error.params["missingProperty"];
  const key = typeof missing === "string" ? `required.${missing}` : error.keyword;
  const word: unknown = Object.entries(words).find(([name]) => name === key)?.[1];
  return typeof word === "string" ? word : undefined;
}

function ours(method: string, { keyword, params, instancePath, message }: ErrorObject): string {
  const place = pathOf(instancePath);
  const named = (name: unknown): string => (place === "" ? String(name) : `${place}.${String(name)}`);
  if (keyword === "additionalProperties")
    return place === ""
      ? `${method} has no parameter "${String(params["additionalProperty"])}"`
      : `${place} has no field "${String(params["additionalProperty"])}"`;
  if (keyword === "required") return `parameter "${named(params["missingProperty"])}" is required`;
  if (keyword === "enum")
    return `parameter "${place}" must be one of ${[params["allowedValues"]].flat().map(String).join(", ")}`;
  return `parameter "${place}" ${message ?? "is not valid"}`;
}

/** `/reply_markup/inline_keyboard/0/1/text` → `reply_markup.inline_keyboard[0][1].text` */
function pathOf(instancePath: string): string {
  return instancePath
    .split("/")
    .slice(1)
    .map((part, index) => (/^\d+$/.test(part) ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join("");
}
