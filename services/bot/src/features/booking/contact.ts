import { type Composer } from "grammy";
import { type Contact } from "grammy/types";
import { type BotContext, onContact, onText } from "../../context";
import { type ClientStep } from "../../draft/steps/client";
import { type Card } from "../../keyboards/card";
import { look } from "../../live-card";
import { remember } from "../settings/remember";
import { book } from "./confirm";
import { backAndOut } from "./ways";

type ContactStep = Extract<ClientStep, { at: "contact" }>;

/**
 * The person's number, where the business wants one to confirm a visit. It comes from Telegram itself, by a button below the
 * chat: typed digits could be anybody's. The time stays kept meanwhile.
 */
export function contact(composer: Composer<BotContext>): void {
  // Any other way on from here takes the button below the chat with it: it would offer what nobody asks for any more.
  composer.use(async (ctx, next) => {
    const isTap = ctx.decoded !== undefined;
    const isCommand = ctx.message?.text?.startsWith("/") === true;
    if (ctx.live.step.at === "contact" && (isTap || isCommand))
      await putAway(ctx, ctx.words.html("contact-put-away"));
    await next();
  });

  onContact(composer, async (ctx, shared) => {
    const { step } = ctx.live;
    const phone = ownNumber(ctx, shared);
    if (phone === undefined) {
      const isOwn = shared.user_id === ctx.userId;
      return ctx.live.show(step, {
        notice: ctx.words.html(isOwn ? "contact-unreadable" : "contact-foreign"),
      });
    }
    await remember(ctx, { phone });
    const thanks = ctx.live.draft === undefined ? "contact-thanks-go-on" : "contact-thanks";
    await putAway(ctx, ctx.words.html(thanks, { phone }));
    // They had tapped Confirm already, and this was all that was missing.
    if (step.at === "contact") return book(ctx, step.holdId);
    // When the place in the dialogue was lost, the card above still knows it, and a new one would end it.
    if (ctx.live.draft !== undefined) await ctx.live.show(step);
  });

  onText(composer, "contact", async (ctx, step, text) => {
    if (text !== ctx.words.plain("button-cancel"))
      return ctx.live.show(step, { notice: ctx.words.html("contact-typed") });
    await putAway(ctx, ctx.words.html("contact-put-away"));
    await ctx.live.show({ at: "home" }, { notice: ctx.words.html("notice-nothing-booked") });
  });
}

/** Says why a number is needed, and lets Telegram ask for it. */
export async function askForContact(ctx: BotContext, kept: Omit<ContactStep, "at">): Promise<void> {
  const { words } = ctx;
  await ctx.live.show({ at: "contact", ...kept });
  await ctx.api.sendMessage(ctx.userId, words.html("contact-below"), {
    ...look,
    reply_markup: {
      keyboard: [
        [{ text: words.plain("button-share-contact"), request_contact: true }],
        [{ text: words.plain("button-cancel") }],
      ],
      resize_keyboard: true,
      one_time_keyboard: true,
    },
  });
}

export async function renderContact(ctx: BotContext, holdId: string): Promise<Card> {
  const { words } = ctx;
  const { business } = await ctx.parts.catalogue();
  const { holdExpiresAt } = await ctx.booking.appointment(holdId);
  return {
    text: [
      words.html("contact-title"),
      "",
      words.html("contact-why", { business: words.of(business.name) }),
      ...(holdExpiresAt === null
        ? []
        : [words.html("confirm-kept", { time: words.timeOf(holdExpiresAt, business.timeZone) })]),
    ].join("\n"),
    rows: [backAndOut(words, { do: "look", appointmentId: holdId })],
  };
}

/** The number in E.164, when the contact is the person's own; Telegram leaves out the plus, or puts spaces in. */
function ownNumber(ctx: BotContext, shared: Contact): string | undefined {
  if (shared.user_id !== ctx.userId) return undefined;
  const phone = `+${shared.phone_number.replaceAll(/\D/g, "")}`;
  return /^\+[1-9]\d{6,14}$/.test(phone) ? phone : undefined;
}

/** Only a message can take the keyboard below the chat away. */
async function putAway(ctx: BotContext, text: string): Promise<void> {
  await ctx.api.sendMessage(ctx.userId, text, { ...look, reply_markup: { remove_keyboard: true } });
}
