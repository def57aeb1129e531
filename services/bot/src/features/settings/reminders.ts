import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { type Card, inRows } from "../../keyboards/card";
import { type Words } from "../../words";
import { remember } from "./remember";

/** What can be chosen without typing; in minutes before the visit. */
const choices = [2880, 1440, 180, 120, 60, 30];
/** As many as booking-api keeps. */
const atMost = 4;

/** How long before a visit the person is reminded of it: as the business does, or as they like it. */
export function reminders(composer: Composer<BotContext>): void {
  onTap(composer, "reminders", (ctx) => ctx.live.show({ at: "reminders" }));
  onTap(composer, "usual-reminders", async (ctx) => {
    await remember(ctx, { reminderLeadsMinutes: null });
    await ctx.live.show({ at: "reminders" });
  });
  onTap(composer, "reminder", async (ctx, { minutes, choice }) => {
    const leads = (await chosen(ctx)).leads.filter((lead) => lead !== minutes);
    if (choice === "on" && leads.length >= atMost)
      return ctx.live.show(
        { at: "reminders" },
        { notice: ctx.words.html("reminders-enough", { most: atMost }) },
      );
    const next = choice === "on" ? [...leads, minutes].sort((a, b) => b - a) : leads;
    await remember(ctx, { reminderLeadsMinutes: next });
    await ctx.live.show({ at: "reminders" });
  });
}

export async function renderReminders(ctx: BotContext): Promise<Card> {
  const { words } = ctx;
  const { leads, isOwn, quiet } = await chosen(ctx);
  // A lead that is no choice here was set elsewhere, and can be taken out all the same.
  const shown = [...new Set([...choices, ...leads])].sort((a, b) => b - a);
  return {
    text: [
      words.html("reminders-title"),
      "",
      words.html(isOwn ? "reminders-own" : "reminders-usual", { leads: leadsOf(words, leads) }),
      ...(quiet === null ? [] : [words.html("reminders-quiet", quiet)]),
    ].join("\n"),
    rows: [
      ...inRows(
        shown.map((minutes) => {
          const isOn = leads.includes(minutes);
          return {
            label: words.plain("reminder-button", {
              lead: words.duration(minutes),
              state: isOn ? "on" : "off",
            }),
            on: { do: "reminder", minutes, choice: isOn ? "off" : "on" } as const,
          };
        }),
        2,
      ),
      ...(isOwn
        ? [[{ label: words.plain("button-usual-reminders"), on: { do: "usual-reminders" } } as const]]
        : []),
      [{ label: words.plain("button-back"), on: { do: "settings" } }],
    ],
  };
}

/** `24 h, 2 h`, or that there are none. */
export function leadsOf(words: Words, leads: number[]): string {
  return leads.length === 0
    ? words.plain("reminders-none")
    : words.plain("reminders-before", { leads: leads.map((lead) => words.duration(lead)).join(", ") });
}

async function chosen(ctx: BotContext) {
  const [{ reminderLeadsMinutes: own }, { business }] = await Promise.all([
    ctx.booking.me(),
    ctx.parts.catalogue(),
  ]);
  const { quietFrom, quietTo } = business;
  return {
    leads: own ?? business.reminderLeadsMinutes,
    isOwn: own !== null,
    quiet: quietFrom === null || quietTo === null ? null : { from: quietFrom, to: quietTo },
  };
}
