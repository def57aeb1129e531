import { isProblem } from "@okoshko/contracts/problem-error";
import { type Composer } from "grammy";
import { Temporal } from "temporal-polyfill";
import { type BotContext, onTap, onText } from "../../../context";
import { type ManageStep } from "../../../draft/steps/manage";
import { audienceKinds, type BroadcastDraft, type Question } from "../../../draft/steps/manage-broadcast";
import { type Button, type Card, inRows, marked } from "../../../keyboards/card";
import { type Locale } from "../../../words";
import { todayOf } from "../../visit/visit-text";
import { parseDate } from "../answers/date";
import { management, turnKey } from "../api";
import { back, quoted } from "../layout";
import { audienceText } from "./audience-text";
import { beside, inputOf, longestText, nextQuestion, otherThan } from "./broadcast-draft";
import { broadcasting, unlessAway } from "./notifier";

type WriteStep = Extract<ManageStep, { at: "manage-broadcast-new" }>;

/** How far back "since" may lie, in months. */
const monthsAgo = [1, 3, 6, 12];

/** A new broadcast: its words in each language, whom it is for, what they would see, and off it goes. */
export function write(composer: Composer<BotContext>): void {
  onTap(composer, "manage-broadcast-new", (ctx) => forward(ctx, { key: `broadcast:${turnKey(ctx)}` }));
  onTap(composer, "manage-broadcast-ask", (ctx, { question }) =>
    withDraft(ctx, (draft) => ask(ctx, draft, question)),
  );
  onTap(composer, "manage-broadcast-without", (ctx, { locale }) =>
    withDraft(ctx, (draft) => {
      if (draft[otherThan(locale)] === null)
        return ask(ctx, draft, locale, ctx.words.html("manage-broadcast-some-words"));
      return forward(ctx, { ...draft, [locale]: null });
    }),
  );
  onTap(composer, "manage-broadcast-to", (ctx, { kind }) =>
    withDraft(ctx, ({ since, ...draft }) =>
      forward(ctx, { ...draft, kind, ...(kind === "all" || since === undefined ? {} : { since }) }),
    ),
  );
  onTap(composer, "manage-broadcast-since", (ctx, { date }) =>
    withDraft(ctx, (draft) => forward(ctx, { ...draft, since: date })),
  );
  onTap(composer, "manage-broadcast-master", (ctx, { masterId }) =>
    withDraft(ctx, (draft) => forward(ctx, { ...draft, masterId })),
  );
  onTap(composer, "manage-broadcast-look", (ctx, { locale }) =>
    withDraft(ctx, (_draft, step) => ctx.live.show({ ...step, shown: locale })),
  );
  onTap(composer, "manage-broadcast-send", (ctx) => withDraft(ctx, (draft) => send(ctx, draft)));
  onText(composer, "manage-broadcast-new", answer);
}

/** A text is too long for a button, so without the draft there is nothing to go on with. */
async function withDraft(
  ctx: BotContext,
  go: (draft: BroadcastDraft, step: WriteStep) => Promise<void>,
): Promise<void> {
  const { step } = ctx.live;
  if (step.at === "manage-broadcast-new") return go(step.draft, step);
  await ctx.live.show(
    { at: "manage-broadcasts", cursors: [] },
    { notice: ctx.words.html("manage-broadcast-lost") },
  );
}

function ask(ctx: BotContext, draft: BroadcastDraft, question: Question, notice?: string): Promise<void> {
  return ctx.live.show({ at: "manage-broadcast-new", draft, question, shown: null }, { notice });
}

function forward(ctx: BotContext, draft: BroadcastDraft): Promise<void> {
  return ask(ctx, draft, nextQuestion(draft, ctx.words.locale));
}

