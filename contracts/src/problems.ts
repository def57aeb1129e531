import type { components } from "./generated/booking-api";

/** One fault of a refused request. `pointer` is a JSON Pointer into the body, or `query/…`, `path/…`, `header/…`. */
export interface Fault {
  pointer: string;
  detail: string;
}

/** RFC 9457 problem details, as any service answers them. */
export type ProblemDetails = components["schemas"]["SlotTakenProblem"] & { errors?: Fault[] };

const base = "https://okoshko.dev/problems/";

/**
 * Every problem that an Okoshko service may answer, with its HTTP status and title. Code throws names
 * (`new Problem("slot-taken")`) and never statuses. common/problem.yaml lists the same names; a test compares them.
 */
export const problems = {
  "invalid-request": { status: 400, title: "The request is not valid" },
  unauthorized: { status: 401, title: "A valid token is needed" },
  forbidden: { status: 403, title: "This token may not do that" },
  "not-found": { status: 404, title: "There is no such thing" },
  "method-not-allowed": { status: 405, title: "This address does not know that method" },
  "payload-too-large": { status: 413, title: "The body is too large" },
  "unsupported-media-type": { status: 415, title: "The body has a type that is not understood" },
  "too-many-requests": { status: 429, title: "Too many requests" },
  unavailable: { status: 503, title: "Something that is needed is away for the moment" },
  // Not an error of the service, and no use to try again: somebody has to do something first.
  "not-set-up": { status: 409, title: "The business is not set up yet" },
  "idempotency-key-reused": { status: 422, title: "This Idempotency-Key belongs to another request" },
  "version-mismatch": { status: 409, title: "It has changed in the meantime" },
  "slot-taken": { status: 409, title: "This time has just been booked" },
  "slot-not-offered": { status: 422, title: "This time is not offered" },
  "hold-expired": { status: 409, title: "The time was kept too long and is gone" },
  "wrong-state": { status: 409, title: "Its state does not allow that" },
  "too-late-to-change": { status: 409, title: "It is too late to change this appointment" },
  "limit-reached": { status: 409, title: "A limit is reached" },
  "already-exists": { status: 409, title: "There is one already" },
  "windows-overlap": { status: 422, title: "Two windows of one day overlap" },
  "precondition-failed": { status: 412, title: "Somebody else has changed it" },
  "last-owner": { status: 409, title: "A business needs an owner" },
  "invitation-invalid": { status: 409, title: "This invitation cannot be accepted" },
  "init-data-invalid": { status: 401, title: "Telegram did not sign this" },
  "no-proposal": { status: 409, title: "There is no proposal to answer" },
  "phone-needed": { status: 409, title: "A phone number is needed first" },
  "button-not-shown": { status: 409, title: "The chat shows no such button" },
  "bot-blocked": { status: 409, title: "This person has blocked the bot" },
  "clock-backwards": { status: 409, title: "The clock does not go backwards" },
  "foreign-origin": { status: 403, title: "Other web sites may not call this" },
} as const;

/** The name of a problem; the last part of its `type`. */
export type ProblemName = keyof typeof problems;

/** The `type` of a problem on the wire. */
export function problemType(name: ProblemName): string {
  return base + name;
}

/** The name in a problem's `type`, or undefined for `about:blank` and strangers. */
export function problemNameOf(type: string | undefined): ProblemName | undefined {
  const name = type?.startsWith(base) ? type.slice(base.length) : undefined;
  return name !== undefined && Object.hasOwn(problems, name) ? (name as ProblemName) : undefined;
}
