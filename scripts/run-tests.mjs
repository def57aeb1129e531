import "./lib/node-version.mjs";

await import("./lib/run-tests.mjs");
