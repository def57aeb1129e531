import { pressStart } from "./actions.js";
import { chatHeader } from "./chat-header.js";
import { chatView } from "./chat-view.js";
import { composer } from "./composer.js";
import { h, replace } from "./dom.js";
import { welcome } from "./guide.js";
import { state } from "./state.js";

/** The chat of the chosen person, or the welcome. */
export function mountChatPane(root, { onBack }) {
  const id = state.selectedId;
  if (id === null) {
    replace(root, welcome());
    return { focus: () => undefined };
  }
  const writing = composer(id);
  const view = chatView(id, { onCommand: writing.sendCommand, onLink: (url) => openDeepLink(id, url) });
  replace(root, chatHeader(id, { onBack }), view.node, h("div", { class: "composer-place" }, writing.node));
  writing.grow();
  view.start();
  return { focus: writing.focus };
}

/** A link to the bot itself starts it here instead of leaving for the real Telegram. */
function openDeepLink(personId, url) {
  let address;
  try {
    address = new URL(url);
  } catch {
    return false;
  }
  const name = address.protocol === "tg:" ? address.searchParams.get("domain") : address.pathname.slice(1);
  const isOurs =
    /^(t\.me|telegram\.me|resolve)$/.test(address.hostname) &&
    name?.toLowerCase() === state.bot?.username.toLowerCase();
  if (!isOurs) return false;
  void pressStart(personId, address.searchParams.get("start") ?? undefined);
  return true;
}
