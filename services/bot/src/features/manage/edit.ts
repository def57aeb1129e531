import { type Composer } from "grammy";
import { type BotContext, onTap, onText } from "../../context";
import { type ManageStep } from "../../draft/steps/manage";
import { type FieldName, type Target } from "../../draft/steps/manage-target";
import { type Button, type Card, inRows, marked } from "../../keyboards/card";
import { type Locale } from "../../words";
import { type Editing, homeOf, openEditing } from "./editing";
import { isFault } from "./fields/field";
import { wireOfLocation } from "./fields/location";
import { back, quoted } from "./layout";

type EditStep = Extract<ManageStep, { at: "manage-edit" }>;

/** One value at a time: what it is, what it means, buttons for usual ones, and any other one typed. */
export function edit(composer: Composer<BotContext>): void {
  onTap(composer, "manage-edit", async (ctx, { target, field }) => {
    await begin(ctx, target, field);
  });

  onTap(composer, "manage-set", async (ctx, { target, field, value }) => {
    const step = stepOf(ctx, target, field);
    // Without a draft nobody knows what the person saw: they look once more.
    if (step === undefined) return begin(ctx, target, field, ctx.words.html("notice-lost"));
    await saveValue(ctx, step, value);
  });

  composer.on("message:location", async (ctx, next) => {
    const { step } = ctx.live;
    if (step.at !== "manage-edit" || step.field !== "location") return next();
    await saveValue(ctx, step, wireOfLocation(ctx.message.location));
  });

  onText(composer, "manage-edit", async (ctx, step, text) => {
    const editing = await openEditing(ctx, step.target, step.field);
    const answer = editing.parse(text, editing.frame);
    if (isFault(answer))
      return ctx.live.show(step, {
        notice: `${quoted(ctx.words, text)}\n${ctx.words.html(answer.fault, answer.values)}`,
      });
    await saveValue(ctx, step, answer);
  });
}

function stepOf(ctx: BotContext, target: Target, field: FieldName): EditStep | undefined {
  const { step, draft } = ctx.live;
  if (draft === undefined || step.at !== "manage-edit" || step.field !== field) return undefined;
  return JSON.stringify(step.target) === JSON.stringify(target) ? step : undefined;
}

async function begin(
  ctx: BotContext,
  target: Target,
  field: FieldName,
  notice?: string,
  offered = false,
): Promise<void> {
  const { now } = await openEditing(ctx, target, field);
  await ctx.live.show({ at: "manage-edit", target, field, seen: now, mine: null, offered }, { notice });
}

export async function saveValue(ctx: BotContext, step: EditStep, wire: string): Promise<void> {
  const { words } = ctx;
  const { target, field, seen, offered } = step;
  const editing = await openEditing(ctx, target, field);
  const saved = await editing.save(seen, wire);
  if (!saved.done)
    return ctx.live.show(
      { ...step, seen: saved.now, mine: wire },
      {
        notice: words.html("manage-conflict", {
          now: editing.say(saved.now, editing.frame),
          mine: editing.say(wire, editing.frame),
        }),
      },
    );
  const notice = words.html("manage-saved", {
    label: words.plain(`manage-label-${field}`),
    value: editing.say(wire, editing.frame),
  });
  const other = offered ? undefined : inOtherLanguage(field);
  if (other !== undefined) return begin(ctx, target, other, notice, true);
  await ctx.live.show(homeOf(target, field), { notice });
}

/** The same words in the other language: asked for once, right after the first. */
function inOtherLanguage(field: FieldName): FieldName | undefined {
  switch (field) {
    case "title-ru":
      return "title-en";
    case "title-en":
      return "title-ru";
    case "address-ru":
      return "address-en";
    case "address-en":
      return "address-ru";
    case "name-ru":
      return "name-en";
    case "name-en":
      return "name-ru";
    case "about-ru":
      return "about-en";
    case "about-en":
      return "about-ru";
    default:
      return undefined;
  }
}

/** The field with the words of a kind in the person's own language. */
export function inLanguage(kind: "title" | "address" | "name" | "about", locale: Locale): FieldName {
  return `${kind}-${locale}`;
}

export async function renderEdit(ctx: BotContext, step: EditStep): Promise<Card> {
  const { words } = ctx;
  const { target, field, mine, offered } = step;
  const editing = await openEditing(ctx, target, field);
  const chosen = (wire: string): Button => {
    return {
      label: marked(words, editing.say(wire, editing.frame), wire === editing.now),
      on: { do: "manage-set", target, field, value: wire },
    };
  };
  const labels = editing.presets.map(chosen);
  const width = labels.some(({ label }) => label.length > 16) ? 1 : labels.length > 4 ? 3 : 2;
  return {
    text: [
      words.html("manage-edit-title", { whose: editing.whose, label: words.plain(`manage-label-${field}`) }),
      words.html("manage-edit-now", { value: editing.say(editing.now, editing.frame) }),
      "",
      words.html(`manage-ask-${field}`),
    ].join("\n"),
    rows: [
      ...(mine === null ? [] : [[mineButton(ctx, editing, mine)]]),
      ...inRows(labels, width),
      [back(words, homeOf(target, field), offered ? "manage-button-leave" : "button-back")],
    ],
  };
}

function mineButton({ words }: BotContext, editing: Editing, mine: string): Button {
  const value = editing.say(mine, editing.frame);
  const short = value.length > 24 ? `${value.slice(0, 23)}…` : value;
  return {
    label: words.plain("manage-button-mine", { value: short }),
    on: { do: "manage-mine" },
    style: "danger",
  };
}
