/** What everybody may write instead of tapping; each has its words under `command-…`. */
export const clientCommands = [
  "book",
  "bookings",
  "settings",
  "mydata",
  "forget",
  "language",
  "help",
  "start",
] as const;
