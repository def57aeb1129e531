module.exports = require("../../jest.stores.cjs");
