import { unwrap } from "@okoshko/contracts/client";
import { isProblem } from "@okoshko/contracts/problem-error";
import { type Schemas } from "../contract/schemas";
import { type Chat, type ChatMessage, type EmulatorApi, type Happened } from "./api";
import { showChat } from "./show-chat";

/** What a message must be like: a part of its text, a pattern, or a question about it. */
export type Wanted = string | RegExp | ((message: ChatMessage, chat: Chat) => boolean);

export interface WaitOptions {
  /** Real time. */
  timeoutMs?: number;
  /** Also look at what was there before the person's last action. */
  anytime?: boolean;
}

// Patience costs nothing while all goes well, and a busy machine needs it.
const defaultTimeoutMs = 10_000;

/** A story that went another way than told; its message ends with the chat as the person sees it. */
export class StoryError extends Error {
  override readonly name = "StoryError";

  constructor(
    what: string,
    readonly chat: Chat,
  ) {
    super(`${chat.person.firstName} ${what}\n${showChat(chat)}`);
  }
}

/**
 * A person who uses the chat. Waits look at the bot's messages that are new or edited since the person's last action,
 * so that `taps` followed by `waitFor` never finds the screen of before.
 */
export class PersonDriver {
  /** Versions of the messages when the person last acted. */
  private seen = new Map<number, number>();
  private seenToast: string | undefined;

  constructor(
    private readonly api: EmulatorApi,
    readonly id: number,
  ) {}

  private get path() {
    return { path: { personId: this.id } };
  }

  async chat(): Promise<Chat> {
    return unwrap(this.api.GET("/_emulator/persons/{personId}/chat", { params: this.path }));
  }

  /** Presses Start, or opens a deep link. */
  starts(payload?: string): Promise<Happened> {
    const body = payload === undefined ? {} : { payload };
    return this.act(() =>
      unwrap(this.api.POST("/_emulator/persons/{personId}/start", { params: this.path, body })),
    );
  }

  says(text: string, options: { replyToMessageId?: number } = {}): Promise<Happened> {
    const body = { text, ...options };
    return this.act(() =>
      unwrap(this.api.POST("/_emulator/persons/{personId}/messages", { params: this.path, body })),
    );
  }

  edits(messageId: number, text: string): Promise<Happened> {
    const params = { path: { personId: this.id, messageId } };
    return this.act(() =>
      unwrap(
        this.api.PATCH("/_emulator/persons/{personId}/messages/{messageId}", { params, body: { text } }),
      ),
    );
  }

  async deletes(messageId: number): Promise<void> {
    const params = { path: { personId: this.id, messageId } };
    await unwrap(this.api.DELETE("/_emulator/persons/{personId}/messages/{messageId}", { params }));
  }

  /**
   * Presses a button, inline or below the input, by its label (or a pattern of it, or its place). Waits until the chat
   * shows it: a person looks before tapping too.
   */
  async taps(button: string | RegExp | Schemas["Tap"], options: WaitOptions = {}): Promise<Happened> {
    const chat = await this.until(
      (now) => findButton(now, button) !== undefined,
      () => `looked for the button ${describe(button)}, but does not see it`,
      options.timeoutMs,
    );
    const found = findButton(chat, button);
    if (found === undefined) throw new StoryError(`does not see ${describe(button)}`, chat);
    const params = this.path;
    try {
      return await ("place" in found
        ? this.act(() =>
            unwrap(this.api.POST("/_emulator/persons/{personId}/taps", { params, body: found.place })),
          )
        : this.act(() =>
            unwrap(
              this.api.POST("/_emulator/persons/{personId}/keyboard-taps", { params, body: found.below }),
            ),
          ));
    } catch (error) {
      // The bot changed its screen between the look and the tap: look again.
      if (isProblem(error, "button-not-shown")) return this.taps(button, options);
      throw error;
    }
  }

