const preset = require("../../jest.preset.cjs");

const [typescript, [swc, options]] = Object.entries(preset.transform)[0];

module.exports = {
  ...preset,
  transform: {
    [typescript]: [swc, options],
    // The chat page's modules are plain ES modules for browsers; its pure parts are tested here.
    "/public/.+\\.js$": [
      swc,
      { jsc: { target: "es2022", parser: { syntax: "ecmascript" } }, module: { type: "commonjs" } },
    ],
  },
};
