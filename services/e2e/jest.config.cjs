module.exports = {
  ...require("../../jest.stores.cjs"),
  testMatch: ["<rootDir>/{src,test,stories,operations,browser,chaos}/**/*.test.ts"],
  testEnvironment: "<rootDir>/test/environment.cjs",
  // Each file starts four processes, a Redis, and perhaps a browser; but it waits more than it works.
  maxWorkers: 2,
  testTimeout: 90_000,
};
