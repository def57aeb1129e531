import { GrammyError, HttpError } from "grammy";

/** What became of a send, and so what is to be done next. */
export type SendOutcome =
  | { type: "sent"; messageId: number }
  /** Too many messages: nobody sends for so long. Certainly not delivered. */
  | { type: "flood"; retryAfterSeconds: number; error: string }
  /** Messages do not reach this person, now or later. */
  | { type: "unreachable"; error: string }
  /** The chat has another id from now on. Certainly not delivered. */
  | { type: "moved"; chatId: number; error: string }
  /** Telegram takes offence at this message; it would do so again. */
  | { type: "rejected"; error: string }
  /** The token or the address is wrong: no message at all can be sent. */
  | { type: "halted"; error: string }
  /** Certainly not delivered; worth another try. */
  | { type: "refused"; error: string }
  /** The answer never came. The message may have been delivered, and there is no way to find out. */
  | { type: "uncertain"; error: string };

/** The default when Telegram asks for a pause and does not say how long. */
const defaultPauseSeconds = 5;

/**
 * Reads an error of grammY. Descriptions are those of the Bot API server's source; codes without one rule are treated by
 * their class. The texts that come out hold no token.
 */
export function classify(error: unknown): Exclude<SendOutcome, { type: "sent" }> {
  if (error instanceof GrammyError) return classifyAnswer(error);
  if (error instanceof HttpError) return classifyNetwork(error);
  throw error;
}

function classifyAnswer({
  error_code: code,
  description,
  parameters,
}: GrammyError): Exclude<SendOutcome, { type: "sent" }> {
  const error = `${code} ${description}`;
  if (code === 429)
    return { type: "flood", retryAfterSeconds: parameters.retry_after ?? defaultPauseSeconds, error };
  if (parameters.migrate_to_chat_id !== undefined)
    return { type: "moved", chatId: parameters.migrate_to_chat_id, error };
  if (code === 403) return { type: "unreachable", error };
  if (code === 400 && /chat not found|PEER_ID_INVALID|user is deactivated/i.test(description))
    return { type: "unreachable", error };
  if (code === 401 || code === 404) return { type: "halted", error };
  if (code >= 500) return { type: "refused", error };
  return { type: "rejected", error };
}

/** No connection came about, so nothing can have been sent. */
const neverConnected =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CERT_|ERR_TLS|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED)/;

function classifyNetwork({
  message,
  error: cause,
}: HttpError): SendOutcome & { type: "refused" | "uncertain" } {
  // Node's own errors may come from another realm than ours, where `instanceof` does not know them.
  const code = textOf(cause, "code");
  const reason = textOf(cause, "message");
  if (neverConnected.test(code)) return { type: "refused", error: `${message} ${code}` };
  // Instead of Telegram a gateway in front of it answered, with a page in HTML.
  if (/invalid json.*Unexpected token '?</is.test(reason))
    return { type: "refused", error: `${message} The answer was a gateway's page.` };
  const timedOut = /timed out/.test(reason);
  return { type: "uncertain", error: `${message} ${timedOut ? "No answer in time." : code}`.trim() };
}

function textOf(error: unknown, name: "code" | "message"): string {
  if (typeof error !== "object" || error === null) return "";
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" ? value : "";
}
