import { type Schemas } from "../contract/schemas";

type Chat = Schemas["Chat"];
type ChatMessage = Schemas["ChatMessage"];

const shownMessages = 12;

/** A chat as text, the way its person sees it: for failures of story tests. */
export function showChat(chat: Chat): string {
  const { person, bot } = chat;
  const flags = [person.started ? "" : "not started", person.botBlocked ? "bot blocked" : ""].filter(Boolean);
  const name = [person.firstName, person.lastName].filter(Boolean).join(" ");
  const left = chat.messages.length - shownMessages;
  return [
    `── ${name} (${person.id}) ⇄ @${bot.username} · ${chat.now}${flags.length > 0 ? ` · ${flags.join(", ")}` : ""} ──`,
    ...(left > 0 ? [`   … ${left} earlier`] : []),
    ...chat.messages.slice(-shownMessages).flatMap(showMessage),
    ...(chat.messages.length === 0 ? ["   (no messages)"] : []),
    ...(chat.replyKeyboard === null
      ? []
      : [
          `   keyboard: ${chat.replyKeyboard.rows
            .flat()
            .map(({ text }) => `[${text}]`)
            .join(" ")}`,
        ]),
    ...(chat.typing === null ? [] : [`   (${chat.typing.action}…)`]),
    ...(chat.toast === null
      ? []
      : [`   ${chat.toast.alert ? "alert" : "toast"}: ${JSON.stringify(chat.toast.text)}`]),
    ...(chat.pendingTaps.length === 0
      ? []
      : [`   unanswered taps: ${chat.pendingTaps.map(({ data }) => data).join(", ")}`]),
    `   bot: ${bot.connection.kind}${bot.connection.online ? "" : ", offline"}, ${bot.connection.pendingUpdates} updates pending${bot.connection.lastError === undefined ? "" : `, last error: ${bot.connection.lastError}`}`,
  ].join("\n");
}

const sides = { bot: "bot", person: "you", service: "···" } as const;

function showMessage(message: ChatMessage): string[] {
  const text = message.text === "" ? "" : message.text;
  const head = [message.kind === "text" ? "" : `<${showKind(message)}>`, text].filter(Boolean).join(" ");
  const [first = "", ...rest] = head.split("\n");
  const edited = message.editedAt === undefined ? "" : " (edited)";
  const reaction = message.reaction === undefined ? "" : ` ${message.reaction}`;
  return [
    `   #${message.messageId} ${sides[message.from]}  ${first}${edited}${reaction}`,
    ...rest.map((line) => `             ${line}`),
    ...(message.buttons ?? []).map((row) => `             ${row.map(showButton).join(" ")}`),
  ];
}

function showKind({ kind, venue, document, contact, sticker }: ChatMessage): string {
  return [kind, venue?.title, document?.fileName, contact?.phoneNumber, sticker?.emoji]
    .filter(Boolean)
    .join(": ");
}

function showButton({ text, kind, style }: Schemas["ChatButton"]): string {
  const sign = { callback: "", url: " ↗", webApp: " ⧉", copyText: " ⎘" }[kind];
  return `[${text}${sign}${style === undefined ? "" : ` :${style}`}]`;
}
