import { type Composer } from "grammy";
import { type BotContext, onTap, onText } from "../../context";
import { type ManageStep } from "../../draft/steps/manage";
import { type Card, inRows } from "../../keyboards/card";
import { management } from "./api";
import { parsePrice } from "./answers/price";
import { parseSpan } from "./answers/span";
import { durationPresets } from "./fields/catalogue-fields";
import { minorDigits } from "./fields/kinds";
import { back, quoted } from "./layout";

type NewServiceStep = Extract<ManageStep, { at: "manage-new-service" }>;

const empty: NewServiceStep = { at: "manage-new-service", name: null, durationMinutes: null };

/** A new service in three answers: its name, how long it takes, what it costs. All the rest has a sensible beginning. */
export function newService(composer: Composer<BotContext>): void {
  onTap(composer, "manage-new-service", async (ctx) => {
    const { step } = ctx.live;
    // Also the way back: from the last answer to the one before it.
    if (step.at !== "manage-new-service" || step.name === null) return ctx.live.show(empty);
    await ctx.live.show(step.durationMinutes === null ? empty : { ...step, durationMinutes: null });
  });

  onTap(composer, "manage-new-duration", async (ctx, { minutes }) => {
    const { step } = ctx.live;
    if (step.at !== "manage-new-service" || step.name === null)
      return ctx.live.show(empty, { notice: ctx.words.html("notice-lost") });
    await ctx.live.show({ ...step, durationMinutes: minutes });
  });

  onText(composer, "manage-new-service", async (ctx, step, text) => {
    const { words } = ctx;
    const refuse = (sentence: string) =>
      ctx.live.show(step, { notice: `${quoted(words, text)}\n${sentence}` });
    if (step.name === null) {
      const name = text.replace(/\s+/g, " ");
      if (name.length > 100) return refuse(words.html("manage-fault-text", { max: 100 }));
      return ctx.live.show({ ...step, name: { [words.locale]: name } });
    }
    if (step.durationMinutes === null) {
      const minutes = parseSpan(text, "minutes");
      if (minutes === undefined || minutes < 5 || minutes > 720)
        return refuse(
          words.html(minutes === undefined ? "manage-fault-number" : "manage-fault-range", {
            min: words.duration(5),
            max: words.duration(720),
            example: words.duration(45),
          }),
        );
      return ctx.live.show({ ...step, durationMinutes: minutes });
    }
    const api = management(ctx);
    const { body: business } = await api.business();
    const { currency } = business;
    const priceMinor = parsePrice(text, minorDigits(currency));
    if (priceMinor === undefined || priceMinor > 1_000_000_000)
      return refuse(
        words.html("manage-fault-price", {
          example: words.money(25.5 * 10 ** minorDigits(currency), currency),
        }),
      );
    const position = Math.max(-1, ...(await api.services()).map((service) => service.position)) + 1;
    const { name, durationMinutes } = step;
    const service = await api.createService({ name, durationMinutes, priceMinor, position });
    await ctx.live.show(
      { at: "manage-performers", serviceId: service.id },
      { notice: words.html("manage-service-made", { name: words.of(service.name) }) },
    );
  });
}

export function renderNewService(ctx: BotContext, { name, durationMinutes }: NewServiceStep): Card {
  const { words } = ctx;
  const cancel = { label: words.plain("button-cancel"), on: { do: "manage-services", page: 0 } as const };
  const before = { label: words.plain("button-back"), on: { do: "manage-new-service" } as const };
  const known = [
    words.html("manage-new-service-title"),
    ...(name === null
      ? []
      : [words.html("manage-line", { label: words.plain("manage-label-name"), value: words.of(name) })]),
    ...(durationMinutes === null
      ? []
      : [
          words.html("manage-line", {
            label: words.plain("manage-label-duration"),
            value: words.duration(durationMinutes),
          }),
        ]),
    "",
  ];
  if (name === null)
    return {
      text: [...known, words.html("manage-new-service-name")].join("\n"),
      rows: [[back(words, { at: "manage-services", page: 0 })]],
    };
  if (durationMinutes === null)
    return {
      text: [...known, words.html("manage-new-service-duration")].join("\n"),
      rows: [
        ...inRows(
          durationPresets.map((minutes) => ({
            label: words.duration(minutes),
            on: { do: "manage-new-duration", minutes } as const,
          })),
          4,
        ),
        [before, cancel],
      ],
    };
  return {
    text: [...known, words.html("manage-new-service-price")].join("\n"),
    rows: [[before, cancel]],
  };
}
