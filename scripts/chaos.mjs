import "./lib/node-version.mjs";

await import("./lib/chaos.mjs");
