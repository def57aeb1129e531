import { tapInline, tapKey } from "./actions.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { state } from "./state.js";

const corners = { url: ["link", "message.link"], copyText: ["copy", "message.copy"], webApp: ["app", null] };

/**
 * The inline keyboard under a message: rows of equal buttons.
 * @param {number} personId
 * @param {object} message
 * @param {{ onLink: (url: string) => boolean }} actions
 */
export function inlineKeyboard(personId, message, actions) {
  return h(
    "div",
    {
      class: "inline-keyboard",
      role: "group",
      "aria-label": t("message.buttons"),
      on: { keydown: moveInGrid },
    },
    message.buttons.map((row, y) =>
      h(
        "div",
        { class: "key-row" },
        row.map((button, x) => key(personId, message, button, y, x, actions)),
      ),
    ),
  );
}

function key(personId, message, button, row, column, actions) {
  const disabled = button.kind === "disabled";
  const corner = corners[button.kind];
  const common = {
    class: `key${button.style ? ` key-${button.style}` : ""}${disabled ? " key-disabled" : ""}`,
    dataset: { testid: "inline-button", row, column },
  };
  const inside = [
    h("span", { class: "key-text" }, button.text),
    corner && icon(corner[0], 12),
    corner?.[1] && h("span", { class: "visually-hidden" }, ` (${t(corner[1])})`),
  ];
  if (button.kind === "url") {
    const onClick = (event) => actions.onLink(button.url) && event.preventDefault();
    return h(
      "a",
      {
        ...common,
        href: safeUrl(button.url),
        target: "_blank",
        rel: "noopener noreferrer",
        on: { click: onClick },
      },
      inside,
    );
  }
  return h(
    "button",
    {
      ...common,
      type: "button",
      "aria-disabled": disabled ? "true" : undefined,
      on: { click: () => !disabled && void tapInline(personId, message, row, column) },
    },
    inside,
  );
}

const safeUrl = (url) => (/^(https?|tg|mailto|tel):/i.test(url) ? url : "about:blank");

/** Spinners on exactly the buttons whose callback query has no answer yet. */
export function showWaiting(personId, message, keyboardNode) {
  const waiting = state.chats.get(personId)?.pendingTaps ?? [];
  for (const node of keyboardNode.querySelectorAll(".key")) {
    const { row, column } = node.dataset;
    const button = message.buttons[row]?.[column];
    const isWaiting =
      state.taps.has(tapKey(personId, message.messageId, row, column)) ||
      waiting.some(({ messageId, data }) => messageId === message.messageId && data === button?.data);
    if (node.classList.toggle("waiting", isWaiting)) node.setAttribute("aria-busy", "true");
    else node.removeAttribute("aria-busy");
  }
}

/** Arrows walk the grid, so that a month of days does not cost forty Tabs. */
export function moveInGrid(event) {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  const current = document.activeElement.closest(".key");
  if (!step || !current) return;
  const rows = [...event.currentTarget.querySelectorAll(".key-row")].map((row) => [...row.children]);
  const y = rows.findIndex((row) => row.includes(current));
  const x = rows[y].indexOf(current);
  const row = rows[y + step[0]];
  if (!row) return;
  const next =
    step[0] === 0
      ? row[x + step[1]]
      : row[Math.min(row.length - 1, Math.floor(((x + 0.5) / rows[y].length) * row.length))];
  if (!next) return;
  next.focus();
  event.preventDefault();
}
