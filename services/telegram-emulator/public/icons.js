import { svg } from "./dom.js";

/** Line icons on a 24 px grid, drawn for this page. */
const PATHS = {
  back: ["M15 5l-7 7 7 7"],
  more: ["M12 5.5v.01M12 12v.01M12 18.5v.01"],
  send: ["M5 12h13", "M12.5 6l6 6-6 6"],
  attach: [
    "M19.5 11.5l-7.6 7.6a5 5 0 0 1-7.1-7.1l8-8a3.4 3.4 0 0 1 4.8 4.8l-7.9 7.9a1.7 1.7 0 0 1-2.5-2.4l7.2-7.2",
  ],
  menu: ["M4 7h16M4 12h16M4 17h10"],
  keyboard: [
    "M3.5 7.5a2 2 0 0 1 2-2h13a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2z",
    "M7 10h.01M10.3 10h.01M13.7 10h.01M17 10h.01M8.5 14.5h7",
  ],
  close: ["M6 6l12 12M18 6L6 18"],
  down: ["M12 5v13M6 12.5l6 6 6-6"],
  sun: [
    "M12 8.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6z",
    "M12 2.8v1.8M12 19.4v1.8M21.2 12h-1.8M4.6 12H2.8M18.5 5.5l-1.3 1.3M6.8 17.2l-1.3 1.3M18.5 18.5l-1.3-1.3M6.8 6.8L5.5 5.5",
  ],
  moon: ["M20 14.2A8.2 8.2 0 0 1 9.8 4a8.2 8.2 0 1 0 10.2 10.2z"],
  contact: ["M12 12.2a3.9 3.9 0 1 0 0-7.8 3.9 3.9 0 0 0 0 7.8z", "M4.8 20c.6-3.3 3.5-5 7.2-5s6.6 1.7 7.2 5"],
  sticker: [
    "M20 12.5V8a4 4 0 0 0-4-4H8a4 4 0 0 0-4 4v8a4 4 0 0 0 4 4h4.5",
    "M20 12.5L12.5 20c0-4.6 2.4-7.5 7.5-7.5z",
    "M8.8 10h.01M14.5 10h.01",
  ],
  voice: [
    "M12 14.5a3 3 0 0 0 3-3V6.3a3 3 0 0 0-6 0v5.2a3 3 0 0 0 3 3z",
    "M5.8 11.5a6.2 6.2 0 0 0 12.4 0M12 17.7V21",
  ],
  block: ["M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z", "M6 6l12 12"],
  unlock: ["M6 11h12v8.5H6z", "M8.5 11V8a3.6 3.6 0 0 1 7-1.2"],
  language: [
    "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z",
    "M3.5 12h17M12 3.5c2.6 2.4 3.8 5.2 3.8 8.5s-1.2 6.1-3.8 8.5c-2.6-2.4-3.8-5.2-3.8-8.5s1.2-6.1 3.8-8.5z",
  ],
  check: ["M5 12.5l4.5 4.5L19 7.5"],
  clock: ["M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z", "M12 7.5V12l3.2 2"],
  sunrise: [
    "M3 19h18M6.5 15.5a5.5 5.5 0 0 1 11 0",
    "M12 3.5v4M9.5 6L12 3.5 14.5 6M3.8 12l1.6.9M20.2 12l-1.6.9",
  ],
  reset: ["M4.5 5v4.5H9", "M5 9.2a8 8 0 1 1-.9 4.6"],
  offline: [
    "M4 4l16 16",
    "M3 9.5a13 13 0 0 1 4.6-2.9M21 9.5A13 13 0 0 0 11 5.6M6.3 13a8.5 8.5 0 0 1 4-2.2M9.7 16.4a3.6 3.6 0 0 1 4.6 0M12 19.5v.01",
  ],
  link: ["M8 16L17 7M9.5 7H17v7.5"],
  copy: ["M9 9h10v10.5H9z", "M15 9V4.5H5V15h4"],
  app: ["M4 5h16v14H4z", "M4 9h16"],
  download: ["M12 4v11M7 10.5l5 5 5-5M5 19.5h14"],
  file: ["M6 3.5h8l4.5 4.5v12.5H6z", "M13.5 3.5v5h5"],
  retry: ["M19.5 5v4.5H15", "M19 9.2a8 8 0 1 0 .9 4.6"],
  info: ["M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z", "M12 11v5.5M12 7.8v.01"],
  pin: [
    "M12 21s6.5-6 6.5-11a6.5 6.5 0 0 0-13 0c0 5 6.5 11 6.5 11z",
    "M12 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z",
  ],
  phone: [
    "M6 3.8h3.2l1.6 4.4-2.2 1.6a12 12 0 0 0 5.6 5.6l1.6-2.2 4.4 1.6V18a2.2 2.2 0 0 1-2.4 2.2C10.6 19.7 4.3 13.4 3.8 6.2A2.2 2.2 0 0 1 6 3.8z",
  ],
  play: ["M8 5.5l10.5 6.5L8 18.5z"],
  scissors: [
    "M7 4.5l10 12M17 4.5L7 16.5",
    "M6.3 15.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM17.7 15.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  ],
  key: ["M14.5 4a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z", "M10.5 13.5L4 20v-3M7 17l2 2"],
  person: ["M12 12.2a3.9 3.9 0 1 0 0-7.8 3.9 3.9 0 0 0 0 7.8z", "M4.8 20c.6-3.3 3.5-5 7.2-5s6.6 1.7 7.2 5"],
};

/** A decorative icon: the control that carries it has the words. */
export function icon(name, size = 24) {
  return svg(
    "svg",
    {
      class: `icon icon-${name}`,
      viewBox: "0 0 24 24",
      width: size,
      height: size,
      fill: "none",
      stroke: "currentColor",
      "stroke-width": name === "more" ? 2.8 : 1.9,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
      "aria-hidden": "true",
      focusable: "false",
    },
    PATHS[name].map((d) => svg("path", { d })),
  );
}

/** The mark: a little window with one lit pane, the free slot. */
export function logo(size = 32) {
  const pane = (x, y, width, height, kind) => svg("rect", { x, y, width, height, rx: 4, class: kind });
  return svg(
    "svg",
    {
      class: "logo",
      viewBox: "0 0 64 64",
      width: size,
      height: size,
      "aria-hidden": "true",
      focusable: "false",
    },
    svg("rect", { x: 2, y: 2, width: 60, height: 60, rx: 18, class: "logo-wall" }),
    pane(15, 12, 15, 18, "logo-pane"),
    pane(34, 12, 15, 18, "logo-lit"),
    pane(15, 34, 15, 13, "logo-pane"),
    pane(34, 34, 15, 13, "logo-pane"),
    svg("rect", { x: 11, y: 50.5, width: 42, height: 4, rx: 2, class: "logo-pane" }),
  );
}
