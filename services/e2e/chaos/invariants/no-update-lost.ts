import { groupBy } from "../group-by";
import { type Evidence } from "../evidence";
import { type Deed } from "../journal";
import { type Call } from "../recorder";
import { beganAt } from "./messages";
import { clockTime, type Invariant } from "./invariant";

/**
 * Every tap and text of a person was taken by the bot and had an answer that the person could see: at least one call of the bot
 * for that chat from then on that worked. (A tap's own answer counts too; a refusal because the screen is that already, as well.)
 * Taps that Telegram itself gave up because the clock jumped over their 150 s are noted and not held against the bot.
 */
export const noUpdateLost: Invariant = {
  name: "no update lost",
  atLeast: 5,
  check(evidence) {
    const { journal, updates, calls } = evidence;
    const violations: string[] = [];
    let expired = 0;
    const answers = groupBy(
      calls.filter(({ caller = "" }) => caller.startsWith("bot")),
      ({ personId }) => personId,
    );
    const callbackAnswers = new Set(
      calls.flatMap(({ parameters }) => {
        const id = parameters["callback_query_id"];
        return typeof id === "string" ? [id] : [];
      }),
    );
    for (const deed of journal.deeds) {
      const update = updates.get(deed.updateId);
      const what = `${deed.what} of ${deed.personId} at ${clockTime(deed.at)} (update ${deed.updateId})`;
      if (!update) violations.push(`${what} is not known to Telegram`);
      else if (update.status === "expired" && jumpedAfter(evidence, deed)) expired += 1;
      else if (update.status !== "delivered") {
        const last = update.attempts.at(-1);
        violations.push(
          `${what} is ${update.status} after ${update.attempts.length} attempts (${last?.error ?? last?.status ?? "none"})`,
        );
      } else if (!isVisible(deed, answers.get(deed.personId) ?? [], callbackAnswers))
        violations.push(`${what} was taken, and nothing was seen of it`);
    }
    return {
      violations,
      looked: journal.deeds.length,
      notes: expired === 0 ? [] : [`${expired} expired at Telegram when the clock jumped`],
    };
  },
};

function jumpedAfter({ timeline }: Evidence, { at }: Deed): boolean {
  return timeline.jumps.some((jump) => jump.at >= at - 1_000);
}

function isVisible(deed: Deed, answers: Call[], callbackAnswers: Set<string>): boolean {
  // Who blocks or unblocks the bot is not answered: the bot only takes note.
  if (deed.what === "block" || deed.what === "unblock") return true;
  if (deed.callbackQueryId !== undefined && callbackAnswers.has(deed.callbackQueryId)) return true;
  const later = answers.filter((call) => beganAt(call) >= deed.at - 5);
  // Telegram says 403 to a bot that was blocked meanwhile: there is nobody to see anything.
  return later.some(
    ({ outcome, errorCode, description = "" }) =>
      outcome === "ok" ||
      outcome === "dropped" ||
      errorCode === 403 ||
      description.includes("is not modified"),
  );
}
