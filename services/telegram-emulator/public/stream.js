/** Server-sent events of the emulator. Opens again by itself, also after answers that make EventSource give up. */

const NAMES = ["chat", "typing", "toast", "clock", "persons", "bot", "reset"];
const RETRY_MS = [500, 1000, 2000, 4000];

/**
 * @param {object} handlers
 * @param {() => void} handlers.onOpen
 * @param {() => void} handlers.onLost
 * @param {(name: string, data: any) => void} handlers.onEvent
 */
export function openStream({ onOpen, onLost, onEvent }) {
  let failures = 0;

  function connect() {
    const source = new EventSource("_emulator/events");
    source.addEventListener("open", () => {
      failures = 0;
      onOpen();
    });
    source.addEventListener("error", () => {
      onLost();
      source.close();
      setTimeout(connect, RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]);
    });
    for (const name of NAMES)
      source.addEventListener(name, (event) => onEvent(name, event.data ? JSON.parse(event.data) : {}));
  }

  connect();
}
