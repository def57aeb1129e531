import { advanceBy, backToRealTime } from "./actions.js";
import { h, reducedMotion, replace } from "./dom.js";
import { clockTime, fullTime, shortDate, span, untilMorning, zoneName } from "./format.js";
import { icon, logo } from "./icons.js";
import { lang, switchLanguage, t } from "./i18n.js";
import { announce } from "./overlays.js";
import { skyWindow } from "./sky.js";
import { demoNow, state, subscribe } from "./state.js";
import { isDark, toggleTheme } from "./theme.js";
import { stepDone } from "./guide-steps.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SPIN_MS = 900;

/** Below this the difference to real time is only the drift of the two machines' clocks. */
const SAME_TIME_MS = 30_000;

const jumps = [
  ["10m", () => 10 * MINUTE],
  ["1h", () => HOUR],
  ["23h", () => 23 * HOUR],
  ["1d", () => 24 * HOUR],
  ["morning", () => untilMorning(demoNow())],
];

/** The bar on top: brand, the demo's time with a window onto its sky, jumps forward, language and theme. */
export function mountClockBar(root, { onLanguage }) {
  const sky = skyWindow();
  const time = h("span", { class: "clock-time", dataset: { testid: "clock-now" } });
  const date = h("span", { class: "clock-date" });
  const zone = h("span", { class: "clock-zone" });
  const offset = h("span", { class: "clock-offset" });
  const reset = h(
    "button",
    {
      type: "button",
      class: "clock-reset",
      title: t("clock.resetLabel"),
      "aria-label": t("clock.resetLabel"),
      dataset: { testid: "clock-reset" },
      on: { click: () => void backToRealTime() },
    },
    icon("reset", 13),
    h("span", {}, t("clock.reset")),
  );
  const chips = jumps.map(([name, span]) =>
    h(
      "button",
      {
        type: "button",
        class: `chip${name === "23h" ? " lamp" : ""}`,
        title: name === "morning" ? t("clock.morningLabel") : undefined,
        "aria-label": name === "morning" ? t("clock.morningLabel") : undefined,
        dataset: { testid: `clock-plus-${name}` },
        on: { click: () => void jump(span()) },
      },
      name === "morning" ? icon("sunrise", 16) : null,
      t(`clock.${name === "morning" ? name : `plus${name}`}`),
    ),
  );

  replace(
    root,
    h(
      "div",
      { class: "brand" },
      logo(36),
      h("div", { class: "brand-words" }, h("strong", {}, t("app.name")), h("span", {}, t("app.tagline"))),
    ),
    h(
      "div",
      { class: "clock", role: "group", "aria-label": t("clock.title") },
      sky.node,
      h(
        "div",
        { class: "clock-face" },
        h("div", { class: "clock-line" }, time, date),
        h("div", { class: "clock-line small" }, zone, offset, reset),
      ),
      h("div", { class: "clock-chips", role: "group", "aria-label": t("clock.move") }, chips),
    ),
    h("div", { class: "bar-tools" }, languageButton(onLanguage), themeButton()),
  );

  let spinning = false;

  function show(moment) {
    time.textContent = clockTime(moment);
    date.textContent = shortDate(moment);
    sky.show(moment);
  }

  function showState() {
    const moved = Math.abs(state.offsetMs) > SAME_TIME_MS;
    root.classList.toggle("moved", moved);
    reset.hidden = !moved;
    const { name, full } = zoneName(demoNow());
    zone.textContent = moved ? name : t("clock.zone", { zone: full });
    zone.title = t("clock.zone", { zone: full });
    offset.textContent = moved
      ? t(state.offsetMs > 0 ? "clock.ahead" : "clock.behind", { span: span(state.offsetMs) })
      : t("clock.real");
  }

  /** Runs the hands from the old time to the new one, with a short glow. */
  function spin(fromOffset) {
    showState();
    announce(t("clock.moved", { time: fullTime(demoNow()) }));
    if (reducedMotion()) {
      show(demoNow());
      return;
    }
    root.classList.remove("flash");
    requestAnimationFrame(() => root.classList.add("flash"));
    const began = performance.now();
    spinning = true;
    const frame = (instant) => {
      const part = Math.min(1, (instant - began) / SPIN_MS);
      const eased = 1 - (1 - part) ** 3;
      show(new Date(Date.now() + fromOffset + (state.offsetMs - fromOffset) * eased));
      if (part < 1) requestAnimationFrame(frame);
      else spinning = false;
    };
    requestAnimationFrame(frame);
  }

  subscribe("clock", ({ moved, from }) => {
    if (moved) spin(from);
    else tick();
  });

  function tick() {
    if (spinning) return;
    const now = demoNow();
    if (clockTime(now) !== time.textContent) show(now);
    showState();
  }

  tick();
  return { tick };
}

async function jump(milliseconds) {
  await advanceBy(milliseconds);
  stepDone("book");
}

function languageButton(onLanguage) {
  return h(
    "button",
    {
      type: "button",
      class: "icon-button lang-button",
      "aria-label": t("lang.switch"),
      title: t("lang.switch"),
      lang: lang() === "ru" ? "en" : "ru",
      dataset: { testid: "language" },
      on: {
        click: () => {
          switchLanguage();
          onLanguage();
        },
      },
    },
    t("lang.other"),
  );
}

function themeButton() {
  const button = h("button", { type: "button", class: "icon-button", dataset: { testid: "theme" } });
  const dress = () => {
    const label = t(isDark() ? "theme.toLight" : "theme.toDark");
    button.setAttribute("aria-label", label);
    button.title = label;
    replace(button, icon(isDark() ? "sun" : "moon", 20));
  };
  button.addEventListener("click", () => {
    toggleTheme();
    dress();
  });
  dress();
  return button;
}
