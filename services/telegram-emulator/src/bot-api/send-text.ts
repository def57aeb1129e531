import { type Schemas } from "../contract/schemas";
import { EntityError, type FormattedText } from "../text/entity";
import { readText } from "../text/read-text";
import { method } from "./method";
import { send } from "./send";
import { badRequest } from "./telegram-error";

const maxText = 4096;
const maxCaption = 1024;

export const sendMessage = method("SendMessage", (api, params) => {
  const { text, entities } = messageText(params);
  return send(api, params, {
    text,
    ...(entities.length === 0 ? {} : { entities }),
    ...(params.link_preview_options === undefined
      ? {}
      : { link_preview_options: params.link_preview_options }),
  });
});

interface TextParams {
  text: string;
  parse_mode?: Schemas["ParseMode"];
  entities?: Schemas["MessageEntity"][];
}

export function messageText(params: TextParams): FormattedText {
  const formatted = formattedText(params.text, params.parse_mode, params.entities);
  if (formatted.text === "") throw badRequest("message text is empty");
  // Telegram counts characters, not bytes; its own limit is on UTF-16 code units after parsing.
  if (formatted.text.length > maxText) throw badRequest("message is too long");
  return formatted;
}

export function captionText(
  caption: string,
  parseMode: Schemas["ParseMode"] | undefined,
  entities: Schemas["MessageEntity"][] | undefined,
): FormattedText {
  const formatted = formattedText(caption, parseMode, entities);
  if (formatted.text.length > maxCaption) throw badRequest("message caption is too long");
  return formatted;
}

function formattedText(
  text: string,
  parseMode: Schemas["ParseMode"] | undefined,
  entities: Schemas["MessageEntity"][] | undefined,
): FormattedText {
  try {
    return readText(text, parseMode, entities);
  } catch (error) {
    if (error instanceof EntityError) throw badRequest(`can't parse entities: ${error.message}`);
    throw error;
  }
}
