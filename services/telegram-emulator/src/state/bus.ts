import { type Schemas } from "../contract/schemas";

type StreamEvents = Required<Schemas["StreamEvents"]>;

/** What the page's event stream carries, and two kinds that only long polls wait for. */
export type Happening =
  | { [Name in keyof StreamEvents]: { name: Name; data: StreamEvents[Name] } }[keyof StreamEvents]
  | { name: "call"; data: null }
  | { name: "update"; data: null };

export type Listener = (happening: Happening) => void;

/** Tells everyone who waits that something happened. */
export class Bus {
  private readonly listeners = new Set<Listener>();

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell(happening: Happening): void {
    for (const listener of [...this.listeners]) listener(happening);
  }

  /**
   * Resolves when `done` holds, looked at again after each happening, or when time or somebody's patience is over. Each signal is
   * listened to by itself: one made of others (`AbortSignal.any`) leaves something behind on those that outlive the wait.
   */
  waitUntil(done: () => boolean, timeoutMs: number, ...signals: AbortSignal[]): Promise<void> {
    if (done() || timeoutMs <= 0 || signals.some(({ aborted }) => aborted)) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        stop();
        for (const signal of signals) signal.removeEventListener("abort", finish);
        resolve();
      };
      const timer = setTimeout(finish, timeoutMs);
      const stop = this.listen(() => {
        if (done()) finish();
      });
      for (const signal of signals) signal.addEventListener("abort", finish);
    });
  }
}
