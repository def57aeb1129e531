import { resolved } from "./schemas";

/**
 * Forms and queries carry only text: numbers, booleans, objects and lists are JSON text there. What can't be read as
 * the type that the contract wants stays a text, and validation then says what is wrong with it.
 */
export function fromText(schema: object, fields: Record<string, string>): Record<string, unknown> {
  const properties = resolved(schema)["properties"];
  const known = new Map<string, object>(
    typeof properties === "object" && properties !== null ? Object.entries(properties) : [],
  );
  return Object.fromEntries(
    Object.entries(fields).map(([name, text]) => {
      const property = known.get(name);
      return [name, property === undefined ? text : valueOf(typesOf(property), text)];
    }),
  );
}

function typesOf(schema: object): string[] {
  const { type, oneOf } = resolved(schema);
  if (typeof type === "string") return [type];
  if (Array.isArray(type)) return type.map(String);
  return Array.isArray(oneOf) ? ["object"] : ["string"];
}

function valueOf(types: string[], text: string): unknown {
  const wants = (type: string): boolean => types.includes(type);
  if ((wants("integer") || wants("number")) && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (wants("boolean") && ["true", "True", "1"].includes(text)) return true;
  if (wants("boolean") && ["false", "False", "0"].includes(text)) return false;
  if (!wants("object") && !wants("array")) return text;
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}
