/**
 * What the page knows, and who wants to hear of changes. Shapes are those of contracts/openapi/telegram-emulator.yaml.
 * Topics: persons, chat (detail: person id), typing (person id), selection, clock, bot, connection, outbox (person id).
 */
export const state = {
  /** "connecting" until the first answer, then "online" or "lost" */
  connection: "connecting",
  persons: [],
  chats: new Map(),
  selectedId: null,
  bot: null,
  /** Demo time minus real time, in milliseconds */
  offsetMs: 0,
  clockKnown: false,
  /** Person id → what was typed and not yet confirmed by the server */
  outbox: new Map(),
  /** Person id → { action, until (real time, ms) } */
  typing: new Map(),
  /** Taps on their way: "personId/messageId/row/column" */
  taps: new Set(),
};

const listeners = new Map();
const openScopes = [];

export function subscribe(topic, listener) {
  const those = listeners.get(topic) ?? new Set();
  listeners.set(topic, those.add(listener));
  openScopes.at(-1)?.push(() => those.delete(listener));
}

export function publish(topic, detail) {
  for (const listener of [...(listeners.get(topic) ?? [])]) listener(detail);
}

/**
 * Builds a part of the page and remembers what it subscribed to.
 * @template T
 * @param {() => T} build
 * @returns {{ part: T, dispose: () => void }} `dispose` ends the subscriptions when the part leaves the page
 */
export function scoped(build) {
  const ends = [];
  openScopes.push(ends);
  try {
    return { part: build(), dispose: () => ends.forEach((end) => end()) };
  } finally {
    openScopes.pop();
  }
}

export const personById = (id) => state.persons.find((person) => person.id === id);
export const selectedPerson = () => personById(state.selectedId);
export const selectedChat = () => state.chats.get(state.selectedId);
export const demoNow = () => new Date(Date.now() + state.offsetMs);