async function answer(ctx: BotContext, { draft, question }: WriteStep, text: string): Promise<void> {
  const { words } = ctx;
  const refuse = (sentence: string) => ask(ctx, draft, question, `${quoted(words, text)}\n${sentence}`);
  switch (question) {
    case "ru":
    case "en":
      if (text.length > longestText)
        return refuse(words.html("manage-fault-long", { length: text.length, max: longestText }));
      return forward(ctx, { ...draft, [question]: text });
    case "since": {
      const { business } = await ctx.parts.catalogue();
      const today = todayOf(ctx, business);
      const since = parseDate(text, today, "past");
      if (since === undefined || since > today) return refuse(words.html("manage-fault-since"));
      return forward(ctx, { ...draft, since });
    }
    case "kind":
    case "master":
    case "send":
      return ask(ctx, draft, question, words.html("hint-use-buttons"));
  }
}

/** The key is the draft's: a second tap, or the same after an answer that got lost, sends nothing anew. */
async function send(ctx: BotContext, draft: BroadcastDraft): Promise<void> {
  const input = inputOf(draft);
  if (input === undefined) return forward(ctx, draft);
  try {
    const { id } = await broadcasting(ctx).create(input, draft.key);
    await ctx.live.show(
      { at: "manage-broadcast", broadcastId: id },
      { notice: ctx.words.html("manage-broadcast-begun") },
    );
  } catch (error) {
    // An order whose answer got lost was carried out, and then the draft was changed.
    if (!isProblem(error, "idempotency-key-reused")) throw error;
    await ctx.live.show(
      { at: "manage-broadcasts", cursors: [] },
      { notice: ctx.words.html("manage-broadcast-sent-before") },
    );
  }
}

export function renderQuestion(ctx: BotContext, step: WriteStep): Card | Promise<Card> {
  switch (step.question) {
    case "ru":
    case "en":
      return renderWords(ctx, step.draft, step.question);
    case "kind":
      return renderKinds(ctx, step.draft);
    case "since":
      return renderSince(ctx, step.draft);
    case "master":
      return renderMasters(ctx, step.draft);
    case "send":
      return unlessAway(ctx, step, renderPreview(ctx, step));
  }
}

/** Back, what was answered before, and the way out. */
function ways(
  { words }: BotContext,
  draft: BroadcastDraft,
  question: Question,
  isKnown: boolean,
): Button[][] {
  const to = (by: -1 | 1, key: "button-back" | "manage-button-leave"): Button[] => {
    const beyond = beside(draft, words.locale, question, by);
    return beyond === undefined
      ? []
      : [{ label: words.plain(key), on: { do: "manage-broadcast-ask", question: beyond } }];
  };
  const cancel = back(words, { at: "manage-broadcasts", cursors: [] }, "button-cancel");
  return [...(isKnown ? [to(1, "manage-button-leave")] : []), [...to(-1, "button-back"), cancel]];
}

function renderWords(ctx: BotContext, draft: BroadcastDraft, locale: Locale): Card {
  const { words } = ctx;
  const known = draft[locale];
  return {
    text: [
      words.html("manage-broadcast-title"),
      words.html(`manage-broadcast-ask-${locale}`, { max: longestText }),
      ...(known == null
        ? []
        : ["", words.html("manage-broadcast-now"), words.html("manage-broadcast-quote", { text: known })]),
    ].join("\n"),
    rows: [
      ...(draft[otherThan(locale)] === null
        ? []
        : [
            [
              {
                label: words.plain(`manage-button-without-${locale}`),
                on: { do: "manage-broadcast-without", locale } as const,
              },
            ],
          ]),
      ...ways(ctx, draft, locale, known != null),
    ],
  };
}

function renderKinds(ctx: BotContext, draft: BroadcastDraft): Card {
  const { words } = ctx;
  return {
    text: [words.html("manage-broadcast-title"), words.html("manage-broadcast-ask-kind")].join("\n"),
    rows: [
      ...audienceKinds.map((kind) => [
        {
          label: marked(
            words,
            words.plain(`manage-button-to-${kind.replaceAll("_", "-")}`),
            draft.kind === kind,
          ),
          on: { do: "manage-broadcast-to", kind } as const,
        },
      ]),
      ...ways(ctx, draft, "kind", draft.kind !== undefined),
    ],
  };
}

