import { recall, remember } from "./memory.js";

const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

export const isDark = () => root.dataset.theme === "dark";

export function toggleTheme() {
  root.dataset.theme = isDark() ? "light" : "dark";
  remember("theme", root.dataset.theme);
}

/** Follows the system until the visitor has chosen. */
export function followSystemTheme(onChange) {
  system.addEventListener("change", () => {
    if (recall("theme", null)) return;
    root.dataset.theme = system.matches ? "dark" : "light";
    onChange();
  });
}
