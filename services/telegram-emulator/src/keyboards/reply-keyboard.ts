import { type Schemas } from "../contract/schemas";

type ReplyKeyboard = Schemas["ReplyKeyboard"];

/** The keyboard below the input as the person's client shows it. */
export function toReplyKeyboard(
  markup: Schemas["ReplyKeyboardMarkup"] | Schemas["ForceReply"],
  messageId: number,
): ReplyKeyboard {
  const placeholder =
    markup.input_field_placeholder === undefined ? {} : { placeholder: markup.input_field_placeholder };
  if (!("keyboard" in markup))
    return {
      kind: "forceReply",
      rows: [],
      oneTime: true,
      resize: false,
      persistent: false,
      messageId,
      ...placeholder,
    };
  return {
    kind: "keyboard",
    rows: markup.keyboard.map((row) => row.map(toButton)),
    oneTime: markup.one_time_keyboard === true,
    resize: markup.resize_keyboard === true,
    persistent: markup.is_persistent === true,
    messageId,
    ...placeholder,
  };
}

function toButton(button: Schemas["KeyboardButton"]): ReplyKeyboard["rows"][number][number] {
  const style = button.style === undefined ? {} : { style: button.style };
  if (button.request_contact === true) return { text: button.text, kind: "requestContact", ...style };
  if (button.request_location === true) return { text: button.text, kind: "requestLocation", ...style };
  if (button.web_app !== undefined)
    return { text: button.text, kind: "webApp", url: button.web_app.url, ...style };
  return { text: button.text, kind: "text", ...style };
}
