import { isWithin } from "../timeline";
import { clockTime, type Invariant } from "./invariant";

/** A process that starts while a store or Telegram is away gives up and is started again; that is how it is meant. */
const graceMs = 5_000;

/** What must be up is up; nobody ended by itself; nothing fatal was logged but by who could not start during an outage. */
export const processesLive: Invariant = {
  name: "processes live",
  atLeast: 0,
  check({ exits, log, down, timeline }) {
    const { outages } = timeline;
    const violations = down.map((name) => `${name} is not up`);
    for (const { replica, at, how, isOurs, wasReady } of exits) {
      if (isOurs) continue;
      if (!wasReady && isWithin(outages, at, graceMs)) continue;
      violations.push(`${replica} ended by itself at ${clockTime(at)}: ${how}`);
    }
    for (const { replica, at, level, message, line } of log) {
      if (level !== "fatal") continue;
      if (/could not start/.test(message) && isWithin(outages, at, graceMs)) continue;
      violations.push(`${replica} at ${clockTime(at)}, fatal: ${message} ${line.slice(0, 400)}`);
    }
    return {
      violations,
      looked: exits.length,
      notes: [`${exits.filter(({ isOurs }) => isOurs).length} were ended by us`],
    };
  },
};

/** A 503 is an answer; a 500 is not, unless something that is needed was away at that moment. Nor are bugs in the log. */
export const noUnhandledErrors: Invariant = {
  name: "no unhandled errors",
  atLeast: 0,
  check({ faults, log, timeline }) {
    const stores = timeline.outages.filter(({ what }) => what !== "Telegram");
    const violations: string[] = [];
    let excused = 0;
    for (const { at, operation, status, title } of faults) {
      if (status === 503) continue;
      if (isWithin(stores, at, graceMs)) excused += 1;
      else violations.push(`${operation} was answered ${status} ${title} at ${clockTime(at)}`);
    }
    for (const { replica, at, level, message, line } of log) {
      if (level !== "error" || isHandled(line)) continue;
      if (isWithin(timeline.outages, at, graceMs)) excused += 1;
      else violations.push(`${replica} at ${clockTime(at)}: ${message} ${line.slice(0, 600)}`);
    }
    const unavailable = faults.filter(({ status }) => status === 503).length;
    return {
      violations,
      looked: faults.length + log.length,
      notes: [`${unavailable} answers 503; ${excused} errors while a store was away`],
    };
  },
};

/** A problem that the contract names, logged because it is one of ours (503). */
function isHandled(line: string): boolean {
  return /"type":"Problem"/.test(line) && !/"status":500/.test(line);
}
