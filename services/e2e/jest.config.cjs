const project = {
  ...require("../../jest.stores.cjs"),
  testEnvironment: "<rootDir>/test/environment.cjs",
  // The same for both projects, so that it runs once, and no demo loses its Postgres before it ends.
  globalTeardown: "<rootDir>/test/stop-demos.ts",
};

module.exports = {
  projects: [
    {
      ...project,
      displayName: "stories",
      testMatch: ["<rootDir>/stories/*.test.ts"],
      // They share a demo, in which each has people and days of its own.
      globalSetup: "<rootDir>/test/start-demos.ts",
    },
    {
      ...project,
      displayName: "e2e",
      testMatch: ["<rootDir>/{src,test,stories/own,operations,browser,chaos}/**/*.test.ts"],
    },
  ],
  // Most files start four processes, a Redis, and perhaps a browser; but they wait more than they work.
  maxWorkers: 2,
  testTimeout: 90_000,
};
