import { createWriteStream, existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname } from "node:path";

/** Opens a new log. Those of the two runs before are kept: bot.log, bot.1.log, bot.2.log. */
export function openLog(file) {
  mkdirSync(dirname(file), { recursive: true });
  const older = (number) => (number === 0 ? file : file.replace(/\.log$/, `.${number}.log`));
  for (const number of [1, 0]) if (existsSync(older(number))) renameSync(older(number), older(number + 1));
  const stream = createWriteStream(file, { mode: 0o600 });
  // A full disk or a vanished directory is no reason to end what is being logged.
  stream.on("error", () => undefined);
  return stream;
}
