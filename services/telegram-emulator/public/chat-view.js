import { deliver, discard } from "./actions.js";
import { h } from "./dom.js";
import { followEnd } from "./follow.js";
import { dayKey, dayLabel } from "./format.js";
import { icon, logo } from "./icons.js";
import { plural, t } from "./i18n.js";
import { messageView, outboxView } from "./message.js";
import { announce } from "./overlays.js";
import { demoNow, state, subscribe } from "./state.js";
import { markSeen } from "./unread.js";

const GROUP_MS = 5 * 60_000;

/** The list of messages of one person's chat. */
export function chatView(personId, actions) {
  const list = h("ol", { class: "messages" });
  const scroller = h(
    "div",
    {
      class: "chat-scroll",
      tabindex: 0,
      role: "region",
      "aria-label": t("chat.messages"),
      dataset: { testid: "chat" },
    },
    list,
  );
  const toEnd = h(
    "button",
    { type: "button", class: "to-end", dataset: { testid: "to-end" }, on: { click: () => follow.glide() } },
    h("span", { class: "to-end-count" }),
    icon("down", 20),
  );
  const node = h("div", { class: "chat-body" }, scroller, toEnd);
  const views = new Map();
  let missed = 0;
  let lastId = null;

  const follow = followEnd(scroller, (atEnd) => {
    if (atEnd) {
      missed = 0;
      markSeen(personId);
    }
    showToEnd();
  });
  follow.watch(list);
  follow.watch(scroller);

  function showToEnd() {
    const away = !follow.isAtEnd();
    toEnd.classList.toggle("shown", away);
    toEnd.tabIndex = away ? 0 : -1;
    toEnd.setAttribute("aria-label", missed > 0 ? plural("chat.newMessages", missed) : t("chat.toBottom"));
    toEnd.firstChild.textContent = missed > 0 ? plural("chat.newMessages", missed) : "";
  }

  /** Puts the wanted nodes in order with as few moves as possible, so that nothing loses focus or animation. */
  function arrange(wanted) {
    const keep = new Set(wanted.map(({ key }) => key));
    for (const [key, view] of views) {
      if (keep.has(key)) continue;
      views.delete(key);
      view.node.remove();
    }
    let place = list.firstChild;
    for (const { key, make, show, enter } of wanted) {
      let view = views.get(key);
      if (!view) {
        view = make();
        if (enter) view.node.classList.add("entering");
        views.set(key, view);
      }
      show(view);
      if (view.node === place) place = place.nextSibling;
      else list.insertBefore(view.node, place);
    }
  }

  function show() {
    const chat = state.chats.get(personId);
    if (!chat) return;
    const first = lastId === null;
    const fresh = chat.messages.filter(({ messageId }) => !first && messageId > lastId);
    const entries = state.outbox.get(personId) ?? [];
    arrange([
      ...(chat.messages.length + entries.length === 0 ? [emptyItem(chat)] : []),
      ...messageItems(chat, first ? Infinity : lastId),
      ...entries.map((entry) => ({
        key: entry.localId,
        make: () =>
          outboxView(entry, {
            onRetry: () => void deliver(personId, entry),
            onDiscard: () => discard(personId, entry),
          }),
        show: (view) => view.show(),
        enter: true,
      })),
    ]);
    lastId = chat.messages.at(-1)?.messageId ?? 0;
    if (first) follow.jump();
    else afterChange(fresh);
  }

  function afterChange(fresh) {
    const news = fresh.filter(({ from }) => from === "bot");
    if (news.length > 0)
      announce(news.map(({ text, kind }) => t("message.new", { text: text || t(`kind.${kind}`) })).join(" "));
    if (fresh.some(({ from }) => from === "person")) follow.glide();
    else if (!follow.isAtEnd()) missed += news.length;
    if (follow.isAtEnd()) markSeen(personId);
    showToEnd();
  }

  function messageItems(chat, knownUpTo) {
    const now = demoNow();
    return chat.messages.flatMap((message, index) => {
      const before = chat.messages[index - 1];
      const after = chat.messages[index + 1];
      const day = dayKey(new Date(message.sentAt));
      const newDay = !before || dayKey(new Date(before.sentAt)) !== day;
      const separator = {
        key: `day-${day}`,
        make: daySeparator,
        show: (view) => view.show(dayLabel(new Date(message.sentAt), now)),
      };
      const item = {
        key: `m${message.messageId}`,
        make: () => messageView(personId, actions),
        show: (view) => {
          view.show(message, chat);
          view.node.classList.toggle("first", newDay || !sameGroup(before, message));
          view.node.classList.toggle("last", !sameGroup(message, after));
        },
        enter: message.messageId > knownUpTo,
      };
      return newDay ? [separator, item] : [item];
    });
  }

  subscribe("chat", (id) => id === personId && show());
  subscribe("outbox", (id) => id === personId && show());
  subscribe("clock", ({ moved }) => moved && show());
  show();
  return { node, start: () => follow.jump() };
}

const sameGroup = (a, b) =>
  Boolean(a && b) &&
  a.from === b.from &&
  a.from !== "service" &&
  dayKey(new Date(a.sentAt)) === dayKey(new Date(b.sentAt)) &&
  Date.parse(b.sentAt) - Date.parse(a.sentAt) < GROUP_MS;

function daySeparator() {
  const words = h("span", {});
  return { node: h("li", { class: "day" }, words), show: (label) => (words.textContent = label) };
}

/** An empty chat introduces the bot, as Telegram does before Start. */
function emptyItem({ bot }) {
  const make = () => ({
    node: h(
      "li",
      { class: "bot-intro" },
      logo(72),
      h("strong", {}, bot.name),
      h("span", { class: "bot-intro-title" }, t("chat.what")),
      h("p", { dir: "auto" }, bot.description || t("chat.noDescription")),
    ),
  });
  return { key: `intro-${bot.name}-${bot.description}`, make, show: () => undefined };
}
