import { h, replace } from "./dom.js";

/**
 * The commands above the input, filtered by what is typed after "/". The focus stays in the input: arrows choose,
 * Enter sends, Tab completes, Esc closes.
 */
export function commandMenu(input, { commands, onChoose, onComplete }) {
  const node = h("div", { class: "commands", id: "commands", role: "listbox", hidden: true });
  input.setAttribute("aria-controls", "commands");
  input.setAttribute("aria-autocomplete", "list");
  let shown = [];
  let chosen = 0;

  const isOpen = () => !node.hidden;

  function open(typed) {
    const wanted = typed.slice(1).toLowerCase();
    shown = commands().filter(({ command }) => command.startsWith(wanted));
    chosen = 0;
    node.hidden = shown.length === 0;
    draw();
  }

  function close() {
    node.hidden = true;
    input.removeAttribute("aria-activedescendant");
  }

  function draw() {
    replace(
      node,
      shown.map(({ command, description }, index) =>
        h(
          "button",
          {
            type: "button",
            role: "option",
            id: `command-${index}`,
            tabindex: -1,
            class: index === chosen ? "chosen" : "",
            "aria-selected": String(index === chosen),
            dataset: { testid: "command" },
            on: { click: () => choose(command) },
          },
          h("strong", {}, `/${command}`),
          h("span", {}, description),
        ),
      ),
    );
    if (!isOpen()) return;
    input.setAttribute("aria-activedescendant", `command-${chosen}`);
    node.children[chosen]?.scrollIntoView({ block: "nearest" });
  }

  function choose(command) {
    close();
    onChoose(`/${command}`);
  }

  return {
    node,
    isOpen,
    open,
    close,
    /** True when the key was meant for the menu. */
    onKey(event) {
      if (!isOpen()) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        chosen = (chosen + step + shown.length) % shown.length;
        draw();
      } else if (event.key === "Enter") choose(shown[chosen].command);
      else if (event.key === "Tab") onComplete(`/${shown[chosen].command} `);
      else if (event.key === "Escape") close();
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}
