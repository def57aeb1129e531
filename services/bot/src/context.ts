import { type BookingClient } from "@okoshko/contracts/booking-client";
import { type AppointmentTap } from "@okoshko/contracts/callback-data";
import { type NotifierClient } from "@okoshko/contracts/notifier-client";
import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { type Composer, type Context } from "grammy";
import { type Contact } from "grammy/types";
import { type Access, type PersonsBooking } from "./booking-api";
import { type Decoded, type Tap } from "./callback-data";
import { type Campaigns } from "./campaigns";
import { type Catalogue } from "./catalogue";
import { type Draft, type Step } from "./draft/draft";
import { type DraftStore } from "./draft/draft-store";
import { type BotMetrics } from "./metrics";
import { type People } from "./people";
import { type Roles } from "./roles";
import { whole } from "./taps/whole";
import { type Dictionary, type Words } from "./words";

/** What the bot is made of; one per process. */
export interface BotParts {
  client: BookingClient;
  notifier: NotifierClient;
  /** Where the world reaches booking-api, if it does: the addresses of calendar feeds begin with it. */
  publicApiUrl: string | undefined;
  catalogue: () => Promise<Catalogue>;
  drafts: DraftStore;
  people: People;
  campaigns: Campaigns;
  roles: Roles;
  dictionary: Dictionary;
  clock: Clock;
  metrics: BotMetrics;
  logger: Logger;
}

/** What a handler finds in its context, beside what grammY puts there. */
export interface Turn {
  parts: BotParts;
  /** Who acts; their chat with the bot has the same number. */
  userId: number;
  words: Words;
  booking: PersonsBooking;
  /** What they are here, for menus only: booking-api decides each time whether they may do what they ask for. */
  access(): Promise<Access>;
  live: Live;
  /** The button that was tapped, when it is one of ours. */
  decoded: Decoded | undefined;
}

export type BotContext = Context & Turn;

/** The one live card of a chat. */
export interface Live {
  /** Undefined when the draft was lost or there never was one. */
  readonly draft: Draft | undefined;
  readonly step: Step;
  /**
   * Goes to a step: edits the card in place when it was the card that was tapped, else sends a new one below and takes the
   * buttons off the old one. `notice` is HTML and stands above the card's text.
   */
  show(step: Step, options?: { notice?: string | undefined }): Promise<void>;
  /** Draws the card as it is, for a tap that came too late to mean anything. */
  redraw(): Promise<void>;
  /** Replaces the card by a last line without buttons, and lets `then` say the rest in messages of their own. */
  finish(lastLine: string, then: () => Promise<void>): Promise<void>;
}

/** A service, a master or a booking that is no longer there; the person is taken to `step` and told by `noticeKey`. */
export class NoLonger extends Error {
  constructor(
    readonly noticeKey: string,
    readonly step: Step,
  ) {
    super(noticeKey);
  }
}

type TapOf<Kind extends Tap["do"]> = Extract<Tap, { do: Kind }>;

/** Registers what a button of the live card does. */
export function onTap<Kind extends Tap["do"]>(
  composer: Composer<BotContext>,
  kind: Kind,
  handler: (ctx: BotContext, tap: TapOf<Kind>) => Promise<void>,
): void {
  const isKind = (tap: Tap): tap is TapOf<Kind> => tap.do === kind;
  composer.use(async (ctx, next) => {
    if (ctx.decoded?.kind !== "card" || !isKind(ctx.decoded.tap)) return next();
    const tap = await whole(ctx.decoded.tap, ctx.parts.catalogue);
    if (tap === undefined) throw new NoLonger("notice-service-gone", { at: "services" });
    await handler(ctx, tap);
  });
}

/** Registers what a button under a booking does, wherever it is. */
export function onAppointmentTap(
  composer: Composer<BotContext>,
  action: AppointmentTap["action"],
  handler: (ctx: BotContext, tap: AppointmentTap) => Promise<void>,
): void {
  composer.use(async (ctx, next) => {
    if (ctx.decoded?.kind === "appointment" && ctx.decoded.tap.action === action)
      await handler(ctx, ctx.decoded.tap);
    else await next();
  });
}

/** Registers what is done with a contact that a person shares, their own or somebody else's. */
export function onContact(
  composer: Composer<BotContext>,
  handler: (ctx: BotContext, contact: Contact) => Promise<void>,
): void {
  composer.on("message:contact", (ctx) => handler(ctx, ctx.message.contact));
}

/** Registers what is done with a text that a person writes at a step that asks for one. Commands are no answers. */
export function onText<At extends Step["at"]>(
  composer: Composer<BotContext>,
  at: At,
  handler: (ctx: BotContext, step: Extract<Step, { at: At }>, text: string) => Promise<void>,
): void {
  const isThere = (step: Step): step is Extract<Step, { at: At }> => step.at === at;
  composer.on("message:text", async (ctx, next) => {
    const { step } = ctx.live;
    const { text } = ctx.message;
    if (text.startsWith("/") || !isThere(step)) return next();
    await handler(ctx, step, text.trim());
  });
}
