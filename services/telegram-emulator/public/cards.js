import { h, svg } from "./dom.js";
import { fileSize, seconds } from "./format.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";

/** What a message carries besides text. */
export const cards = {
  venue: ({ venue }) =>
    h(
      "div",
      { class: "card-venue" },
      drawnMap(venue.location, venue.title),
      h("div", { class: "card-lines" }, h("strong", {}, venue.title), h("span", {}, venue.address)),
    ),
  location: ({ location }) => h("div", { class: "card-venue" }, drawnMap(location, t("message.location"))),
  document: ({ document: file }) =>
    h(
      "a",
      {
        class: "card-row",
        href: relative(file.url),
        download: file.fileName,
        "aria-label": t("message.download", { file: file.fileName }),
      },
      h(
        "span",
        { class: "card-round" },
        icon(/calendar|\.ics$/.test(file.mimeType + file.fileName) ? "clock" : "file", 22),
      ),
      h("span", { class: "card-lines" }, h("strong", {}, file.fileName), h("span", {}, fileSize(file.size))),
      icon("download", 20),
    ),
  contact: ({ contact }) =>
    h(
      "div",
      { class: "card-row" },
      h("span", { class: "card-round" }, icon("contact", 22)),
      h(
        "span",
        { class: "card-lines" },
        h("strong", {}, [contact.firstName, contact.lastName].filter(Boolean).join(" ")),
        h("span", {}, contact.phoneNumber),
      ),
    ),
  voice: ({ voice }) =>
    h(
      "div",
      {
        class: "card-row",
        role: "img",
        "aria-label": t("message.voice", { time: seconds(voice.durationSeconds) }),
      },
      h("span", { class: "card-round" }, icon("play", 20)),
      waveform(),
      h("span", { class: "card-small" }, seconds(voice.durationSeconds)),
    ),
  sticker: ({ sticker }) =>
    h(
      "div",
      { class: "card-sticker", role: "img", "aria-label": t("message.sticker", { emoji: sticker.emoji }) },
      sticker.emoji,
    ),
  photo: () =>
    h(
      "div",
      { class: "card-photo", role: "img", "aria-label": t("message.photo") },
      svg(
        "svg",
        { viewBox: "0 0 240 150", "aria-hidden": "true", focusable: "false" },
        svg("rect", { width: 240, height: 150, class: "photo-sky" }),
        svg("circle", { cx: 178, cy: 46, r: 20, class: "photo-sun" }),
        svg("path", { d: "M0 118l62-52 44 36 34-24 100 62v10H0z", class: "photo-far" }),
        svg("path", { d: "M0 138l80-36 70 26 90-20v42H0z", class: "photo-near" }),
      ),
    ),
};

/** The emulator names a path on its own server; the page may live below a prefix. */
const relative = (url) => url.replace(/^\//, "");

function waveform() {
  const heights = [5, 9, 14, 8, 17, 11, 6, 13, 19, 10, 15, 7, 12, 18, 9, 5, 11, 16, 8, 6];
  return svg(
    "svg",
    {
      class: "waveform",
      viewBox: "0 0 80 22",
      width: 120,
      height: 26,
      "aria-hidden": "true",
      focusable: "false",
    },
    heights.map((height, index) =>
      svg("rect", { x: index * 4, y: 11 - height / 2, width: 2.4, height, rx: 1.2 }),
    ),
  );
}

/** A map of nowhere in particular, always the same for the same place: the page never asks a map server. */
function drawnMap({ latitude, longitude }, place) {
  const turn = Math.round((Math.abs(latitude * 7 + longitude * 13) % 50) - 25);
  const road = (d, wide) => svg("path", { d, class: wide ? "map-road wide" : "map-road" });
  const houses = [];
  for (let x = -60; x < 380; x += 46)
    for (let y = -80; y < 260; y += 38)
      if ((x * 7 + y * 3) % 5 !== 0)
        houses.push(
          svg("rect", { x, y, width: 32 + ((x + y) % 3) * 3, height: 24, rx: 4, class: "map-house" }),
        );
  return svg(
    "svg",
    {
      class: "map",
      viewBox: "0 0 300 150",
      role: "img",
      "aria-label": t("message.map", { place }),
      preserveAspectRatio: "xMidYMid slice",
    },
    svg("rect", { width: 300, height: 150, class: "map-land" }),
    svg(
      "g",
      { transform: `rotate(${turn} 150 75)` },
      houses,
      svg("path", { d: "M190-60h120v90a40 40 0 0 1-40 40h-80z", class: "map-park" }),
      svg("path", { d: "M-80 150c70-34 120 14 190-14s120-44 280-18v90H-80z", class: "map-water" }),
      road("M-90 34H400"),
      road("M52-120V280"),
      road("M-60 92C60 78 220 104 380 70", true),
      road("M186-120L170 280", true),
    ),
    svg("ellipse", { cx: 150, cy: 82, rx: 9, ry: 3, class: "map-shadow" }),
    svg("path", { d: "M150 80c-9-13-17-20-17-31a17 17 0 0 1 34 0c0 11-8 18-17 31z", class: "map-pin" }),
    svg("rect", { x: 143, y: 42, width: 14, height: 14, rx: 3, class: "map-pin-window" }),
    svg("path", { d: "M150 42v14M143 49h14", class: "map-pin-bars" }),
  );
}
