import { type ProblemName } from "@okoshko/contracts/problems";
import { type BotContext } from "./context";

/** What is said to a person when booking-api refuses, as HTML. Undefined for what only a fault of ours brings about. */
export function problemNotice(ctx: BotContext, problem: ProblemName): string | undefined {
  const { words } = ctx;
  switch (problem) {
    case "not-found":
      return words.html("problem-not-found");
    case "version-mismatch":
      return words.html("problem-version-mismatch");
    case "slot-taken":
      return words.html("problem-slot-taken");
    case "slot-not-offered":
      return words.html("problem-slot-not-offered");
    case "hold-expired":
      return words.html("problem-hold-expired");
    case "wrong-state":
      return words.html("problem-wrong-state");
    case "too-late-to-change":
      return words.html("problem-too-late-to-change");
    case "limit-reached":
      return words.html("problem-limit-reached");
    case "invalid-request":
    case "unauthorized":
    case "forbidden":
    case "method-not-allowed":
    case "payload-too-large":
    case "unsupported-media-type":
    case "too-many-requests":
    case "unavailable":
    case "not-set-up":
    case "idempotency-key-reused":
    case "already-exists":
    case "windows-overlap":
    case "precondition-failed":
    case "last-owner":
    case "invitation-invalid":
    case "init-data-invalid":
    case "no-proposal":
    case "phone-needed":
    case "button-not-shown":
    case "bot-blocked":
    case "clock-backwards":
    case "foreign-origin":
      return undefined;
    default:
      return problem satisfies never;
  }
}
