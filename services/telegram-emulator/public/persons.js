import { avatar } from "./avatar.js";
import { h, replace } from "./dom.js";
import { listTime } from "./format.js";
import { guideCard } from "./guide.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { demoNow, state, subscribe } from "./state.js";
import { unreadCount } from "./unread.js";

const roleIcons = { client: "person", master: "scissors", owner: "key" };

/** The left column: people, the guide, links. */
export function mountPersons(root, { onPick }) {
  const list = h("ul", { class: "persons", "aria-label": t("persons.title"), on: { keydown: moveByArrows } });
  const links = h("footer", { class: "links" });
  replace(
    root,
    h("div", { class: "list-head" }, h("h1", {}, t("persons.title")), h("span", {}, t("persons.hint"))),
    h("div", { class: "list-scroll" }, list, guideCard()),
    links,
  );

  const rows = new Map();

  function show() {
    const ids = new Set(state.persons.map(({ id }) => id));
    for (const [id, row] of rows) {
      if (ids.has(id)) continue;
      rows.delete(id);
      row.node.remove();
    }
    for (const person of state.persons) {
      if (!rows.has(person.id)) {
        rows.set(person.id, personRow(person, onPick));
        list.append(rows.get(person.id).node);
      }
      rows.get(person.id).show(person);
    }
  }

  function showLinks() {
    const all = state.bot?.links ?? [];
    replace(
      links,
      all.length === 0
        ? h("span", {}, t("links.none"))
        : all.map(({ label, url }) =>
            h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label, icon("link", 14)),
          ),
    );
  }

  for (const topic of ["persons", "chat", "selection", "typing"]) subscribe(topic, show);
  subscribe("bot", showLinks);
  show();
  showLinks();
  return { tick: show };
}

function personRow(person, onPick) {
  const name = h("span", { class: "person-name" });
  const time = h("time", { class: "person-time" });
  const preview = h("span", { class: "person-preview" });
  const chip = h("span", { class: `role role-${person.role}` });
  const badge = h("span", { class: "badge" });
  const button = h(
    "button",
    {
      type: "button",
      class: "person",
      dataset: { testid: `person-${person.id}` },
      on: { click: () => onPick(person.id) },
    },
    avatar(person, 52),
    h(
      "span",
      { class: "person-lines" },
      h("span", { class: "person-line" }, name, chip, time),
      h("span", { class: "person-line" }, preview, badge),
    ),
  );
  const node = h("li", {}, button);

  let drawn = "";
  return {
    node,
    show(current) {
      const view = personView(current);
      // The column is shown again with every event; the DOM is touched only when a row says something new.
      const signature = JSON.stringify(view);
      if (signature === drawn) return;
      drawn = signature;
      button.classList.toggle("selected", view.selected);
      if (view.selected) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
      name.textContent = view.name;
      time.textContent = view.time;
      replace(
        chip,
        view.role && icon(roleIcons[view.role] ?? "person", 13),
        view.role && view.role in roleIcons ? t(`role.${view.role}`) : view.role,
      );
      chip.hidden = !view.role;
      preview.classList.toggle("typing", view.typing);
      replace(
        preview,
        view.blocked && icon("block", 15),
        view.mine && h("span", { class: "person-you" }, `${t("persons.you")} `),
        view.preview,
      );
      badge.hidden = view.unread === 0;
      replace(
        badge,
        h("span", { "aria-hidden": "true" }, String(view.unread)),
        h("span", { class: "visually-hidden" }, t("persons.unread", { count: view.unread })),
      );
    },
  };
}

function personView(person) {
  const { lastMessage } = person;
  const typing = state.typing.has(person.id);
  return {
    name: [person.firstName, person.lastName].filter(Boolean).join(" "),
    role: person.role,
    selected: person.id === state.selectedId,
    blocked: person.botBlocked,
    typing,
    mine: !typing && !person.botBlocked && lastMessage?.from === "person",
    time: lastMessage ? listTime(new Date(lastMessage.sentAt), demoNow()) : "",
    preview: typing
      ? t("persons.typing")
      : person.botBlocked
        ? t("persons.blocked")
        : previewText(person.id, lastMessage),
    unread: unreadCount(person.id),
  };
}

/** The chat knows what kind a message is, so a sticker is named in the visitor's language. */
function previewText(personId, lastMessage) {
  if (!lastMessage) return t("persons.empty");
  const message = state.chats.get(personId)?.messages.at(-1);
  if (message && !message.text && message.kind !== "text") return t(`kind.${message.kind}`);
  return (message?.text || lastMessage.text).replace(/\s+/g, " ").slice(0, 120);
}

function moveByArrows(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const buttons = [...event.currentTarget.querySelectorAll(".person")];
  const next = buttons[buttons.indexOf(document.activeElement) + step];
  if (!next) return;
  next.focus();
  event.preventDefault();
}
