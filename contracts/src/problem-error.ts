import { problemNameOf, type ProblemDetails, type ProblemName } from "./problems";

/**
 * What a typed client throws for any answer that is not a success. `name` is undefined when the other side could not say
 * what is wrong (an `about:blank` 500, or something in between that is no Okoshko service).
 */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly problem: ProblemDetails,
    /** Seconds after which a repetition makes sense, from `Retry-After`. */
    readonly retryAfterSeconds?: number,
  ) {
    super(`${status} ${problem.title}${problem.detail ? `: ${problem.detail}` : ""}`);
    this.name = "ProblemError";
  }

  /** The problem's name in the registry. */
  get problemName(): ProblemName | undefined {
    return problemNameOf(this.problem.type);
  }
}

/** Whether `error` is the problem of that name. */
export function isProblem(error: unknown, name: ProblemName): error is ProblemError {
  return error instanceof ProblemError && error.problemName === name;
}
