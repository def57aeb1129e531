import { type Composer } from "grammy";
import { type BotContext, NoLonger, onTap } from "../../context";
import { type Master } from "../../catalogue";
import { type Button, type Card } from "../../keyboards/card";
import { pageOf } from "../../keyboards/pages";
import { recent, tookPlace } from "../bookings/repeat";
import { addServiceRow, namesOf, perPage, servicesIn, totalOf, withAnybody } from "./services";
import { backAndOut } from "./ways";

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
  const known = await knownMaster(ctx, able);
  const button = (master: Master, name: string): Button => {
    const { durationMinutes, priceMinor } = catalogue.total(master.id, serviceIds);
    return {
      label: words.plain("service-button", {
        service: name,
        duration: words.duration(durationMinutes),
        price: words.money(priceMinor, currency),
      }),
      on: { do: "days", visit: { kind: "new", serviceIds, masterId: master.id } },
    };
  };
  const rows = able
    .filter(({ id }) => id !== known?.master.id)
    .map((master) => [button(master, words.of(master.name))]);
  return {
    text: [
      words.html("chosen-title", { services: namesOf(words, chosen) }),
      ...(chosen.length > 1 ? [totalOf(words, catalogue, serviceIds)] : []),
      "",
      words.html("masters-text"),
    ].join("\n"),
    rows: [
      ...(known === undefined
        ? []
        : [[button(known.master, words.plain(known.label, { master: words.of(known.master.name) }))]]),
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
      ...addServiceRow(words, catalogue, withAnybody(serviceIds)),
      backAndOut(words, backFrom(serviceIds)),
    ],
  };
}

/** The person's favourite, or else who did it last time: the one they most likely want. */
async function knownMaster(
  ctx: BotContext,
  able: Master[],
): Promise<{ master: Master; label: string } | undefined> {
  const [{ favouriteMasterId }, past] = await Promise.all([
    ctx.booking.me(),
    ctx.booking.appointments("past", recent),
  ]);
  const favourite = able.find(({ id }) => id === favouriteMasterId);
  if (favourite !== undefined) return { master: favourite, label: "master-favourite" };
  const lastId = past.find(tookPlace)?.masterId;
  const last = able.find(({ id }) => id === lastId);
  return last === undefined ? undefined : { master: last, label: "master-last-time" };
}

/** One step back in the choice of services: to the one before the last, or to the whole list. */
export function backFrom(serviceIds: string[]) {
  return serviceIds.length > 1
    ? ({ do: "add-service", visit: withAnybody(serviceIds.slice(0, -1)), page: 0 } as const)
    : ({ do: "services" } as const);
}
