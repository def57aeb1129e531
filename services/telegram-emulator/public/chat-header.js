import { setBlocked, setLanguage } from "./actions.js";
import { avatar } from "./avatar.js";
import { h, replace } from "./dom.js";
import { icon, logo } from "./icons.js";
import { plural, t } from "./i18n.js";
import { attachMenu } from "./popover.js";
import { personById, state, subscribe } from "./state.js";

/** Who one talks to, as whom, and what can be done about it. */
export function chatHeader(personId, { onBack }) {
  const name = h("strong", { class: "chat-name" });
  const status = h("span", { class: "chat-status" });
  const as = h("div", { class: "chat-as" });
  const banner = h("div", { class: "banner", role: "status" });
  const more = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": t("chat.menu"),
      title: t("chat.menu"),
      dataset: { testid: "chat-menu" },
    },
    icon("more", 22),
  );
  attachMenu(more, () => menu(personId));

  const node = h(
    "div",
    { class: "chat-top" },
    h(
      "header",
      { class: "chat-header" },
      h(
        "button",
        {
          type: "button",
          class: "icon-button back",
          "aria-label": t("chat.back"),
          dataset: { testid: "back" },
          on: { click: onBack },
        },
        icon("back", 24),
      ),
      h("span", { class: "bot-avatar" }, logo(42)),
      h("div", { class: "chat-names" }, name, status),
      as,
      h("div", { class: "menu-anchor" }, more),
    ),
    banner,
  );

  function show() {
    const person = personById(personId);
    const { bot } = state;
    if (!person || !bot) return;
    name.textContent = bot.name || bot.username;
    const typing = state.typing.has(personId);
    status.classList.toggle("typing", typing);
    replace(
      status,
      typing
        ? [t("chat.typing"), typingDots()]
        : bot.connection.online
          ? t("chat.bot")
          : `${t("chat.bot")} · ${t("chat.offline")}`,
    );
    replace(as, avatar(person, 28), h("span", {}, t("chat.as", { name: person.firstName })));
    showBanner(bot);
  }

  function showBanner(bot) {
    const pending = bot.connection.pendingUpdates;
    const text =
      state.connection === "lost"
        ? t("banner.lost")
        : bot.connection.online
          ? ""
          : pending > 0
            ? plural("banner.botPending", pending)
            : t("banner.bot");
    if (banner.textContent === text) return;
    banner.classList.toggle("lost", state.connection === "lost");
    replace(banner, text && icon("offline", 18), text && h("span", {}, text));
  }

  for (const topic of ["persons", "bot", "typing", "connection"]) subscribe(topic, show);
  show();
  return node;
}

const typingDots = () =>
  h("span", { class: "typing-dots", "aria-hidden": "true" }, h("i", {}), h("i", {}), h("i", {}));

function menu(personId) {
  const person = personById(personId);
  const language = person.languageCode?.slice(0, 2);
  const choice = (code) =>
    h(
      "button",
      {
        type: "button",
        role: "menuitemradio",
        "aria-checked": String(language === code),
        dataset: { testid: `person-language-${code}` },
        on: { click: () => void setLanguage(personId, code) },
      },
      language === code ? icon("check", 20) : h("span", { class: "icon-space" }),
      t(`menu.${code}`),
    );
  const blocked = person.botBlocked;
  return h(
    "div",
    { class: "menu", "aria-label": t("chat.menu") },
    h("div", { class: "menu-title" }, icon("language", 16), t("menu.language")),
    choice("ru"),
    choice("en"),
    h("hr", {}),
    h(
      "button",
      {
        type: "button",
        role: "menuitem",
        class: blocked ? "" : "danger",
        dataset: { testid: blocked ? "unblock" : "block" },
        on: { click: () => void setBlocked(personId, !blocked) },
      },
      icon(blocked ? "unlock" : "block", 20),
      t(blocked ? "menu.unblock" : "menu.block"),
    ),
  );
}
