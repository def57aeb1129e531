import { type Composer } from "grammy";
import { type BotContext, NoLonger, onTap } from "../../context";
import { type Card } from "../../keyboards/card";

/** Who is to do it. With one master there is nothing to choose, and the days come at once. */
export function masters(composer: Composer<BotContext>): void {
  onTap(composer, "service", async (ctx, { serviceId }) => {
    const [only, ...others] = (await ctx.parts.catalogue()).mastersOf(serviceId);
    await ctx.live.show(
      only !== undefined && others.length === 0
        ? { at: "days", visit: { kind: "new", serviceId, masterId: only.id } }
        : { at: "masters", serviceId },
    );
  });
}

export async function renderMasters(ctx: BotContext, serviceId: string): Promise<Card> {
  const { words } = ctx;
  const catalogue = await ctx.parts.catalogue();
  const service = catalogue.services.find(({ id }) => id === serviceId);
  if (service === undefined) throw new NoLonger("notice-service-gone", { at: "services" });
  const buttons = catalogue.mastersOf(serviceId).map((master) => {
    const { durationMinutes, priceMinor } = catalogue.offering(master.id, serviceId) ?? service;
    const label = words.plain("service-button", {
      service: words.of(master.name),
      duration: words.duration(durationMinutes),
      price: words.money(priceMinor, service.currency),
    });
    return [{ label, on: { do: "days", visit: { kind: "new", serviceId, masterId: master.id } } as const }];
  });
  return {
    text: words.html("masters-text", { service: words.of(service.name) }),
    rows: [
      [
        {
          label: words.plain("button-any-master"),
          on: { do: "days", visit: { kind: "new", serviceId, masterId: null } },
        },
      ],
      ...buttons,
      [
        { label: words.plain("button-back"), on: { do: "services" } },
        { label: words.plain("button-cancel"), on: { do: "cancel" }, style: "danger" },
      ],
    ],
  };
}
