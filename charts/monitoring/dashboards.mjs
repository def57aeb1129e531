import { bookingApi } from "./dashboards/booking-api.mjs";
import { bot } from "./dashboards/bot.mjs";
import { business } from "./dashboards/business.mjs";
import { node } from "./dashboards/node.mjs";
import { notifier } from "./dashboards/notifier.mjs";
import { overview } from "./dashboards/overview.mjs";
import { stores } from "./dashboards/stores.mjs";

/** All of them, by the names of their files. */
export const dashboards = { overview, "booking-api": bookingApi, bot, notifier, business, stores, node };
