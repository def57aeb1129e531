import { h, replace } from "./dom.js";
import { icon, logo } from "./icons.js";
import { t } from "./i18n.js";
import { state } from "./state.js";

/** What lies over the page: fading notes, the bot's toasts and alerts, questions. */

const NOTE_MS = 4500;
const shownToasts = new Set();

/** An answer to a callback query: a fading line, or a box to be closed. Each is shown once. */
export function showToast({ id, text, alert, url }) {
  if (shownToasts.has(id)) return;
  shownToasts.add(id);
  if (alert) void showAlert(text);
  else if (text || url) showNote(text ?? "", { url, fromBot: true });
}

export function showNote(text, { url, fromBot = false } = {}) {
  const close = () => {
    note.classList.add("leaving");
    setTimeout(() => note.remove(), 220);
  };
  const note = h(
    "div",
    { class: "toast", dataset: { testid: "toast" } },
    fromBot ? logo(22) : icon("info", 20),
    h("span", { class: "toast-text" }, text),
    url && h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, t("note.openLink")),
    h(
      "button",
      { type: "button", class: "icon-button small", "aria-label": t("note.close"), on: { click: close } },
      icon("close", 16),
    ),
  );
  document.getElementById("toasts").append(note);
  const timer = setTimeout(close, NOTE_MS + text.length * 30);
  note.addEventListener("pointerenter", () => clearTimeout(timer), { once: true });
  note.addEventListener("pointerleave", () => setTimeout(close, 1500), { once: true });
}

function showAlert(text) {
  return ask({ title: state.bot?.name ?? t("app.name"), text, yes: t("alert.ok"), testId: "alert" });
}

/** "Share your phone number?" Telegram asks before every request_contact, so do we. */
export function confirmShare(person) {
  return ask({
    title: t("share.title"),
    text: t("share.text", { phone: person.phoneNumber }),
    yes: t("share.yes"),
    no: t("share.no"),
    testId: "confirm",
  });
}

/** A native modal dialog: it holds the focus, closes on Esc and gives the focus back. */
function ask({ title, text, yes, no, testId }) {
  return new Promise((resolve) => {
    const dialog = h(
      "dialog",
      { class: "dialog", "aria-labelledby": "dialog-title", dataset: { testid: testId } },
      h("div", { class: "dialog-mark" }, logo(44)),
      h("h2", { id: "dialog-title" }, title),
      h("p", {}, text),
    );
    const button = (label, value, kind) =>
      h(
        "button",
        {
          type: "button",
          class: `button ${kind}`,
          dataset: { testid: `${testId}-${value}` },
          on: { click: () => dialog.close(value) },
        },
        label,
      );
    dialog.append(
      h("div", { class: "dialog-actions" }, no && button(no, "no", "quiet"), button(yes, "yes", "filled")),
    );
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close("no"));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector(".filled").focus();
  });
}

/** Says something to screen readers only. */
export function announce(text) {
  replace(document.getElementById("announcer"), text);
}
