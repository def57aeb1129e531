import { isIP } from "node:net";
import { badRequest } from "../bot-api/telegram-error";
import { type Schemas } from "../contract/schemas";

type InlineKeyboard = Schemas["InlineKeyboardMarkup"];
type InlineButton = Schemas["InlineKeyboardButton"];

/** Sizes are not documented; these are the caps that bots meet in practice. */
const maxInlineButtons = 100;
const maxReplyButtons = 300;
const maxCallbackDataBytes = 64;

/** What a schema can't say of an inline keyboard. Rows without buttons vanish, as in Telegram. */
export function checkInlineKeyboard(markup: InlineKeyboard): InlineKeyboard {
  const rows = markup.inline_keyboard.filter((row) => row.length > 0);
  if (rows.flat().length > maxInlineButtons) throw badRequest("reply markup is too long");
  for (const button of rows.flat()) checkButton(button);
  return { inline_keyboard: rows };
}

function checkButton(button: InlineButton): void {
  if (button.text.trim() === "") throw badRequest("inline keyboard button text must be non-empty");
  if (button.callback_data !== undefined) {
    const bytes = Buffer.byteLength(button.callback_data, "utf8");
    if (bytes < 1 || bytes > maxCallbackDataBytes) throw badRequest("BUTTON_DATA_INVALID");
  }
  if (button.url !== undefined) checkUrl(button.url);
  if (button.web_app !== undefined) checkWebApp(button.web_app.url, "inline keyboard button");
}

function checkUrl(url: string): void {
  const refuse = (why: string) => badRequest(`inline keyboard button URL '${url}' is invalid: ${why}`);
  if (url.trim() === "") throw badRequest("inline keyboard button URL is empty");
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `http://${url}`;
  if (!URL.canParse(whole)) throw refuse("Wrong HTTP URL");
  const { protocol, hostname } = new URL(whole);
  if (!["http:", "https:", "tg:", "ton:"].includes(protocol)) throw refuse("Unsupported URL protocol");
  if (protocol.startsWith("http") && !hostname.includes(".") && isIP(hostname.replace(/[[\]]/g, "")) === 0)
    throw refuse("Wrong HTTP URL");
}

/** Telegram wants https; the demo has no certificate, so this machine may be named by http. */
export function checkWebApp(url: string, where: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const local = parsed !== undefined && ["localhost", "127.0.0.1", "[::1]"].includes(parsed.hostname);
  if (parsed === undefined) throw badRequest(`${where} Web App URL '${url}' is invalid: Wrong HTTP URL`);
  if (parsed.protocol !== "https:" && !(local && parsed.protocol === "http:"))
    throw badRequest(`${where} Web App URL '${url}' is invalid: Only HTTPS links are allowed`);
}

export function checkReplyKeyboard(markup: Schemas["ReplyKeyboardMarkup"]): Schemas["ReplyKeyboardMarkup"] {
  const rows = markup.keyboard.filter((row) => row.length > 0);
  const buttons = rows.flat();
  if (buttons.length === 0) throw badRequest("reply keyboard must not be empty");
  if (buttons.length > maxReplyButtons) throw badRequest("reply markup is too long");
  for (const button of buttons) {
    if (button.text.trim() === "") throw badRequest("keyboard button text must be non-empty");
    const purposes = [
      button.request_contact === true,
      button.request_location === true,
      button.web_app !== undefined,
    ];
    if (purposes.filter(Boolean).length > 1)
      throw badRequest("can't parse keyboard button: at most one of the optional fields may be used");
    if (button.web_app !== undefined) checkWebApp(button.web_app.url, "keyboard button");
  }
  return { ...markup, keyboard: rows };
}
