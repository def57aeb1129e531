import { answerCallbackQuery, getChat, sendChatAction } from "./callback";
import { editMessageReplyMarkup, editMessageText } from "./edit";
import { deleteWebhook, getUpdates, getWebhookInfo, setWebhook } from "./intake";
import { type Method } from "./method";
import { pinChatMessage, setMessageReaction, unpinChatMessage } from "./pin";
import * as profile from "./profile";
import { deleteMessage, deleteMessages } from "./remove";
import { sendDocument } from "./send-document";
import { sendContact, sendLocation, sendVenue } from "./send-place";
import { sendMessage } from "./send-text";

/** Every method the emulator knows; the same list as the contract's, which a test compares. */
export const methods: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    getUpdates,
    setWebhook,
    deleteWebhook,
    getWebhookInfo,
    sendMessage,
    sendVenue,
    sendLocation,
    sendContact,
    sendDocument,
    editMessageText,
    editMessageReplyMarkup,
    deleteMessage,
    deleteMessages,
    pinChatMessage,
    unpinChatMessage,
    setMessageReaction,
    answerCallbackQuery,
    sendChatAction,
    getChat,
    ...profile,
  }).map(([name, bind]) => [name, bind(name)]),
);
