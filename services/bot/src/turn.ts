import { isProblem, ProblemError } from "@okoshko/contracts/problem-error";
import { type Context, type NextFunction } from "grammy";
import { onBehalf, type PersonsBooking, reportReachability } from "./booking-api";
import { decodeCallback } from "./callback-data";
import { type BotContext, type BotParts, NoLonger, type Turn } from "./context";
import { judgeTap } from "./draft/draft";
import { isGone, toAway } from "./infrastructure";
import { LiveCard, stripKeyboard } from "./live-card";
import { problemNotice } from "./problem-notice";
import { render } from "./screens";

/**
 * Puts into the context who acts, in which language, and where they are in the dialogue; and answers a tap before anything
 * else is asked of anybody. Telegram's clients show a spinner until then, and forget the query after seconds. What came of
 * the tap is said in the chat.
 */
export async function beginTurn(
  parts: BotParts,
  ctx: Context,
  go: (ctx: BotContext) => Promise<void>,
): Promise<void> {
  const { from, callbackQuery } = ctx;
  if (from === undefined) return;
  const decoded = callbackQuery?.data === undefined ? undefined : decodeCallback(callbackQuery.data);
  const answered = answer(parts, ctx);
  const [locale, draft] = await Promise.all([parts.people.localeOf(from), parts.drafts.load(from.id)]);
  const words = parts.dictionary(locale);
  const booking = onBehalf(parts.client, from.id);
  const messageId = callbackQuery?.message?.message_id;
  const rev = decoded?.kind === "card" ? decoded.rev : undefined;
  const live = new LiveCard(
    {
      api: ctx.api,
      drafts: parts.drafts,
      userId: from.id,
      tapped: messageId === undefined ? undefined : { messageId, rev },
      render: (step) => render(prepared, step),
      release: (holdId) => releaseQuietly(booking, holdId),
    },
    draft,
  );
  const access = async () => {
    const found = await parts.people.accessOf(from);
    await parts.roles.show(from.id, prepared.words.locale, found);
    return found;
  };
  const turn: Turn = { parts, userId: from.id, words, booking, access, live, decoded };
  const prepared = Object.assign(ctx, turn);
  await go(prepared);
  await answered;
}

/**
 * Without words: they would fly by as a toast, which screen readers don't read. What is to be said is said on the card. Never
 * fails: when Telegram has forgotten the query, the work behind it is still wanted.
 */
async function answer(parts: BotParts, ctx: Context): Promise<void> {
  if (ctx.callbackQuery === undefined) return;
  await ctx
    .answerCallbackQuery()
    .catch((error: unknown) => parts.logger.debug({ err: error }, "a tap could not be answered"));
}

/** That a hold can't be let go is no reason to stop: it ends by itself. */
async function releaseQuietly(booking: PersonsBooking, holdId: string): Promise<void> {
  await booking.release(holdId).catch((error: unknown) => {
    if (!(error instanceof ProblemError) || toAway(error) !== undefined) throw error;
  });
}

/** Lets only taps through that mean something now. */
export async function judge(ctx: BotContext, next: NextFunction): Promise<void> {
  const messageId = ctx.callbackQuery?.message?.message_id;
  if (messageId === undefined || ctx.decoded?.kind !== "card") return next();
  const verdict = judgeTap(ctx.live.draft, { messageId, rev: ctx.decoded.rev });
  ctx.parts.metrics.taps.inc({ verdict });
  switch (verdict) {
    case "current":
    case "unknown":
      return next();
    case "stale":
      return ctx.live.redraw();
    case "finished":
      return stripKeyboard(ctx.api, ctx.userId, messageId);
    case "superseded":
      await stripKeyboard(ctx.api, ctx.userId, messageId);
      return ctx.live.show(ctx.live.step, { notice: ctx.words.html("hint-old-card") });
  }
}

/** Blocked between their tap and our answer: nothing more to say, and the notifier need not try either. */
export async function containGone(ctx: BotContext, next: NextFunction): Promise<void> {
  try {
    await next();
  } catch (error) {
    if (!isGone(error)) throw error;
    await reportReachability(ctx.parts.client, ctx.userId, false);
  }
}

/** What booking-api refuses for a reason that a person can understand is told to them, with a screen to go on from. */
export async function containProblems(ctx: BotContext, next: NextFunction): Promise<void> {
  try {
    await next();
  } catch (error) {
    if (error instanceof NoLonger)
      return ctx.live.show(error.step, { notice: ctx.words.html(error.noticeKey) });
    if (isProblem(error, "not-set-up")) return sayNotSetUp(ctx, error);
    const name = error instanceof ProblemError ? error.problemName : undefined;
    const notice = name === undefined || toAway(error) ? undefined : problemNotice(ctx, name);
    if (notice === undefined) throw error;
    await ctx.live.show({ at: "home" }, { notice });
  }
}

/** Without a business there is no screen to go on from. What is to be done about it is for whoever reads the log. */
async function sayNotSetUp(ctx: BotContext, error: ProblemError): Promise<void> {
  ctx.parts.logger.warn({ reason: error.message }, "nothing can be said of a business");
  await ctx.reply(ctx.words.plain("not-set-up"));
}
