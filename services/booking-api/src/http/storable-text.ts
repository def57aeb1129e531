import { type RequestHandler } from "express";
import { Problem } from "@okoshko/runtime/problem";

/**
 * Refuses texts that Postgres cannot keep as they are: it has no NUL character, `jsonb` refuses half of a surrogate pair, and
 * `text` would silently keep another character instead. Also those of the query, which are compared with what
 * is stored. Behind the body parser, which bounds the depth.
 */
export const storableText: RequestHandler = (req, _res, next) => {
  const pointer = findUnstorable(req.body, "") ?? findUnstorable(req.query, "query");
  if (pointer === undefined) return next();
  throw new Problem("invalid-request", {
    errors: [{ pointer, detail: "holds a NUL character or half of a surrogate pair" }],
  });
};

function findUnstorable(node: unknown, pointer: string): string | undefined {
  if (typeof node === "string") return isStorable(node) ? undefined : pointer;
  if (typeof node !== "object" || node === null) return undefined;
  for (const [key, value] of Object.entries(node)) {
    // A key that cannot be named is told by the place it is in.
    const found = isStorable(key) ? findUnstorable(value, `${pointer}/${key}`) : pointer;
    if (found !== undefined) return found;
  }
  return undefined;
}

function isStorable(text: string): boolean {
  return !/\0|\p{Surrogate}/u.test(text);
}
