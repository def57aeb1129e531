import { type Router } from "express";
import { type Bus } from "../state/bus";
import { type CallLog } from "../calls/call-log";
import { type DemoClock } from "../clock/demo-clock";
import { type Faults } from "../faults/faults";
import { type Viewed } from "../persons/view";

/** What the control API works on. */
export interface Control extends Viewed {
  clock: DemoClock;
  bus: Bus;
  faults: Faults;
  log: CallLog;
  /** Ends long polls and streams when the server stops. */
  stopping: AbortSignal;
  botChanged(): void;
}

export type Routes = (router: Router, control: Control) => void;
