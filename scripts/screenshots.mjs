import "./lib/node-version.mjs";

await import("./lib/screenshots.mjs");
