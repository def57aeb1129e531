const { TestEnvironment } = require("jest-environment-node");

/** Tells `afterEach` whether its test failed, which jest itself keeps to its reporters. */
module.exports = class extends TestEnvironment {
  handleTestEvent({ name }) {
    if (name === "test_start") this.global.testFailed = false;
    if (name === "test_fn_failure") this.global.testFailed = true;
  }
};
