import { performance } from "node:perf_hooks";

export class Interrupted extends Error {}

/**
 * What has been started, so that it is stopped in the opposite order, whatever ends this process: Ctrl-C, a failed
 * step or a child's crash. A second Ctrl-C does not wait for anybody.
 */
export function createStopping(screen) {
  const duties = [];
  let stopped;

  /** `stop` may be called while the thing is still starting, and more than once; `force` must be quick. */
  function add(name, { stop, force = stop }) {
    if (stopped) throw new Interrupted();
    duties.push({ name, stop, force });
  }

  function stop() {
    stopped ??= (async () => {
      for (const duty of [...duties].reverse()) {
        const slow = setTimeout(() => screen.line(`… waiting for ${duty.name}`), 2000);
        try {
          await duty.stop();
        } catch (error) {
          screen.warn(`${duty.name} did not stop cleanly: ${error.message}`);
        } finally {
          clearTimeout(slow);
        }
      }
    })();
    return stopped;
  }

  async function force() {
    const giveUp = new Promise((resolve) => setTimeout(resolve, 5000).unref());
    await Promise.race([giveUp, Promise.allSettled(duties.map((duty) => duty.force()))]);
  }

  /** `ended` is called once everything is down, with the exit code. */
  function onSignals({ exitCode, ended }) {
    let first;
    const handle = () => {
      if (first === undefined) {
        first = performance.now();
        screen.interrupt();
        screen.line();
        screen.line("Stopping (Ctrl-C again to force) …");
        stop().then(() => ended(exitCode()));
        // npm hands the terminal's Ctrl-C on to us, who have had it already: the pair counts as one.
      } else if (performance.now() - first > 700) {
        force().then(() => ended(1));
      }
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, handle);
  }

  return {
    add,
    stop,
    onSignals,
    get begun() {
      return stopped !== undefined;
    },
    /** To be called between steps: after Ctrl-C nothing new is started. */
    check() {
      if (stopped) throw new Interrupted();
    },
  };
}
