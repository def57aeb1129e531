import { type DemoClock } from "../clock/demo-clock";
import { guardOf, type Schemas } from "../contract/schemas";
import { inTelegramWords } from "../contract/telegram-words";
import { type Outbox } from "../delivery/outbox";
import { type Polling } from "../delivery/polling";
import { type Webhook } from "../delivery/webhook";
import { type World } from "../state/world";
import { badRequest } from "./telegram-error";

/** What the methods of the Bot API work on. */
export interface BotApi {
  world: World;
  clock: DemoClock;
  outbox: Outbox;
  webhook: Webhook;
  polling: Polling;
  /** The bot's profile or connection changed. */
  botChanged(): void;
}

export interface Upload {
  name: string;
  type: string;
  bytes: Buffer;
}

/** What comes with a call besides its parameters. */
export interface CallContext {
  uploads: ReadonlyMap<string, Upload>;
  signal: AbortSignal;
}

/** A result; `description` goes into the envelope, `messageId` into the log. */
export interface Result {
  result: unknown;
  description?: string;
  messageId?: number;
}

export type Method = (api: BotApi, params: unknown, context: CallContext) => Result | Promise<Result>;

/** A method whose parameters are checked against the contract's schema of that name before it runs. */
export function method<Name extends keyof Schemas>(
  schema: Name,
  run: (api: BotApi, params: Schemas[Name], context: CallContext) => Result | Promise<Result>,
): (name: string) => Method {
  return (name) => (api, params, context) => {
    const guard = guardOf(schema);
    if (!guard(params)) throw badRequest(inTelegramWords(name, guard.errors ?? []));
    return run(api, params, context);
  };
}

/** A method without parameters. */
export function bare(run: (api: BotApi) => Result): (name: string) => Method {
  return (name) => (api, params) => {
    const [extra] = typeof params === "object" && params !== null ? Object.keys(params) : [];
    if (extra !== undefined) throw badRequest(`${name} has no parameter "${extra}"`);
    return run(api);
  };
}

export const done: Result = { result: true };
