import { h } from "./dom.js";
import { plain, segments } from "./entities.js";
import { entityTime, fullTime } from "./format.js";
import { t } from "./i18n.js";
import { demoNow } from "./state.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };

/**
 * A formatted text as nodes.
 * @param {{ text: string, entities: object[] }} message
 * @param {{ onCommand: (command: string) => void, onLink: (url: string) => boolean }} actions
 *   `onLink` says true when it dealt with the link itself (a deep link of the bot)
 */
export function richText({ text, entities }, actions) {
  return withoutDoubleBreaks(segments(text, entities)).map((part) => toNode(part, actions));
}

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/** A block ends its line by itself: the line break written after it would show as an empty line. */
function withoutDoubleBreaks(parts) {
  return parts.map((part, index) => {
    const before = parts[index - 1];
    return typeof part === "string" && BLOCKS.has(before?.entity?.type) ? part.replace(/^\n/, "") : part;
  });
}

function toNode(part, actions) {
  if (typeof part === "string") return part;
  const { entity } = part;
  const inside = () => part.children.map((child) => toNode(child, actions));
  if (TAGS[entity.type]) return h(TAGS[entity.type], {}, inside());
  const make = makers[entity.type];
  return make ? make(entity, inside, part, actions) : h("span", {}, inside());
}

const makers = {
  pre: (entity, inside) =>
    h("pre", { class: "code-block", dataset: { language: entity.language ?? "" } }, h("code", {}, inside())),
  blockquote: (_, inside) => h("blockquote", {}, inside()),
  expandable_blockquote: (_, inside) => foldedQuote(inside()),
  spoiler: (_, inside) => spoiler(inside()),
  url: (_, inside, part, actions) => link(withScheme(plain(part)), inside(), actions),
  text_link: (entity, inside, _, actions) => link(entity.url, inside(), actions),
  email: (_, inside, part) => h("a", { href: `mailto:${plain(part)}` }, inside()),
  phone_number: (_, inside, part) => h("a", { href: `tel:${plain(part).replace(/[^\d+]/g, "")}` }, inside()),
  bot_command: (_, inside, part, actions) =>
    h(
      "button",
      { type: "button", class: "in-text", on: { click: () => actions.onCommand(plain(part)) } },
      inside(),
    ),
  mention: (_, inside) => h("span", { class: "mention" }, inside()),
  text_mention: (_, inside) => h("span", { class: "mention" }, inside()),
  hashtag: (_, inside) => h("span", { class: "mention" }, inside()),
  cashtag: (_, inside) => h("span", { class: "mention" }, inside()),
  date_time: (entity, inside, part) => viewersTime(entity, part),
};

const withScheme = (address) => (/^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`);

/** Only addresses a messenger would open; anything else (javascript:, data:) stays plain text. */
function link(url, children, actions) {
  if (!/^(https?|tg|mailto|tel):/i.test(url)) return h("span", {}, children);
  const onClick = (event) => {
    if (actions.onLink(url)) event.preventDefault();
  };
  const attributes = { href: url, target: "_blank", rel: "noopener noreferrer", title: url };
  return h("a", { ...attributes, on: { click: onClick } }, children);
}

function viewersTime(entity, part) {
  const date = new Date(entity.unixTime * 1000);
  // Without a format the bot's own words stay, and the exact moment is in the title.
  const shown = entity.dateTimeFormat
    ? entityTime(entity.unixTime, entity.dateTimeFormat, demoNow())
    : plain(part);
  return h(
    "time",
    { class: "tg-time", datetime: date.toISOString(), title: `${fullTime(date)} · ${plain(part)}` },
    shown,
  );
}

function spoiler(children) {
  const veil = h(
    "span",
    { class: "spoiler", role: "button", tabindex: 0, "aria-label": t("message.spoiler") },
    children,
  );
  const show = () => {
    veil.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) veil.removeAttribute(name);
  };
  veil.addEventListener("click", show);
  veil.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    show();
  });
  return veil;
}

function foldedQuote(children) {
  const toggle = h(
    "button",
    { type: "button", class: "quote-toggle", "aria-expanded": "false" },
    t("message.expand"),
  );
  const quote = h("blockquote", { class: "folded" }, h("span", { class: "quote-text" }, children), toggle);
  toggle.addEventListener("click", () => {
    const folded = quote.classList.toggle("folded");
    toggle.setAttribute("aria-expanded", String(!folded));
    toggle.textContent = t(folded ? "message.expand" : "message.collapse");
  });
  return quote;
}
