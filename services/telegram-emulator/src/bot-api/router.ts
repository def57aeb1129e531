import { timingSafeEqual } from "node:crypto";
import { type RequestHandler, type Response } from "express";
import { operationsById } from "../contract/schemas";
import { checkAnswer } from "../contract/check-answer";
import { type Answer, perform, type Performer, toEnvelope } from "./perform";
import { readCall } from "./read-call";
import { TelegramError } from "./telegram-error";

export interface BotRouterOptions extends Performer {
  token: string;
  /** For tests: an answer that breaks the contract becomes a 500. */
  verifyAnswers: boolean;
}

/**
 * Everything under /bot<token>/. Every answer wears the Bot API envelope, also refusals of the address itself. Before it may
 * stand `/from/<caller>`, which Telegram does not know: by that the log tells apart processes that share a token.
 */
export function botApiRouter(options: BotRouterOptions): RequestHandler {
  return async (request, response, next) => {
    const match = /^(?:\/from\/([\w-]{1,64}))?\/bot([^/]*)\/([^/]*)$/.exec(request.path);
    if (match === null) {
      next();
      return;
    }
    const [, caller, token = "", asked = ""] = match;
    const method = realName(asked);
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    try {
      authorize(decodeURIComponent(token), options.token);
      if (request.method !== "GET" && request.method !== "POST") throw new TelegramError(404, "Not Found");
      const query = new URL(request.url, "http://emulator").searchParams;
      const call = await readCall(request, method, query);
      const answer = await perform(options, {
        ...call,
        method,
        signal: gone.signal,
        ...(caller === undefined ? {} : { caller }),
      });
      if (answer !== undefined && options.verifyAnswers && answer.envelope.ok)
        checkAnswer(method, answer.envelope);
      write(response, answer);
    } catch (error) {
      const refusal =
        error instanceof TelegramError ? error : new TelegramError(500, "Internal Server Error");
      if (refusal !== error) options.logger.error({ err: error, method }, "the Bot API failed");
      // What is left of a refused body is not read; the connection goes with it.
      if (!request.complete) response.set("Connection", "close");
      write(response, { status: refusal.code, envelope: toEnvelope(refusal) });
    }
  };
}

function authorize(given: string, expected: string): void {
  if (!/^\d+:[A-Za-z0-9_-]+$/.test(given)) throw new TelegramError(404, "Not Found");
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  if (a.length !== b.length || !timingSafeEqual(a, b)) throw new TelegramError(401, "Unauthorized");
}

const names = new Map(
  [...operationsById]
    .filter(([, { path }]) => path.startsWith("/bot{token}/"))
    .map(([id]) => [id.toLowerCase(), id]),
);

/** Telegram reads method names without regard to case. */
function realName(method: string): string {
  return names.get(method.toLowerCase()) ?? method;
}

function write(response: Response, answer: Answer): void {
  if (response.headersSent || response.destroyed) return;
  if (answer === undefined) {
    response.socket?.destroy();
    return;
  }
  const { status, envelope } = answer;
  if (!envelope.ok && envelope.parameters?.retry_after !== undefined)
    response.set("Retry-After", String(envelope.parameters.retry_after));
  response.status(status).type("application/json").send(JSON.stringify(envelope));
}
