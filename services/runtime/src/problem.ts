import { type ProblemName, problems } from "@okoshko/contracts/problems";

export { type ProblemName } from "@okoshko/contracts/problems";

/** What is wrong with one part of a request; `pointer` is a JSON pointer into the body, or `query/x`, `path/x`, `header/x`. */
export interface FieldError {
  pointer: string;
  detail: string;
}

export interface ProblemOptions {
  /** For the caller, in words; never what only an operator should see. */
  detail?: string;
  errors?: FieldError[];
  /** Further members of the problem document, such as the alternatives of a taken slot. */
  extensions?: Record<string, unknown>;
  /** For the log. */
  cause?: unknown;
  /** Response headers, such as Retry-After. */
  headers?: Record<string, string>;
}

/** An answer that the contract knows: the registry says status and title, the problem handler writes it. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly detail: string | undefined;
  readonly errors: FieldError[] | undefined;
  readonly extensions: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(
    readonly problem: ProblemName,
    options: ProblemOptions = {},
  ) {
    super(options.detail ?? problem, options.cause === undefined ? undefined : { cause: options.cause });
    this.detail = options.detail;
    this.errors = options.errors;
    this.extensions = options.extensions ?? {};
    this.headers = options.headers ?? {};
  }

  get status(): number {
    return problems[this.problem].status;
  }
}
