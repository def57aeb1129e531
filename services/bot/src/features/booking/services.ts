import { type Composer } from "grammy";
import { type Catalogue, type Service } from "../../catalogue";
import { type BotContext, onTap } from "../../context";
import { type Card } from "../../keyboards/card";
import { type Words } from "../../words";

/** The first choice: what is to be done. */
export function services(composer: Composer<BotContext>): void {
  composer.command("book", (ctx) => ctx.live.show({ at: "services" }));
  onTap(composer, "services", (ctx) => ctx.live.show({ at: "services" }));
}

export async function renderServices(ctx: BotContext): Promise<Card> {
  const { words } = ctx;
  const catalogue = await ctx.parts.catalogue();
  const buttons = catalogue.services.map((service) => [
    { label: serviceLabel(words, catalogue, service), on: { do: "service", serviceId: service.id } as const },
  ]);
  return {
    text: words.html(buttons.length > 0 ? "services-text" : "services-none"),
    rows: [...buttons, [{ label: words.plain("button-back"), on: { do: "home" } }]],
  };
}

/** `Haircut · 45 min · €25`, or `from €25` when masters differ. */
function serviceLabel(words: Words, catalogue: Catalogue, service: Service): string {
  const offerings = catalogue
    .mastersOf(service.id)
    .map((master) => catalogue.offering(master.id, service.id) ?? service);
  const lowest = (values: number[], format: (value: number) => string): string =>
    new Set(values).size > 1
      ? words.plain("from-value", { value: format(Math.min(...values)) })
      : format(Math.min(...values));
  return words.plain("service-button", {
    service: words.of(service.name),
    duration: lowest(
      offerings.map((offering) => offering.durationMinutes),
      (minutes) => words.duration(minutes),
    ),
    price: lowest(
      offerings.map((offering) => offering.priceMinor),
      (minor) => words.money(minor, service.currency),
    ),
  });
}
