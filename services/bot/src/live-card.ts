import { GrammyError, type Api } from "grammy";
import { type InlineKeyboardButton } from "grammy/types";
import { encodeAppointmentAction, encodeTap } from "./callback-data";
import { type Live } from "./context";
import { adopt, type Draft, emptyDraft, finish, holdOf, moveTo, putUnder, type Step } from "./draft/draft";
import { type DraftStore } from "./draft/draft-store";
import { type Button, type Card } from "./keyboards/card";

export interface LiveCardDeps {
  api: Api;
  drafts: DraftStore;
  userId: number;
  /** The message under which a button was tapped. */
  tapped: { messageId: number; rev: number | undefined } | undefined;
  render: (step: Step) => Promise<Card>;
  /** Lets a kept time go, when the person turned away from it. */
  release: (holdId: string) => Promise<void>;
}

export class LiveCard implements Live {
  /** What Redis holds; undefined when it holds nothing. */
  private storedRev: number | undefined;
  private current: Draft | undefined;

  constructor(
    private readonly deps: LiveCardDeps,
    draft: Draft | undefined,
  ) {
    this.current = draft;
    this.storedRev = draft?.rev;
    const { tapped } = deps;
    if (draft === undefined && tapped?.rev !== undefined)
      this.current = adopt({ messageId: tapped.messageId, rev: tapped.rev });
  }

  get draft(): Draft | undefined {
    return this.storedRev === undefined ? undefined : this.current;
  }

  get step(): Step {
    return this.current?.step ?? { at: "home" };
  }

  async show(step: Step, options: { notice?: string | undefined } = {}): Promise<void> {
    const before = this.current ?? emptyDraft;
    const abandoned = holdOf(before.step);
    // Before drawing: the time that was kept for this person is free for them again.
    if (abandoned !== undefined && abandoned !== holdOf(step)) await this.deps.release(abandoned);
    const next = moveTo(before, step);
    const card = await this.deps.render(step);
    const text = options.notice === undefined ? card.text : `${options.notice}\n\n${card.text}`;
    await this.put(next, { ...card, text });
  }

  async redraw(): Promise<void> {
    const draft = this.current ?? emptyDraft;
    const card = await this.deps.render(draft.step);
    if (draft.cardId === null || !(await this.edit(draft.cardId, card, draft.rev)))
      await this.send(draft, card);
  }

  async finish(lastLine: string, then: () => Promise<void>): Promise<void> {
    const draft = this.current ?? emptyDraft;
    if (draft.cardId !== null) await this.edit(draft.cardId, { text: lastLine, rows: [] }, draft.rev);
    // Said before it is noted: should we die in between, it is said twice, and not never.
    await then();
    await this.save(finish(draft));
  }

  private async put(next: Draft, card: Card): Promise<void> {
    const inPlace = next.cardId !== null && next.cardId === this.deps.tapped?.messageId;
    if (!inPlace || next.cardId === null) return this.send(next, card);
    // Noted before it is shown: a quick tap on the new buttons must find their revision.
    if (!(await this.save(next))) return this.drawWhatIsThere();
    if (!(await this.edit(next.cardId, card, next.rev))) await this.send(next, card);
  }

  /** A new card at the bottom; the old one keeps its text and loses its buttons. */
  private async send(draft: Draft, card: Card): Promise<void> {
    const { api, userId } = this.deps;
    const rev = draft.rev + 1;
    const message = await api.sendMessage(userId, card.text, {
      ...look,
      reply_markup: { inline_keyboard: toKeyboard(card.rows, rev) },
    });
    const saved = await this.save(putUnder(draft, message.message_id));
    const outdated = saved ? draft.cardId : message.message_id;
    if (outdated !== null) await stripKeyboard(api, userId, outdated);
  }

  /** True when the message now shows the card. */
  private async edit(messageId: number, card: Card, rev: number): Promise<boolean> {
    try {
      await this.deps.api.editMessageText(this.deps.userId, messageId, card.text, {
        ...look,
        reply_markup: { inline_keyboard: toKeyboard(card.rows, rev) },
      });
      return true;
    } catch (error) {
      if (says(error, "message is not modified")) return true;
      if (says(error, "message to edit not found") || says(error, "message can't be edited")) return false;
      throw error;
    }
  }

  private async save(next: Draft): Promise<boolean> {
    const saved = await this.deps.drafts.replace(this.deps.userId, this.storedRev, next);
    if (saved) {
      this.current = next;
      this.storedRev = next.rev;
    }
    return saved;
  }

  /** Another update of this person was faster, although it should have waited: its card is the one that counts. */
  private async drawWhatIsThere(): Promise<void> {
    this.current = await this.deps.drafts.load(this.deps.userId);
    this.storedRev = this.current?.rev;
    await this.redraw();
  }
}

/** Takes the buttons off a message; that it has none, or is gone, is fine. */
export async function stripKeyboard(api: Api, chatId: number, messageId: number): Promise<void> {
  try {
    await api.editMessageReplyMarkup(chatId, messageId);
  } catch (error) {
    if (!(error instanceof GrammyError) || error.error_code !== 400) throw error;
  }
}

export function toKeyboard(rows: Button[][], rev: number): InlineKeyboardButton[][] {
  return rows.map((row) => row.map((button) => toButton(button, rev)));
}

/** What all our messages have in common. */
export const look = { parse_mode: "HTML", link_preview_options: { is_disabled: true } } as const;

function toButton({ label, on, style }: Button, rev: number): InlineKeyboardButton {
  const shared = { text: label, ...(style === undefined ? {} : { style }) };
  if ("action" in on)
    return {
      ...shared,
      callback_data: encodeAppointmentAction(on.action, on.appointmentId, on.version),
    };
  if ("url" in on) return { ...shared, url: on.url };
  if ("copy" in on) return { ...shared, copy_text: { text: on.copy } };
  return { ...shared, callback_data: encodeTap(on, rev) };
}

function says(error: unknown, words: string): boolean {
  return error instanceof GrammyError && error.error_code === 400 && error.description.includes(words);
}
