import { svg } from "./dom.js";

/** Round portraits: drawn ones for the four people of the demo, initials for anybody else. */

const shape = (tag, attributes) => svg(tag, attributes);
const path = (d, fill) => shape("path", { d, fill });
const line = (d, stroke, width = 1.6) =>
  shape("path", {
    d,
    fill: "none",
    stroke,
    "stroke-width": width,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  });
const dot = (cx, cy, r, fill) => shape("circle", { cx, cy, r, fill });

const shoulders = (fill) => path("M7 68c1.5-15 11-21 25-21s23.5 6 25 21z", fill);
const neck = (fill) => path("M26.5 37h11v10.5a5.5 5.5 0 0 1-11 0z", fill);
const head = (fill) => shape("ellipse", { cx: 32, cy: 28.5, rx: 11.5, ry: 13, fill });
const eyes = (fill = "#2b2320") => [dot(27.6, 28.5, 1.35, fill), dot(36.4, 28.5, 1.35, fill)];
const smile = (stroke = "#8a4632") => line("M28.6 34.6c1.9 2 4.9 2 6.8 0", stroke);

const portraits = {
  1001: [
    "#f6c9a8",
    () => [
      path("M17.5 47c-2-20-1-35 14.5-35s16.5 15 14.5 35c-4 2.5-25 2.5-29 0z", "#9c3f25"),
      shoulders("#2f7d6f"),
      neck("#efb795"),
      head("#fbd2b4"),
      path(
        "M19.8 28c-.3-9.5 4.7-15.5 12.2-15.5S44.5 18.5 44.2 28c-4.7-1-8.7-4-11-8-2.5 4-7.5 7.3-13.4 8z",
        "#b44c2d",
      ),
      ...eyes(),
      smile(),
      dot(24.6, 32.6, 1.9, "#f3a98d"),
      dot(39.4, 32.6, 1.9, "#f3a98d"),
    ],
  ],
  1002: [
    "#b9d3ea",
    () => [
      shoulders("#e0a33a"),
      neck("#7d4f36"),
      head("#94603f"),
      path(
        "M20.4 30c0 10 4.6 15 11.6 15s11.6-5 11.6-15c-1.8 4-4.6 5.2-7 5.2h-9.2c-2.4 0-5.2-1.2-7-5.2z",
        "#2c1d18",
      ),
      path(
        "M19.6 27.5C17 17 23 11 32 11s15 6 12.4 16.5c-1-4-2.4-6-4.4-7.5-4.5 1.6-11.5 1.6-16 0-2 1.5-3.4 3.5-4.4 7.5z",
        "#2c1d18",
      ),
      ...eyes("#1d1310"),
      line("M28.8 37.3c1.8 1.5 4.6 1.5 6.4 0", "#e7b99c"),
      line(
        "M23.2 28.5a4.4 4.4 0 1 0 8.8 0 4.4 4.4 0 0 0-8.8 0zM32 28.5a4.4 4.4 0 1 0 8.8 0 4.4 4.4 0 0 0-8.8 0z",
        "#f4ead9",
        1.3,
      ),
    ],
  ],
  2001: [
    "#cfc3ef",
    () => [
      shoulders("#f4efe6"),
      path("M19 68l3-20 5.5-1 2 6h5l2-6 5.5 1 3 20z", "#4b3a86"),
      neck("#eab892"),
      head("#f6cba8"),
      path(
        "M20 26.5c-1-9 3-15.5 12.5-15.5 8 0 12.5 5 11.5 15.5-1.2-2.5-2-4.5-2.3-6.5-5 .8-10-.2-13.5-2.5-2 3-6 5-8.2 9z",
        "#6b4426",
      ),
      ...eyes(),
      path(
        "M32 33.2c-1.6-1.5-4.4-1-5.6.6-1 1.3-2.6 1.6-4 .8 1 3 5.6 4 9.6 1.6 4 2.4 8.6 1.4 9.6-1.6-1.4.8-3 .5-4-.8-1.2-1.6-4-2.1-5.6-.6z",
        "#6b4426",
      ),
      line("M30.3 39.3c1 .7 2.4.7 3.4 0", "#a35b40"),
    ],
  ],
  3001: [
    "#f3d79b",
    () => [
      dot(32, 10.5, 6.2, "#4a3f4d"),
      path("M19.3 33c-2.5-14 2.5-21 12.7-21s15.2 7 12.7 21c-3 3-22.4 3-25.4 0z", "#4a3f4d"),
      shoulders("#1f4b4a"),
      path("M25.5 47.3L32 56l6.5-8.7-2-1.3h-9z", "#fdf6e9"),
      neck("#e3ab86"),
      head("#f2c29c"),
      path(
        "M20.3 27.5C20 18 24.5 13.8 32 13.8S44 18 43.7 27.5c-2.5-4-7-7.2-11.7-9-4.7 1.8-9.2 5-11.7 9z",
        "#5b4d5e",
      ),
      ...eyes(),
      line("M28.2 34.6c2.2 2.2 5.4 2.2 7.6 0", "#b23a48", 1.9),
      dot(20.3, 34.5, 1.5, "#e6a321"),
      dot(43.7, 34.5, 1.5, "#e6a321"),
    ],
  ],
};

const hues = ["#2c7a6b", "#7a4fa3", "#a3512c", "#2f6fa8", "#8a6a12", "#a33a62"];

/** @param {{ id: number, firstName: string, lastName?: string }} person */
export function avatar(person, size = 48) {
  const portrait = portraits[person.id];
  return svg(
    "svg",
    {
      class: "avatar",
      viewBox: "0 0 64 64",
      width: size,
      height: size,
      "aria-hidden": "true",
      focusable: "false",
    },
    dot(32, 32, 32, portrait ? portrait[0] : hues[person.id % hues.length]),
    portrait ? portrait[1]() : initials(person),
  );
}

function initials({ firstName, lastName = "" }) {
  const letters = [firstName, lastName].map((name) => [...name][0] ?? "").join("");
  return [
    svg(
      "text",
      { x: 32, y: 40.5, "text-anchor": "middle", class: "avatar-letters", fill: "#ffffff" },
      letters,
    ),
  ];
}
