import { svg } from "./dom.js";

/**
 * A little window that shows the sky of the demo's hour: the sun rises at six and sets at nine, then the moon comes out.
 * Pure decoration: the time stands beside it in figures.
 */
const phases = [
  [0, "night"],
  [5.5, "dawn"],
  [8, "day"],
  [18.5, "dusk"],
  [21.5, "night"],
];

export function skyWindow() {
  const sun = svg("circle", { r: 5.5, class: "sky-sun" });
  const moon = svg(
    "g",
    { class: "sky-moon" },
    svg("circle", { r: 4.5, class: "sky-moon-disc" }),
    svg("circle", { cx: 1.9, cy: -1.5, r: 3.7, class: "sky-moon-bite" }),
  );
  const stars = svg(
    "g",
    { class: "sky-stars" },
    [
      [11, 11],
      [19, 17],
      [30, 9],
      [37, 15],
      [14, 22],
      [34, 23],
    ].map(([cx, cy]) => svg("circle", { cx, cy, r: 0.8 })),
  );
  const clip = svg("clipPath", { id: "sky-clip" }, svg("rect", { x: 5, y: 4, width: 38, height: 34, rx: 8 }));
  const node = svg(
    "svg",
    { class: "sky", viewBox: "0 0 48 46", width: 48, height: 46, "aria-hidden": "true", focusable: "false" },
    clip,
    svg(
      "g",
      { "clip-path": "url(#sky-clip)" },
      svg("rect", { x: 5, y: 4, width: 38, height: 34, class: "sky-air" }),
      stars,
      sun,
      moon,
      svg("path", { d: "M5 33c6-4 11-5 17-2.5s12 2 21-2.5v12H5z", class: "sky-hill" }),
    ),
    svg("path", { d: "M24 4v34M5 20.5h38", class: "sky-bars" }),
    svg("rect", { x: 5, y: 4, width: 38, height: 34, rx: 8, class: "sky-frame" }),
    svg("path", { d: "M3 41.5h42", class: "sky-sill" }),
  );

  return {
    node,
    show(moment) {
      const hour = moment.getHours() + moment.getMinutes() / 60;
      node.dataset.phase = phases.findLast(([from]) => hour >= from)[1];
      place(sun, (hour - 6) / 15);
      place(moon, ((hour + 24 - 21) % 24) / 9);
    },
  };
}

/** Along an arch over the window; outside 0…1 it is below the sill. */
function place(body, part) {
  const angle = Math.PI * part;
  const x = 24 - Math.cos(angle) * 16;
  const y = part < 0 || part > 1 ? 60 : 32 - Math.sin(angle) * 21;
  body.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
}
