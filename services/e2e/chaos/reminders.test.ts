import { testChaos } from "./test/as-tests";

/** The first 40 s of M6; `npm run chaos -- --profile reminders` is all ten minutes of it. */
describe("M6: with three notifiers killed at random over due reminders", () => {
  testChaos({
    profile: "reminders",
    seconds: 40,
    whatever: "each reminder ending within 2 min of its time, and lateness p99 < 60 s",
    also: ["reminders in time"],
  });
});
