import "./lib/node-version.mjs";

await import("./lib/start.mjs");
