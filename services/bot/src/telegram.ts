import { setTimeout as sleep } from "node:timers/promises";
import { type Transformer } from "grammy";
import { type BotMetrics } from "./metrics";

/** Longer waits are Telegram's to bring back: the update is put off, and nothing here is blocked. */
const longestWaitSeconds = 3;

/** Obeys a short "retry after" on the spot, once. */
export const waitOutShortFloods: Transformer = async (previous, method, payload, signal) => {
  const answer = await previous(method, payload, signal);
  const retryAfter = answer.ok ? undefined : answer.parameters?.retry_after;
  if (retryAfter === undefined || retryAfter > longestWaitSeconds) return answer;
  await sleep(retryAfter * 1000);
  return previous(method, payload, signal);
};

export function observeCalls(metrics: BotMetrics): Transformer {
  return async (previous, method, payload, signal) => {
    const end = metrics.botApi.startTimer({ method });
    let outcome = "network";
    try {
      const answer = await previous(method, payload, signal);
      outcome = answer.ok ? "ok" : String(answer.error_code);
      return answer;
    } finally {
      end({ outcome });
    }
  };
}
