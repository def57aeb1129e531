import { Problem } from "@okoshko/runtime/problem";
import { type Schemas } from "../contract/schemas";

type Fault = Schemas["Fault"];

const maxFaults = 1000;

/** Bad days of Telegram, waiting for the calls they fit. */
export class Faults {
  private faults: Fault[] = [];
  private lastId = 0;

  add({ times, ...wanted }: Schemas["NewFault"]): Fault {
    if (this.faults.length >= maxFaults)
      throw new Problem("limit-reached", { detail: "There are too many faults." });
    this.lastId += 1;
    const fault: Fault = {
      id: this.lastId,
      ...wanted,
      hits: 0,
      ...(times === undefined ? {} : { times, remaining: times }),
    };
    this.faults.push(fault);
    return fault;
  }

  /** The oldest fault that fits, used once; undefined when the call may work. */
  meet(method: string, personId: number | undefined): Fault | undefined {
    const fault = this.faults.find(
      (each) =>
        (each.method === undefined || each.method === method) &&
        (each.personId === undefined || each.personId === personId),
    );
    if (fault === undefined) return undefined;
    fault.hits += 1;
    if (fault.remaining !== undefined) {
      fault.remaining -= 1;
      if (fault.remaining <= 0) this.faults = this.faults.filter((each) => each !== fault);
    }
    return fault;
  }

  all(): Fault[] {
    return [...this.faults];
  }

  /** Throws `not-found` for a fault that is unknown or used up. */
  remove(id: number): void {
    const left = this.faults.filter((each) => each.id !== id);
    if (left.length === this.faults.length)
      throw new Problem("not-found", { detail: `There is no fault ${id} any more.` });
    this.faults = left;
  }

  clear(): void {
    this.faults = [];
  }
}
