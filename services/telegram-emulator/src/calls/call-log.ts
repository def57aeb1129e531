import { type Schemas } from "../contract/schemas";
import { type Bus } from "../state/bus";

export type Call = Schemas["Call"];

const keptCalls = 5000;
const maxLoggedText = 4096;

/** The newest Bot API calls. */
export class CallLog {
  private calls: Call[] = [];
  private sequence = 0;

  constructor(private readonly bus: Bus) {}

  add(call: Omit<Call, "sequence">): void {
    this.sequence += 1;
    this.calls.push({ sequence: this.sequence, ...call });
    // Cut in pieces: shifting a list of thousands for each call would cost more than the call.
    if (this.calls.length > keptCalls * 1.2) this.calls = this.calls.slice(-keptCalls);
    this.bus.tell({ name: "call", data: null });
  }

  find(fits: (call: Call) => boolean): Call[] {
    return this.calls.filter(fits);
  }

  get cursor(): number {
    return this.sequence;
  }

  clear(): void {
    this.calls = [];
  }
}

/** Parameters as the log keeps them: no secrets, nothing endless. */
export function loggable(params: unknown): Record<string, unknown> {
  if (typeof params !== "object" || params === null) return {};
  return Object.fromEntries(
    Object.entries(params).map(([name, value]: [string, unknown]) => {
      if (name === "secret_token") return [name, "<redacted>"];
      if (typeof value === "string" && value.length > maxLoggedText)
        return [name, `${value.slice(0, maxLoggedText)}…`];
      return [name, value];
    }),
  );
}