  /** The own contact, or somebody else's. */
  sharesContact(
    foreign: { phoneNumber: string; firstName: string; userId?: number } | object = {},
  ): Promise<Happened> {
    const params = this.path;
    return this.act(() =>
      unwrap(this.api.POST("/_emulator/persons/{personId}/contacts", { params, body: foreign })),
    );
  }

  sends(kind: "sticker" | "voice" | "photo" | "location"): Promise<Happened> {
    const body = { kind };
    return this.act(() =>
      unwrap(this.api.POST("/_emulator/persons/{personId}/attachments", { params: this.path, body })),
    );
  }

  /** A callback query no button stands behind. */
  forges(data: string, messageId?: number): Promise<Happened> {
    const body = { data, ...(messageId === undefined ? {} : { messageId }) };
    return this.act(() =>
      unwrap(this.api.POST("/_emulator/persons/{personId}/forged-callbacks", { params: this.path, body })),
    );
  }

  blocks(): Promise<Happened> {
    return this.act(() =>
      unwrap(this.api.POST("/_emulator/persons/{personId}/block", { params: this.path })),
    );
  }

  unblocks(): Promise<Happened> {
    return this.act(() =>
      unwrap(this.api.POST("/_emulator/persons/{personId}/unblock", { params: this.path })),
    );
  }

  /** Changes the profile, such as `{ languageCode: "en" }`, or marks the person as started. */
  async changes(body: Schemas["PersonChanges"]): Promise<Schemas["Person"]> {
    return unwrap(this.api.PATCH("/_emulator/persons/{personId}", { params: this.path, body }));
  }

  /** The newest message of the bot that fits. Throws StoryError when none comes in time. */
  async waitFor(wanted: Wanted, options: WaitOptions = {}): Promise<ChatMessage> {
    const find = (chat: Chat): ChatMessage | undefined =>
      chat.messages.findLast(
        (message) =>
          (options.anytime === true || this.isNews(message)) &&
          message.from === "bot" &&
          fits(wanted, message, chat),
      );
    const chat = await this.until(
      (now) => find(now) !== undefined,
      (ms) => `waited ${ms} ms for a message like ${describe(wanted)}, but none came`,
      options.timeoutMs,
    );
    const message = find(chat);
    if (message === undefined) throw new StoryError(`lost the message like ${describe(wanted)}`, chat);
    return message;
  }

  /** The toast or alert that answers the last tap. */
  async waitForToast(wanted: string | RegExp = /(?:)/, options: WaitOptions = {}): Promise<Schemas["Toast"]> {
    const news = ({ toast }: Chat): Schemas["Toast"] | undefined =>
      toast !== null &&
      (options.anytime === true || toast.id !== this.seenToast) &&
      textFits(wanted, toast.text)
        ? toast
        : undefined;
    const chat = await this.until(
      (now) => news(now) !== undefined,
      (ms) => `waited ${ms} ms for a toast like ${describe(wanted)}, but none came`,
      options.timeoutMs,
    );
    const toast = news(chat);
    if (toast === undefined) throw new StoryError("lost the toast", chat);
    return toast;
  }

  /** Waits until the chat is as asked, whatever that is. */
  async waitUntil(wanted: (chat: Chat) => boolean, options: WaitOptions = {}): Promise<Chat> {
    return this.until(wanted, (ms) => `waited ${ms} ms for the chat to be as asked`, options.timeoutMs);
  }

  /** Fails when the bot writes or edits anything within that real time. Without an action before, it counts from now. */
  async hearsNothing(options: { forMs?: number; fromNow?: boolean } = {}): Promise<void> {
    const { forMs = 1000, fromNow = true } = options;
    if (fromNow) this.remember(await this.chat());
    const deadline = performance.now() + forMs;
    let chat = await this.chat();
    for (;;) {
      const news = chat.messages.find((message) => message.from === "bot" && this.isNews(message));
      if (news !== undefined)
        throw new StoryError(`should have heard nothing, but got #${news.messageId}`, chat);
      const left = deadline - performance.now();
      if (left <= 0) return;
      chat = await this.later(chat, left);
    }
  }

