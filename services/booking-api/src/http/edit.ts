import { createHash } from "node:crypto";
import { type Transaction } from "sequelize";
import { Problem } from "@okoshko/runtime/problem";
import { type Deps } from "../deps";
import { changeRules } from "../shop/change-rules";
import { type Caller } from "./caller";

/** Something that people edit together. */
export interface Editable<T> {
  /** Makes other editors of the same thing wait until this transaction ends, or throws `not-found`. */
  lock: (tx: Transaction) => Promise<void>;
  /** What is shown of it; undefined while there is none. */
  read: (tx: Transaction | null) => Promise<T | undefined>;
}

/** The answer that shows `body`, with an ETag to be sent back as If-Match. */
export function shown<T>(body: T): { status: 200; body: T; headers: { etag: string } } {
  return { status: 200, body, headers: { etag: etagOf(body) } };
}

/** The same for one that may not be there, or `not-found`. */
export async function show<T>({ read }: Editable<T>, what: string): Promise<ReturnType<typeof shown<T>>> {
  const body = await read(null);
  if (body === undefined) throw new Problem("not-found", { detail: `There is no such ${what}.` });
  return shown(body);
}

/**
 * Carries out an edit of the rules and answers how the thing looks now. With If-Match it is compared under the lock, in the
 * transaction of the edit: of two who decided on the same version one wins, and the other changes nothing.
 */
export async function edit<T>(
  deps: Pick<Deps, "db" | "shop" | "clock">,
  { caller, ifMatch }: { caller: Caller; ifMatch: string | undefined },
  { lock, read }: Editable<T>,
  write: (tx: Transaction) => Promise<unknown>,
): Promise<ReturnType<typeof shown<T>>> {
  const isExpected = conditionOf(ifMatch);
  return changeRules(deps, caller, async (tx) => {
    await lock(tx);
    if (!isExpected(await read(tx))) throw changedMeanwhile();
    await write(tx);
    const body = await read(tx);
    if (body === undefined) throw new Error("What was just written is not there");
    return shown(body);
  });
}

/**
 * Carries out an edit of the rules after which the thing is not there, under the same condition. Without a condition, one that
 * is not there already is no error.
 */
export async function remove<T>(
  deps: Pick<Deps, "db" | "shop" | "clock">,
  { caller, ifMatch }: { caller: Caller; ifMatch: string | undefined },
  { lock, read }: Editable<T>,
  write: (tx: Transaction) => Promise<unknown>,
): Promise<{ status: 204 }> {
  const isExpected = conditionOf(ifMatch);
  await changeRules(deps, caller, async (tx) => {
    await lock(tx);
    if (ifMatch !== undefined && !isExpected(await read(tx))) throw changedMeanwhile();
    await write(tx);
  });
  return { status: 204 };
}

function changedMeanwhile(): Problem {
  return new Problem("precondition-failed", { detail: "Read it again and decide anew." });
}

/** A strong validator: the hash of what is shown, however its keys are ordered. */
export function etagOf(body: unknown): string {
  return `"${createHash("sha256").update(canonical(body)).digest("base64url")}"`;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

const entityTag = String.raw`(?:W/)?"[\x21\x23-\x7e]*"`;
const listOfTags = new RegExp(String.raw`^\s*${entityTag}(?:\s*,\s*${entityTag})*\s*$`);

/** RFC 9110, section 13.1.1: `*` is anything that exists; a weak tag never matches. */
function conditionOf(ifMatch: string | undefined): (current: unknown) => boolean {
  if (ifMatch === undefined) return () => true;
  if (ifMatch.trim() === "*") return (current) => current !== undefined;
  if (!listOfTags.test(ifMatch)) {
    const errors = [{ pointer: "header/if-match", detail: 'is neither * nor a list of ETags such as "abc"' }];
    throw new Problem("invalid-request", { errors });
  }
  const tags = [...ifMatch.matchAll(/(W\/)?("[^"]*")/g)].flatMap(([, weak, tag]) => (weak ? [] : tag));
  return (current) => current !== undefined && tags.includes(etagOf(current));
}
