import { type Schemas } from "../contract/schemas";
import { type Message, type StoredMessage } from "../state/account";

type ChatMessage = Schemas["ChatMessage"];

/** A message as the person's client shows it. */
export function viewMessage(stored: StoredMessage): ChatMessage {
  const { message, from, version, silent } = stored;
  const reply = message.reply_to_message?.message_id;
  const preview = message.link_preview_options?.is_disabled;
  return {
    messageId: message.message_id,
    version,
    from,
    kind: kindOf(message),
    sentAt: toIso(message.date),
    ...(message.edit_date === undefined ? {} : { editedAt: toIso(message.edit_date) }),
    text: message.text ?? message.caption ?? "",
    entities: (message.entities ?? message.caption_entities ?? []).map(viewEntity),
    ...(message.reply_markup === undefined
      ? {}
      : { buttons: message.reply_markup.inline_keyboard.map((row) => row.map(viewButton)) }),
    ...(reply === undefined ? {} : { replyToMessageId: reply }),
    ...(stored.reaction === undefined ? {} : { reaction: stored.reaction }),
    silent,
    protected: message.has_protected_content === true,
    ...(preview === undefined ? {} : { linkPreview: !preview }),
    ...viewContent(message),
  };
}

function toIso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

function kindOf(message: Message): ChatMessage["kind"] {
  if (message.pinned_message !== undefined) return "pinned";
  // A venue has a location too.
  for (const kind of ["venue", "location", "contact", "document", "sticker", "voice", "photo"] as const)
    if (message[kind] !== undefined) return kind;
  return "text";
}

function viewEntity(entity: Schemas["MessageEntity"]): Schemas["ChatEntity"] {
  const { type, offset, length, url, user, language, unix_time, date_time_format } = entity;
  return {
    type,
    offset,
    length,
    ...(url === undefined ? {} : { url }),
    ...(user === undefined ? {} : { userId: user.id }),
    ...(language === undefined ? {} : { language }),
    ...(unix_time === undefined ? {} : { unixTime: unix_time }),
    ...(date_time_format === undefined ? {} : { dateTimeFormat: date_time_format }),
  };
}

function viewButton(button: Schemas["InlineKeyboardButton"]): Schemas["ChatButton"] {
  const { text } = button;
  const style = button.style === undefined ? {} : { style: button.style };
  if (button.callback_data !== undefined)
    return { text, kind: "callback", data: button.callback_data, ...style };
  if (button.copy_text !== undefined)
    return { text, kind: "copyText", copyText: button.copy_text.text, ...style };
  if (button.web_app !== undefined) return { text, kind: "webApp", url: button.web_app.url, ...style };
  return { text, kind: "url", url: button.url ?? "", ...style };
}

function viewContent(message: Message): Partial<ChatMessage> {
  const { contact, venue, location, document, sticker, voice, pinned_message } = message;
  if (pinned_message !== undefined) return { pinnedMessageId: pinned_message.message_id };
  if (venue !== undefined)
    return { venue: { title: venue.title, address: venue.address, location: viewPlace(venue.location) } };
  if (location !== undefined) return { location: viewPlace(location) };
  if (contact !== undefined)
    return {
      contact: {
        phoneNumber: contact.phone_number,
        firstName: contact.first_name,
        ...(contact.last_name === undefined ? {} : { lastName: contact.last_name }),
        ...(contact.user_id === undefined ? {} : { userId: contact.user_id }),
      },
    };
  if (document !== undefined)
    return {
      document: {
        fileId: document.file_id,
        fileName: document.file_name ?? "file",
        mimeType: document.mime_type ?? "application/octet-stream",
        size: document.file_size ?? 0,
        url: `/_emulator/files/${encodeURIComponent(document.file_id)}`,
      },
    };
  if (sticker !== undefined) return { sticker: { emoji: sticker.emoji ?? "" } };
  if (voice !== undefined) return { voice: { durationSeconds: voice.duration } };
  return {};
}

function viewPlace({ latitude, longitude }: Schemas["Location"]): Schemas["ChatPlace"] {
  return { latitude, longitude };
}
