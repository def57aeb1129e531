import { mountChatPane } from "./chat-pane.js";
import { mountClockBar } from "./clock-bar.js";
import { stepDone } from "./guide-steps.js";
import { t } from "./i18n.js";
import { mountPersons } from "./persons.js";
import { personById, publish, scoped, state, subscribe } from "./state.js";
import { refreshChat, startSync } from "./sync.js";
import { followSystemTheme } from "./theme.js";
import { markSeen, totalUnread } from "./unread.js";

const root = document.documentElement;
const place = (id) => document.getElementById(id);
let frame = null;
let chat = null;

/** Builds the page; again after a change of language, because every word changes. */
function build() {
  frame?.dispose();
  frame = scoped(() => {
    subscribe("persons", openFromAddress);
    for (const topic of ["persons", "chat"]) subscribe(topic, showTitle);
    return [
      mountClockBar(place("clock-bar"), { onLanguage: rebuild }),
      mountPersons(place("pane-list"), { onPick: pick }),
    ];
  });
  buildChat();
  showTitle();
}

function buildChat() {
  chat?.dispose();
  chat = scoped(() => mountChatPane(place("pane-chat"), { onBack: leave }));
}

/** The button that changed the language is a new node now: it gets its focus back. */
function rebuild() {
  build();
  document.querySelector('[data-testid="language"]').focus();
}

/** The address names the open chat (#1001), so that "back" and reload do what one expects. */
function pick(personId) {
  if (state.selectedId === personId) return;
  location.hash = String(personId);
}

function leave() {
  const former = state.selectedId;
  history.replaceState(null, "", location.pathname + location.search);
  select(null);
  document.querySelector(`[data-testid="person-${former}"]`)?.focus();
}

function openFromAddress() {
  const id = Number(location.hash.slice(1)) || null;
  const known = id !== null && personById(id) ? id : null;
  if (known !== state.selectedId) select(known);
}

function select(personId) {
  state.selectedId = personId;
  root.dataset.pane = personId === null ? "list" : "chat";
  buildChat();
  publish("selection");
  if (personId === null) return;
  if (!state.chats.has(personId)) void refreshChat(personId);
  stepDone("pick");
  markSeen(personId);
  // Not on touch screens: there the focus would cover half of the chat with a keyboard.
  if (matchMedia("(pointer: fine)").matches) chat.part.focus();
}

function showTitle() {
  const unread = totalUnread();
  document.title = unread > 0 ? `(${unread}) ${t("app.title")}` : t("app.title");
}

addEventListener("hashchange", openFromAddress);
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && state.selectedId !== null && !document.querySelector("dialog[open]")) leave();
});
document.addEventListener("visibilitychange", () => {
  if (state.selectedId !== null) markSeen(state.selectedId);
});
setInterval(() => {
  for (const part of frame.part) part.tick();
}, 1000);

build();
followSystemTheme(build);
startSync();
