import { cards } from "./cards.js";
import { h, reducedMotion, replace } from "./dom.js";
import { isOnlyEmoji } from "./entities.js";
import { clockTime, fullTime } from "./format.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { inlineKeyboard, showWaiting } from "./keyboard.js";
import { richText } from "./rich-text.js";

const MORPH_MS = 220;

/**
 * One message of the chat. `show` redraws only what has changed, so that a card edited in place keeps its buttons,
 * their spinners and the keyboard focus.
 */
export function messageView(personId, actions) {
  const bubble = h("div", { class: "bubble" });
  const column = h("div", { class: "message-column" }, bubble);
  const node = h("li", { class: "message" }, column);
  let keyboard = null;
  let drawn = { body: "", keys: "" };
  let current = null;

  function drawKeyboard(message) {
    const focused = keyboard?.contains(document.activeElement)
      ? document.activeElement.closest(".key")?.dataset
      : null;
    const next = message.buttons?.length ? inlineKeyboard(personId, message, actions) : null;
    if (keyboard && next) keyboard.replaceWith(next);
    else if (next) column.append(next);
    else keyboard?.remove();
    keyboard = next;
    // An edit replaces the button under the finger: the focus stays in the same place of the new keyboard.
    if (focused && next) nearest(next, focused)?.focus({ preventScroll: true });
  }

  return {
    node,
    show(message, chat) {
      const body = JSON.stringify([{ ...message, buttons: null }, repliedTo(message, chat)?.text]);
      const keys = JSON.stringify(message.buttons ?? null);
      const isEdit = current !== null && (body !== drawn.body || keys !== drawn.keys);
      const before = isEdit ? sizes() : null;
      current = message;
      if (body !== drawn.body) {
        const sender = message.from === "person" ? "out" : message.from === "bot" ? "in" : "service";
        node.classList.remove("out", "in", "service", "bare");
        node.classList.add(sender);
        node.classList.toggle("bare", isBare(message));
        node.dataset.testid = `message-${message.messageId}`;
        replace(bubble, content(message, chat, actions));
      }
      if (keys !== drawn.keys) drawKeyboard(message);
      drawn = { body, keys };
      if (keyboard) showWaiting(personId, message, keyboard);
      node.classList.toggle("with-keyboard", keyboard !== null);
      if (before) morph(before);
    },
  };

  function sizes() {
    return { bubble: bubble.getBoundingClientRect(), keyboardHeight: keyboard?.offsetHeight ?? 0 };
  }

  /** The bubble grows or shrinks from its old size while the new words fade in. */
  function morph(before) {
    if (reducedMotion()) return;
    const options = { duration: MORPH_MS, easing: "cubic-bezier(0.2, 0.8, 0.2, 1)" };
    const after = bubble.getBoundingClientRect();
    const size = ({ width, height }) => ({ width: `${width}px`, height: `${height}px` });
    if (
      Math.abs(before.bubble.height - after.height) > 1 ||
      Math.abs(before.bubble.width - after.width) > 1
    ) {
      bubble.classList.add("morphing");
      const growing = bubble.animate([size(before.bubble), size(after)], options);
      growing.finished.finally(() => bubble.classList.remove("morphing"));
    }
    for (const part of bubble.children) part.animate([{ opacity: 0.25 }, { opacity: 1 }], options);
    if (!keyboard) return;
    const height = keyboard.offsetHeight;
    keyboard.animate(
      [
        { opacity: 0.4, height: `${before.keyboardHeight || height}px`, overflow: "hidden" },
        { opacity: 1, height: `${height}px`, overflow: "hidden" },
      ],
      options,
    );
  }
}

function nearest(keyboard, { row, column }) {
  const keys = [...keyboard.querySelectorAll(".key")];
  return keys.find((key) => key.dataset.row === row && key.dataset.column === column) ?? keys.at(-1);
}

const isBare = (message) =>
  message.kind === "sticker" ||
  (message.kind === "text" && message.entities.length === 0 && isOnlyEmoji(message.text));

const repliedTo = (message, chat) =>
  message.replyToMessageId && chat.messages.find(({ messageId }) => messageId === message.replyToMessageId);

function content(message, chat, actions) {
  if (message.from === "service" || message.kind === "pinned")
    return [h("span", { class: "service-text" }, icon("pin", 14), message.text || t("message.pinned"))];
  const quoted = repliedTo(message, chat);
  const card = cards[message.kind];
  const bigEmoji = isBare(message) && message.kind === "text";
  const className = bigEmoji
    ? "message-text big-emoji"
    : message.text
      ? "message-text"
      : "message-text only-meta";
  return [
    quoted && h("div", { class: "reply-quote" }, quoted.text || t(`kind.${quoted.kind}`)),
    card && message[message.kind === "photo" ? "kind" : message.kind] && card(message),
    h(
      "div",
      { class: className, dir: "auto" },
      message.text ? richText(message, actions) : null,
      message.reaction ? null : meta(message),
    ),
    message.reaction && h("div", { class: "reactions" }, reaction(message), meta(message)),
  ];
}

const reaction = (message) =>
  h(
    "span",
    {
      class: "reaction",
      role: "img",
      "aria-label": t("message.reaction", { emoji: message.reaction }),
    },
    asEmoji(message.reaction),
  );

/** ❤ and the like are text by default; the selector asks for the picture. */
const asEmoji = (character) => (character.length === 1 ? `${character}\uFE0F` : character);

function meta(message) {
  const sent = new Date(message.sentAt);
  return h(
    "span",
    { class: "meta" },
    // As in Telegram: a card with buttons is edited at every step, so saying so would be noise.
    message.editedAt &&
      !message.buttons?.length &&
      h("span", { class: "edited", title: fullTime(new Date(message.editedAt)) }, t("message.edited")),
    h("time", { datetime: message.sentAt, title: fullTime(sent) }, clockTime(sent)),
    message.from === "person" && [
      icon("check", 14),
      h("span", { class: "visually-hidden" }, t("message.sent")),
    ],
  );
}

/** A text that the server has not confirmed: a clock while it travels, buttons when it failed. */
export function outboxView(entry, { onRetry, onDiscard }) {
  const node = h("li", { class: "message out first last" });
  return {
    node,
    show() {
      const failed = entry.status === "failed";
      node.classList.toggle("failed", failed);
      replace(
        node,
        h(
          "div",
          { class: "message-column" },
          h(
            "div",
            { class: "bubble" },
            h(
              "div",
              { class: "message-text", dir: "auto" },
              entry.text,
              h(
                "span",
                { class: "meta" },
                clockTime(new Date(entry.sentAt)),
                icon(failed ? "info" : "clock", 13),
                h("span", { class: "visually-hidden" }, t("message.sending")),
              ),
            ),
          ),
          failed &&
            h(
              "div",
              { class: "failed-row", role: "alert" },
              h("span", {}, t("message.failed", { reason: entry.reason })),
              h(
                "button",
                { type: "button", class: "chip", dataset: { testid: "retry" }, on: { click: onRetry } },
                icon("retry", 15),
                t("message.retry"),
              ),
              h("button", { type: "button", class: "chip", on: { click: onDiscard } }, t("message.discard")),
            ),
        ),
      );
    },
  };
}
