import "./lib/node-version.mjs";

await import("./lib/bench.mjs");