  private isNews({ messageId, version }: ChatMessage): boolean {
    return (this.seen.get(messageId) ?? 0) < version;
  }

  private remember(chat: Chat): void {
    this.seen = new Map(chat.messages.map(({ messageId, version }) => [messageId, version]));
    this.seenToast = chat.toast?.id;
  }

  /** What is on the screen at this moment is seen; then the person acts. */
  private async act(action: () => Promise<Happened>): Promise<Happened> {
    this.remember(await this.chat());
    return action();
  }

  private async until(
    done: (chat: Chat) => boolean,
    complaint: (timeoutMs: number) => string,
    timeoutMs = defaultTimeoutMs,
  ): Promise<Chat> {
    const deadline = performance.now() + timeoutMs;
    let chat = await this.chat();
    for (;;) {
      if (done(chat)) return chat;
      const left = deadline - performance.now();
      if (left <= 0) throw new StoryError(complaint(timeoutMs), chat);
      chat = await this.later(chat, left);
    }
  }

  /** The chat after its next change, or after so many milliseconds. */
  private async later(chat: Chat, patienceMs: number): Promise<Chat> {
    const waiting = unwrap(
      this.api.GET("/_emulator/persons/{personId}/chat", {
        params: {
          ...this.path,
          query: { after: chat.revision, waitSeconds: Math.min(Math.ceil(patienceMs / 1000), 60) },
        },
        signal: AbortSignal.timeout(Math.max(Math.ceil(patienceMs), 50)),
      }),
    );
    return waiting.catch((error: unknown) => {
      if (isTimeout(error)) return this.chat();
      throw error;
    });
  }
}

type Found = { place: Schemas["Tap"] } | { below: { row: number; column: number } };

/** Not by `instanceof`: under jest, the platform's errors belong to another realm than the test's `Error`. */
function isTimeout(error: unknown): boolean {
  const name = typeof error === "object" && error !== null && "name" in error ? error.name : undefined;
  return name === "TimeoutError" || name === "AbortError";
}

function findButton(chat: Chat, wanted: string | RegExp | Schemas["Tap"]): Found | undefined {
  const isLabel = typeof wanted === "string" || wanted instanceof RegExp;
  for (const message of [...chat.messages].reverse())
    for (const [row, buttons] of (message.buttons ?? []).entries())
      for (const [column, button] of buttons.entries()) {
        const place = { messageId: message.messageId, row, column };
        const fitting = isLabel ? labelFits(wanted, button.text) : placeFits(wanted, place, button);
        if (fitting) return { place: { ...place, label: button.text } };
      }
  if (!isLabel) return undefined;
  for (const [row, buttons] of (chat.replyKeyboard?.rows ?? []).entries())
    for (const [column, button] of buttons.entries())
      if (labelFits(wanted, button.text)) return { below: { row, column } };
  return undefined;
}

function labelFits(wanted: string | RegExp, label: string): boolean {
  return typeof wanted === "string" ? label === wanted : wanted.test(label);
}

function placeFits(
  wanted: Schemas["Tap"],
  place: { messageId: number; row: number; column: number },
  button: Schemas["ChatButton"],
): boolean {
  return (
    (wanted.messageId === undefined || wanted.messageId === place.messageId) &&
    (wanted.row === undefined || (wanted.row === place.row && wanted.column === place.column)) &&
    (wanted.label === undefined || wanted.label === button.text) &&
    (wanted.data === undefined || wanted.data === button.data)
  );
}

function fits(wanted: Wanted, message: ChatMessage, chat: Chat): boolean {
  return typeof wanted === "function" ? wanted(message, chat) : textFits(wanted, message.text);
}

function textFits(wanted: string | RegExp, text: string): boolean {
  return typeof wanted === "string" ? text.includes(wanted) : wanted.test(text);
}

function describe(wanted: Wanted | Schemas["Tap"]): string {
  if (typeof wanted === "function") return wanted.toString();
  return wanted instanceof RegExp ? String(wanted) : JSON.stringify(wanted);
}
