import { api } from "./api.js";
import { showToast } from "./overlays.js";
import { openStream } from "./stream.js";
import { publish, state } from "./state.js";

/** Keeps `state` equal to the emulator: everything at (re)connection, then what the stream says has changed. */
export function startSync() {
  openStream({
    onOpen: () => void loadEverything(),
    onLost: () => setConnection("lost"),
    onEvent: (name, data) => on[name](data),
  });
}

const on = {
  chat: ({ personId, revision }) => {
    const known = state.chats.get(personId);
    if (!known || known.revision !== revision) void refreshChat(personId);
  },
  typing: ({ personId, action, expiresInMs }) => setTyping(personId, action ? { action, expiresInMs } : null),
  toast: ({ personId, toast }) => {
    if (personId === state.selectedId) showToast(toast);
  },
  clock: setClock,
  persons: ({ persons }) => setPersons(persons),
  bot: (bot) => {
    state.bot = bot;
    publish("bot");
  },
  reset: () => {
    state.chats.clear();
    void loadEverything();
  },
};

async function loadEverything() {
  try {
    const [persons, bot, clock] = await Promise.all([api.persons(), api.bot(), api.clock()]);
    on.bot(bot);
    setClock(clock);
    setPersons(persons);
    await Promise.all(persons.map(({ id }) => refreshChat(id)));
    setConnection("online");
  } catch {
    // The stream will be lost too, and brings us here again when it is back.
    setConnection("lost");
  }
}

const reading = new Map();
let typingEvents = 0;

/** Reads a chat; requests that come while one is under way end in one more reading, never in a pile. */
export async function refreshChat(personId) {
  const underWay = reading.get(personId);
  if (underWay) {
    underWay.again = true;
    return underWay.done;
  }
  const turn = { again: false, done: undefined };
  reading.set(personId, turn);
  turn.done = (async () => {
    try {
      do {
        turn.again = false;
        const eventsBefore = typingEvents;
        const chat = await api.chat(personId);
        state.chats.set(personId, chat);
        // What the stream said meanwhile is newer than an answer that was on its way.
        if (typingEvents === eventsBefore) setTyping(personId, chat.typing);
        setPersons(state.persons.map((person) => (person.id === personId ? chat.person : person)));
        publish("chat", personId);
      } while (turn.again);
    } catch {
      // Lost connection: the next opening of the stream reads everything.
    } finally {
      reading.delete(personId);
    }
  })();
  return turn.done;
}

export function setClock({ offsetMs }) {
  const moved = state.clockKnown && offsetMs !== state.offsetMs;
  const from = state.offsetMs;
  state.offsetMs = offsetMs;
  state.clockKnown = true;
  publish("clock", { moved, from });
}

function setPersons(persons) {
  state.persons = persons;
  publish("persons");
}

function setTyping(personId, typing) {
  if (typing) state.typing.set(personId, { ...typing, until: Date.now() + typing.expiresInMs });
  else state.typing.delete(personId);
  publish("typing", personId);
  if (typing)
    setTimeout(() => {
      const current = state.typing.get(personId);
      if (current && current.until <= Date.now()) setTyping(personId, null);
    }, typing.expiresInMs + 20);
}

function setConnection(connection) {
  if (state.connection === connection) return;
  state.connection = connection;
  publish("connection");
}
