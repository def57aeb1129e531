/**
 * A small menu that opens at a button: arrows move, Esc and a click elsewhere close, the focus goes back to the button.
 * @param {HTMLElement} button
 * @param {() => HTMLElement} build makes the menu each time it opens; its items have role menuitem or menuitemradio
 */
export function attachMenu(button, build) {
  let menu = null;
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");

  function close(focusButton) {
    if (!menu) return;
    menu.remove();
    menu = null;
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", onOutside, true);
    if (focusButton) button.focus();
  }

  const onOutside = (event) => {
    if (!menu.contains(event.target) && !button.contains(event.target)) close(false);
  };

  function open() {
    menu = build();
    menu.setAttribute("role", "menu");
    menu.addEventListener("click", (event) => event.target.closest("[role^=menuitem]") && close(true));
    menu.addEventListener("keydown", onKey);
    button.after(menu);
    button.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", onOutside, true);
    items()[0]?.focus();
  }

  const items = () => [...menu.querySelectorAll("[role^=menuitem]")];

  function onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const all = items();
      const next = (all.indexOf(document.activeElement) + step + all.length) % all.length;
      all[next].focus();
      event.preventDefault();
    } else if (event.key === "Escape" || event.key === "Tab") {
      close(true);
      event.stopPropagation();
      if (event.key === "Escape") event.preventDefault();
    }
  }

  button.addEventListener("click", () => (menu ? close(true) : open()));
}
