import { type Composer } from "grammy";
import { type BotContext, NoLonger, onTap } from "../../context";
import { type Card } from "../../keyboards/card";
import { pageOf } from "../../keyboards/pages";
import { addServiceRow, namesOf, perPage, servicesIn, totalOf } from "./services";

/** Who is to do it. With one master there is nothing to choose, and the days come at once. */
export function masters(composer: Composer<BotContext>): void {
  onTap(composer, "service", async (ctx, { serviceIds }) => {
    const [only, ...others] = (await ctx.parts.catalogue()).mastersOf(...serviceIds);
    await ctx.live.show(
      only !== undefined && others.length === 0
        ? { at: "days", visit: { kind: "new", serviceIds, masterId: only.id } }
        : { at: "masters", serviceIds },
    );
  });
  onTap(composer, "masters-page", (ctx, { serviceIds, page }) =>
    ctx.live.show({ at: "masters", serviceIds, page }),
  );
}

export async function renderMasters(ctx: BotContext, serviceIds: string[], page = 0): Promise<Card> {
  const { words } = ctx;
  const catalogue = await ctx.parts.catalogue();
  const chosen = servicesIn(catalogue, serviceIds);
  const able = catalogue.mastersOf(...serviceIds);
  if (able.length === 0) throw new NoLonger("notice-nobody-does-all", { at: "services" });
  const currency = chosen[0]?.currency ?? catalogue.business.currency;
  const rows = able.map((master) => {
    const { durationMinutes, priceMinor } = catalogue.total(master.id, serviceIds);
    const label = words.plain("service-button", {
      service: words.of(master.name),
      duration: words.duration(durationMinutes),
      price: words.money(priceMinor, currency),
    });
    return [{ label, on: { do: "days", visit: { kind: "new", serviceIds, masterId: master.id } } as const }];
  });
  return {
    text: [
      words.html("chosen-title", { services: namesOf(words, chosen) }),
      ...(chosen.length > 1 ? [totalOf(words, catalogue, serviceIds)] : []),
      "",
      words.html("masters-text"),
    ].join("\n"),
    rows: [
      [
        {
          label: words.plain("button-any-master"),
          on: { do: "days", visit: { kind: "new", serviceIds, masterId: null } },
        },
      ],
      ...pageOf({
        rows,
        page,
        perPage,
        onPage: (other) => ({ do: "masters-page", serviceIds, page: other }),
      }),
      ...addServiceRow(words, catalogue, serviceIds),
      [
        { label: words.plain("button-back"), on: backFrom(serviceIds) },
        { label: words.plain("button-cancel"), on: { do: "cancel" }, style: "danger" },
      ],
    ],
  };
}

/** One step back in the choice of services: to the one before the last, or to the whole list. */
export function backFrom(serviceIds: string[]) {
  return serviceIds.length > 1
    ? ({ do: "add-service", serviceIds: serviceIds.slice(0, -1), page: 0 } as const)
    : ({ do: "services" } as const);
}
