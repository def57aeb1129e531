/**
 * The preset for workspaces whose tests need Postgres and Redis: sets TEST_POSTGRES_URL and TEST_REDIS_URL for the
 * workers, see services/testkit. `npm test` starts both once for all; a single `npx jest` starts its own, and stops them.
 */
const testkit = (module) => {
  try {
    return require.resolve(`./services/testkit/dist/${module}.js`);
  } catch {
    throw new Error(
      '@okoshko/testkit is not built yet: run "npx turbo run build --filter=@okoshko/testkit" first.',
    );
  }
};

module.exports = {
  ...require("./jest.preset.cjs"),
  globalSetup: testkit("jest-global-setup"),
  globalTeardown: testkit("jest-global-teardown"),
};
