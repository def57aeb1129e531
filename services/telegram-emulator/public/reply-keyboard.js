import { tapReply } from "./actions.js";
import { h, replace } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { moveInGrid } from "./keyboard.js";

const icons = { requestContact: "phone", requestLocation: "pin", webApp: "app" };

/** The bot's own keyboard below the input. The toggle button hides and shows it; a one-time keyboard hides after use. */
export function replyKeyboard(personId, toggleButton) {
  const node = h("div", {
    class: "reply-keyboard",
    role: "group",
    "aria-label": t("composer.keyboardTitle"),
    hidden: true,
    on: { keydown: moveInGrid },
  });
  let keyboard = null;
  let drawn = "";
  let folded = false;

  function dress() {
    const hasRows = (keyboard?.rows.length ?? 0) > 0;
    node.hidden = folded || !hasRows;
    toggleButton.hidden = !hasRows;
    toggleButton.classList.toggle("on", !node.hidden);
    const label = t(node.hidden ? "composer.keyboard" : "composer.keyboardHide");
    toggleButton.setAttribute("aria-label", label);
    toggleButton.setAttribute("aria-expanded", String(!node.hidden));
    toggleButton.title = label;
  }

  function used() {
    if (!keyboard?.oneTime) return;
    folded = true;
    dress();
  }

  async function tap(row, column) {
    const pressed = keyboard;
    await tapReply(personId, pressed, row, column);
    used();
  }

  return {
    node,
    used,
    toggle() {
      folded = !folded;
      dress();
    },
    show(next) {
      const signature = JSON.stringify(next);
      if (signature !== drawn) {
        drawn = signature;
        keyboard = next;
        folded = false;
        node.classList.toggle("tall", next?.resize === false);
        replace(
          node,
          (next?.rows ?? []).map((row, y) =>
            h(
              "div",
              { class: "key-row" },
              row.map((button, x) =>
                h(
                  "button",
                  {
                    type: "button",
                    class: `key${button.style ? ` key-${button.style}` : ""}`,
                    dataset: { testid: "reply-button" },
                    on: { click: () => void tap(y, x) },
                  },
                  icons[button.kind] && icon(icons[button.kind], 17),
                  h("span", { class: "key-text" }, button.text),
                ),
              ),
            ),
          ),
        );
      }
      dress();
    },
  };
}
