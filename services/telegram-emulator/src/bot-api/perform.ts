import { setTimeout as sleep } from "node:timers/promises";
import { type Logger } from "@okoshko/runtime/logger";
import { type Call, type CallLog, loggable } from "../calls/call-log";
import { type Schemas } from "../contract/schemas";
import { type Faults } from "../faults/faults";
import { type BotApi, type CallContext, type Result } from "./method";
import { methods } from "./methods";
import { forbidden, TelegramError, tooManyRequests } from "./telegram-error";

export interface Performer {
  api: BotApi;
  faults: Faults;
  log: CallLog;
  logger: Logger;
}

export interface AskedCall extends CallContext {
  method: string;
  params: unknown;
  via: Call["via"];
  /** Which of the processes that share the token. */
  caller?: string;
}

/** What goes back to the bot; undefined: nothing, the connection is cut. */
export type Answer = { status: number; envelope: Envelope } | undefined;

type Envelope = { ok: true; result: unknown; description?: string } | Schemas["BotApiError"];

/** One call from the first fault to the log. Never throws. */
export async function perform(performer: Performer, call: AskedCall): Promise<Answer> {
  const began = performance.now();
  const personId = personOf(call.params);
  const fault = performer.faults.meet(call.method, personId);
  const note = (outcome: Call["outcome"], more: Partial<Call> = {}): void => {
    if (outcome === "ok" && call.method === "getUpdates") return;
    const { clock } = performer.api;
    performer.log.add({
      method: call.method.slice(0, 64),
      parameters: loggable(call.params),
      ...(call.caller === undefined ? {} : { caller: call.caller }),
      ...(personId === undefined ? {} : { personId }),
      ...(fault === undefined ? {} : { faultId: fault.id }),
      outcome,
      at: clock.realNow().toISOString(),
      demoTime: clock.now().toISOString(),
      durationMs: Math.round(performance.now() - began),
      via: call.via,
      ...more,
    });
  };
  if (fault?.kind === "refuseConnection") {
    note("refused");
    return undefined;
  }
  try {
    if (fault !== undefined) await suffer(fault, call.signal);
    const { result, description, messageId } = await run(performer.api, call);
    const dropped = fault?.kind === "dropAnswer";
    note(dropped ? "dropped" : "ok", messageId === undefined ? {} : { messageId });
    if (dropped) return undefined;
    return {
      status: 200,
      envelope: { ok: true, result, ...(description === undefined ? {} : { description }) },
    };
  } catch (error) {
    const refusal = error instanceof TelegramError ? error : new TelegramError(500, "Internal Server Error");
    if (refusal !== error)
      performer.logger.error({ err: error, method: call.method }, "a Bot API call failed");
    note("error", { errorCode: refusal.code, description: refusal.message });
    return { status: refusal.code, envelope: toEnvelope(refusal) };
  }
}

function run(api: BotApi, call: AskedCall): Result | Promise<Result> {
  const method = methods.get(call.method);
  if (method === undefined) throw new TelegramError(404, "Not Found: method not found");
  return method(api, call.params, call);
}

export function toEnvelope(refusal: TelegramError): Schemas["BotApiError"] {
  return {
    ok: false,
    error_code: refusal.code,
    description: refusal.message,
    ...(refusal.retryAfterSeconds === undefined
      ? {}
      : { parameters: { retry_after: refusal.retryAfterSeconds } }),
  };
}

/** The faults that come before the work; throws what the bot is told. */
async function suffer(fault: Schemas["Fault"], signal: AbortSignal): Promise<void> {
  switch (fault.kind) {
    case "tooManyRequests":
      throw tooManyRequests(fault.retryAfterSeconds ?? 1);
    case "forbidden":
      throw fault.description === undefined
        ? forbidden("bot was blocked by the user")
        : new TelegramError(403, fault.description);
    case "badRequest":
      throw new TelegramError(400, fault.description ?? "Bad Request");
    case "serverError":
      throw new TelegramError(500, fault.description ?? "Internal Server Error");
    case "slow":
      await sleep(fault.delayMs ?? 1000, undefined, { signal }).catch(() => undefined);
      return;
    case "dropAnswer":
    case "refuseConnection":
      return;
  }
}

/** The chat a call is about, for the log and the faults. */
function personOf(params: unknown): number | undefined {
  if (typeof params !== "object" || params === null || !("chat_id" in params)) return undefined;
  const id = Number(params.chat_id);
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}
