// Not jest.stores.cjs: that one needs this workspace to be built. These tests start their stores from source.
module.exports = require("../../jest.preset.cjs");
