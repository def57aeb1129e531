import { attach, pressStart, sendText, shareContact } from "./actions.js";
import { commandMenu } from "./command-menu.js";
import { h, replace } from "./dom.js";
import { stepDone } from "./guide-steps.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { recall, remember } from "./memory.js";
import { attachMenu } from "./popover.js";
import { replyKeyboard } from "./reply-keyboard.js";
import { personById, state, subscribe } from "./state.js";

const MAX_INPUT_PX = 160;

/** Below the messages: the input with its menus, or the big Start when there is nothing to answer yet. */
export function composer(personId) {
  const draftKey = `draft.${personId}`;
  const input = h("textarea", {
    class: "input",
    rows: 1,
    maxlength: 4096,
    placeholder: t("composer.placeholder"),
    "aria-label": t("composer.label"),
    autocomplete: "off",
    dataset: { testid: "input" },
  });
  input.value = recall(draftKey, "");

  const send = button("send", "composer.send", "send-button", submit, "send");
  const keyboardToggle = button(
    "keyboard",
    "composer.keyboard",
    "icon-button",
    () => keyboard.toggle(),
    "keyboard-toggle",
  );
  const keyboard = replyKeyboard(personId, keyboardToggle);
  const attachButton = button("attach", "composer.attach", "icon-button", () => undefined, "attach");
  attachMenu(attachButton, () => attachments(personId));
  const commandsButton = h(
    "button",
    {
      type: "button",
      class: "menu-button",
      "aria-label": t("composer.commands"),
      dataset: { testid: "commands" },
      on: { click: toggleCommands },
    },
    icon("menu", 18),
    h("span", {}, t("composer.menu")),
  );
  const commands = commandMenu(input, {
    commands: () => state.chats.get(personId)?.commands ?? [],
    onChoose: (command) => {
      write("");
      transmit(command);
    },
    onComplete: write,
  });

  const row = h(
    "form",
    { class: "composer-row", on: { submit: (event) => event.preventDefault() } },
    commandsButton,
    h("div", { class: "menu-anchor up" }, attachButton),
    h("div", { class: "input-box" }, input, keyboardToggle),
    send,
  );
  const start = h("button", {
    type: "button",
    class: "start-button",
    dataset: { testid: "start" },
    on: { click: () => void begin() },
  });
  const node = h("div", { class: "composer" }, commands.node, row, start, keyboard.node);

  function button(name, label, className, onClick, testId) {
    return h(
      "button",
      {
        type: "button",
        class: className,
        "aria-label": t(label),
        title: t(label),
        dataset: { testid: testId },
        on: { click: onClick },
      },
      icon(name, 22),
    );
  }

  function toggleCommands() {
    if (commands.isOpen()) commands.close();
    else commands.open("/");
    input.focus();
  }

  function write(text) {
    input.value = text;
    onInput();
  }

  function transmit(text) {
    keyboard.used();
    void sendText(personId, text);
  }

  function submit() {
    const text = input.value.trim();
    if (!text) return;
    commands.close();
    write("");
    transmit(text);
    input.focus();
  }

  async function begin() {
    start.disabled = true;
    await pressStart(personId);
    stepDone("start");
    start.disabled = false;
    if (start.hidden && matchMedia("(pointer: fine)").matches) input.focus();
  }

  function onInput() {
    remember(draftKey, input.value);
    grow();
    send.classList.toggle("ready", input.value.trim() !== "");
    if (/^\/\w*$/.test(input.value)) commands.open(input.value);
    else commands.close();
  }

  /** As tall as its text, up to a limit. */
  function grow() {
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight, MAX_INPUT_PX)}px`;
  }

  input.addEventListener("input", onInput);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || commands.onKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  });

  function show() {
    const person = personById(personId);
    const chat = state.chats.get(personId);
    if (!person || !chat) return;
    const nothingYet = chat.messages.length === 0 && (state.outbox.get(personId) ?? []).length === 0;
    const bigButton = person.botBlocked ? "composer.restart" : nothingYet ? "composer.start" : null;
    row.hidden = bigButton !== null;
    start.hidden = bigButton === null;
    node.classList.toggle("starting", bigButton !== null);
    if (bigButton) replace(start, t(bigButton));
    else grow();
    commandsButton.hidden = chat.commands.length === 0;
    input.placeholder = chat.replyKeyboard?.placeholder ?? t("composer.placeholder");
    keyboard.show(bigButton ? null : chat.replyKeyboard);
  }

  for (const topic of ["persons", "chat", "outbox"]) subscribe(topic, show);
  show();
  send.classList.toggle("ready", input.value.trim() !== "");
  return {
    node,
    sendCommand: transmit,
    grow,
    focus: () => (start.hidden ? input : start).focus({ preventScroll: true }),
  };
}

function attachments(personId) {
  const item = (name, onClick) =>
    h(
      "button",
      { type: "button", role: "menuitem", dataset: { testid: `attach-${name}` }, on: { click: onClick } },
      icon(name, 20),
      t(`attach.${name}`),
    );
  return h(
    "div",
    { class: "menu up", "aria-label": t("composer.attach") },
    item("contact", () => void shareContact(personId)),
    item("sticker", () => void attach(personId, "sticker")),
    item("voice", () => void attach(personId, "voice")),
  );
}
