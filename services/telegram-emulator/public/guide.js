import { h, replace } from "./dom.js";
import { guide, setDismissed, steps } from "./guide-steps.js";
import { icon, logo } from "./icons.js";
import { t } from "./i18n.js";
import { subscribe } from "./state.js";

/** The three steps as a card with ticks, below the chats. */
export function guideCard() {
  const card = h("section", { class: "guide-card", dataset: { testid: "guide" } });
  const show = () => {
    const { dismissed } = guide();
    card.classList.toggle("folded", dismissed);
    if (dismissed) {
      replace(
        card,
        h(
          "button",
          { type: "button", class: "text-button", on: { click: () => setDismissed(false) } },
          icon("info", 18),
          t("guide.again"),
        ),
      );
      return;
    }
    replace(
      card,
      h("h2", {}, t("guide.title")),
      stepList(),
      h(
        "button",
        {
          type: "button",
          class: "text-button",
          dataset: { testid: "guide-dismiss" },
          on: { click: () => setDismissed(true) },
        },
        t("guide.dismiss"),
      ),
    );
  };
  subscribe("guide", show);
  show();
  return card;
}

/** What a wide screen shows while no chat is open. */
export function welcome() {
  const list = h("div", {});
  const show = () => replace(list, stepList());
  subscribe("guide", show);
  show();
  return h(
    "div",
    { class: "welcome", dataset: { testid: "welcome" } },
    h(
      "div",
      { class: "welcome-card" },
      logo(84),
      h("h2", {}, t("app.name")),
      h("p", { class: "welcome-tagline" }, t("app.tagline")),
      list,
      h("p", { class: "welcome-note" }, t("guide.real")),
    ),
  );
}

function stepList() {
  const { done } = guide();
  const current = steps.find((step) => !done.includes(step));
  return h(
    "ol",
    { class: "steps" },
    steps.map((step, index) => {
      const isDone = done.includes(step);
      return h(
        "li",
        { class: `step${isDone ? " done" : ""}${step === current ? " current" : ""}` },
        h(
          "span",
          { class: "step-number", "aria-hidden": "true" },
          isDone ? icon("check", 15) : String(index + 1),
        ),
        h(
          "span",
          { class: "step-words" },
          h(
            "strong",
            {},
            t(`guide.${step}`),
            isDone && h("span", { class: "visually-hidden" }, ` (${t("guide.done")})`),
          ),
          h("span", {}, t(`guide.${step}More`)),
        ),
      );
    }),
  );
}