async function renderSince(ctx: BotContext, draft: BroadcastDraft): Promise<Card> {
  const { words } = ctx;
  const { business } = await ctx.parts.catalogue();
  const today = Temporal.PlainDate.from(todayOf(ctx, business));
  const presets = monthsAgo.map((months) => ({ months, date: today.subtract({ months }).toString() }));
  const key =
    draft.kind === "visited_since" ? "manage-broadcast-ask-since" : "manage-broadcast-ask-not-since";
  return {
    text: [words.html("manage-broadcast-title"), words.html(key)].join("\n"),
    rows: [
      ...inRows(
        presets.map(({ months, date }) => ({
          label: marked(words, words.plain("manage-button-months-ago", { months }), draft.since === date),
          on: { do: "manage-broadcast-since", date } as const,
        })),
        2,
      ),
      ...ways(ctx, draft, "since", draft.since !== undefined),
    ],
  };
}

async function renderMasters(ctx: BotContext, draft: BroadcastDraft): Promise<Card> {
  const { words } = ctx;
  // Who left had clients, too; but who is there is looked for more often.
  const masters = (await management(ctx).masters()).sort((a, b) => Number(b.active) - Number(a.active));
  const to = (label: string, masterId: string | null): Button[] => [
    {
      label: marked(words, label, draft.masterId === masterId),
      on: { do: "manage-broadcast-master", masterId },
    },
  ];
  return {
    text: [words.html("manage-broadcast-title"), words.html("manage-broadcast-ask-master")].join("\n"),
    rows: [
      to(words.plain("manage-button-whoevers"), null),
      ...masters.slice(0, 50).map(({ id, name }) => to(words.of(name), id)),
      ...ways(ctx, draft, "master", draft.masterId !== undefined),
    ],
  };
}

/** The message as the notifier would write it, in one language at a time: both might not fit into one of Telegram's. */
async function renderPreview(ctx: BotContext, { draft, shown }: WriteStep): Promise<Card> {
  const { words } = ctx;
  const input = inputOf(draft);
  if (input === undefined) return renderWords(ctx, draft, words.locale);
  const [{ total, byLocale, messages }, audience] = await Promise.all([
    broadcasting(ctx).preview(input),
    audienceText(ctx, input.audience),
  ]);
  const most = byLocale.en > byLocale.ru ? "en" : "ru";
  const message = messages.find(({ locale }) => locale === (shown ?? most)) ?? messages[0];
  const change = (question: "ru" | "en" | "kind"): Button => ({
    label: words.plain(`manage-button-change-${question}`),
    on: { do: "manage-broadcast-ask", question },
  });
  const others = messages.filter((other) => other !== message);
  return {
    text: [
      words.html("manage-broadcast-title"),
      words.html("manage-line", { label: words.plain("manage-label-audience"), value: audience }),
      words.html("manage-broadcast-count", { total, ...byLocale }),
      ...(message === undefined ? [] : messageLines(ctx, message, input.text[message.locale] === undefined)),
      "",
      words.html(total === 0 ? "manage-broadcast-nobody" : "manage-broadcast-sure"),
    ].join("\n"),
    rows: [
      ...others.map(({ locale }) => [
        {
          label: words.plain(`manage-button-look-${locale}`, { count: byLocale[locale] }),
          on: { do: "manage-broadcast-look", locale } as const,
        },
      ]),
      ...(total === 0
        ? []
        : [
            [
              {
                label: words.plain("manage-button-send", { total }),
                on: { do: "manage-broadcast-send" } as const,
                style: "success" as const,
              },
            ],
          ]),
      [change("ru"), change("en")],
      [change("kind")],
      ...ways(ctx, draft, "send", false),
    ],
  };
}

function messageLines(
  { words }: BotContext,
  { locale, text, buttons }: { locale: Locale; text: string; buttons: string[] },
  isForeign: boolean,
): string[] {
  return [
    "",
    words.html(isForeign ? `manage-broadcast-foreign-${locale}` : `manage-broadcast-message-${locale}`),
    words.html("manage-broadcast-quote", { text }),
    ...buttons.map((label) => words.html("manage-broadcast-button", { label })),
  ];
}
