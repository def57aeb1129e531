import "./lib/node-version.mjs";

await import("./lib/test.mjs");
