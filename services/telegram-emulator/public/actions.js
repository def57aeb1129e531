import { api, Unreachable } from "./api.js";
import { copyText } from "./clipboard.js";
import { t } from "./i18n.js";
import { confirmShare, showNote } from "./overlays.js";
import { personById, publish, state } from "./state.js";
import { refreshChat, setClock } from "./sync.js";

/** What a visitor does. Every failure becomes a sentence on the screen; nothing typed is lost. */

async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    showNote(
      error instanceof Unreachable ? t("error.unreachable") : t("error.refused", { reason: error.message }),
    );
    return undefined;
  }
}

let lastLocalId = 0;

/** Shows the text at once, with a little clock, and keeps it there with "try again" when it can't be sent. */
export function sendText(personId, text) {
  const entry = {
    localId: `o${++lastLocalId}`,
    text,
    status: "sending",
    sentAt: Date.now() + state.offsetMs,
  };
  state.outbox.set(personId, [...(state.outbox.get(personId) ?? []), entry]);
  publish("outbox", personId);
  return deliver(personId, entry);
}

export async function deliver(personId, entry) {
  entry.status = "sending";
  publish("outbox", personId);
  try {
    await api.sendText(personId, entry.text);
    await refreshChat(personId);
    discard(personId, entry);
  } catch (error) {
    entry.status = "failed";
    entry.reason = error instanceof Unreachable ? t("error.unreachable") : error.message;
    publish("outbox", personId);
  }
}

export function discard(personId, entry) {
  state.outbox.set(
    personId,
    (state.outbox.get(personId) ?? []).filter((other) => other !== entry),
  );
  publish("outbox", personId);
}

export async function pressStart(personId, payload) {
  await attempt(() => api.start(personId, payload));
  await refreshChat(personId);
}

export const tapKey = (personId, messageId, row, column) => `${personId}/${messageId}/${row}/${column}`;

export async function tapInline(personId, message, row, column) {
  const button = message.buttons[row][column];
  if (button.kind === "copyText") {
    const copied = await copyText(button.copyText);
    showNote(t(copied ? "note.copied" : "note.copyFailed", { text: button.copyText }));
    return;
  }
  if (button.kind === "webApp") {
    showNote(t("note.webApp"));
    return;
  }
  if (button.kind !== "callback") return;
  const key = tapKey(personId, message.messageId, row, column);
  if (state.taps.has(key)) return;
  state.taps.add(key);
  publish("chat", personId);
  await attempt(() => api.tap(personId, message.messageId, row, column));
  // From here on the chat's own `pendingTaps` knows whether the button still waits.
  await refreshChat(personId);
  state.taps.delete(key);
  publish("chat", personId);
}

export async function tapReply(personId, keyboard, row, column) {
  const { kind } = keyboard.rows[row][column];
  if (kind === "webApp") {
    showNote(t("note.webApp"));
    return;
  }
  if (kind === "requestContact" && !(await confirmShare(personById(personId)))) return;
  await attempt(() => api.tapKeyboard(personId, row, column));
  await refreshChat(personId);
}

export async function shareContact(personId) {
  if (!(await confirmShare(personById(personId)))) return;
  await attempt(() => api.shareContact(personId));
  await refreshChat(personId);
}

export async function attach(personId, kind) {
  await attempt(() => api.attach(personId, kind));
  await refreshChat(personId);
}

export async function setBlocked(personId, blocked) {
  await attempt(() => (blocked ? api.block(personId) : api.unblock(personId)));
  await refreshChat(personId);
}

export async function setLanguage(personId, languageCode) {
  await attempt(() => api.setLanguage(personId, languageCode));
  await refreshChat(personId);
}

export async function advanceBy(milliseconds) {
  const clock = await attempt(() => api.advanceBy(milliseconds));
  if (clock) setClock(clock);
}

export async function backToRealTime() {
  const clock = await attempt(() => api.realTime());
  if (clock) setClock(clock);
}
