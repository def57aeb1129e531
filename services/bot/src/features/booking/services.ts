import { type Composer } from "grammy";
import { type Tap } from "../../callback-data";
import { type Catalogue, type Service } from "../../catalogue";
import { type BotContext, NoLonger, onTap } from "../../context";
import { type NewVisit } from "../../draft/steps/client";
import { type Button, type Card } from "../../keyboards/card";
import { pageOf } from "../../keyboards/pages";
import { maxServices } from "../../taps/visit";
import { type Words } from "../../words";
import { backAndOut } from "./ways";

/** As many services or masters as one card lists. */
export const perPage = 16;

/** The first choice: what is to be done. One service leads on at once, more can be added before the master is chosen. */
export function services(composer: Composer<BotContext>): void {
  composer.command("book", (ctx) => ctx.live.show({ at: "services" }));
  onTap(composer, "services", (ctx) => ctx.live.show({ at: "services" }));
  onTap(composer, "services-page", (ctx, { page }) => ctx.live.show({ at: "services", page }));
  onTap(composer, "master-services", (ctx, { masterId, page }) =>
    ctx.live.show({ at: "master-services", masterId, page }),
  );
  onTap(composer, "add-service", (ctx, { visit, page }) => ctx.live.show({ at: "add-service", visit, page }));
}

export async function renderServices(ctx: BotContext, page = 0): Promise<Card> {
  const { words } = ctx;
  const catalogue = await ctx.parts.catalogue();
  const rows = catalogue.services.map(({ id }) => [serviceButton(words, catalogue, withAnybody([]), id)]);
  return {
    text: words.html(rows.length > 0 ? "services-text" : "services-none"),
    rows: [
      ...pageOf({ rows, page, perPage, onPage: (other) => ({ do: "services-page", page: other }) }),
      backAndOut(words, { do: "home" }),
    ],
  };
}

/** What one master does, for somebody who came by that master's link. */
export async function renderMasterServices(ctx: BotContext, masterId: string, page: number): Promise<Card> {
  const { words } = ctx;
  const catalogue = await ctx.parts.catalogue();
  const master = catalogue.masters.find(({ id }) => id === masterId);
  if (master === undefined) throw new NoLonger("notice-master-gone", { at: "services" });
  const rows = catalogue.services
    .filter(({ id }) => master.serviceIds.includes(id))
    .map(({ id, name, currency }) => {
      const { durationMinutes, priceMinor } = catalogue.total(masterId, [id]);
      const label = words.plain("service-button", {
        service: words.of(name),
        duration: words.duration(durationMinutes),
        price: words.money(priceMinor, currency),
      });
      const visit: NewVisit = { kind: "new", serviceIds: [id], masterId };
      return [{ label, on: { do: "days", visit } as const }];
    });
  return {
    text: [
      words.html("master-services-title", { master: words.of(master.name) }),
      ...(words.of(master.about) === ""
        ? []
        : [words.html("master-about", { about: words.of(master.about) })]),
      "",
      words.html("services-text"),
    ].join("\n"),
    rows: [
      ...pageOf({
        rows,
        page,
        perPage,
        onPage: (other) => ({ do: "master-services", masterId, page: other }),
      }),
      backAndOut(words, { do: "home" }),
    ],
  };
}

/** What can be had in the same visit, beside what is chosen already; of their master when there is one. */
export async function renderAddService(ctx: BotContext, visit: NewVisit, page = 0): Promise<Card> {
  const { words } = ctx;
  const { serviceIds, masterId } = visit;
  const catalogue = await ctx.parts.catalogue();
  const chosen = servicesIn(catalogue, serviceIds);
  const rows = addable(catalogue, visit).map(({ id }) => [serviceButton(words, catalogue, visit, id)]);
  const without = chosen.map(({ id, name }) => [
    {
      label: words.plain("without-service", { service: words.of(name) }),
      on: {
        do: "add-service",
        visit: { ...visit, serviceIds: serviceIds.filter((other) => other !== id) },
        page: 0,
      } as const,
    },
  ]);
  return {
    text: [
      words.html("chosen-title", { services: namesOf(words, chosen) }),
      totalOf(words, catalogue, serviceIds, masterId),
      "",
      words.html(rows.length > 0 ? "add-service-text" : "add-service-none"),
    ].join("\n"),
    rows: [
      ...pageOf({
        rows,
        page,
        perPage,
        onPage: (other) => ({ do: "add-service", visit, page: other }),
      }),
      ...(chosen.length > 1 ? without : []),
      backAndOut(words, onwards(visit)),
    ],
  };
}

/** Leads to the services that can be added; nothing when there are none. */
export function addServiceRow(words: Words, catalogue: Catalogue, visit: NewVisit): Button[][] {
  return addable(catalogue, visit).length === 0
    ? []
    : [[{ label: words.plain("button-add-service"), on: { do: "add-service", visit, page: 0 } }]];
}

/** Services whose master is still to be chosen. */
export function withAnybody(serviceIds: string[]): NewVisit {
  return { kind: "new", serviceIds, masterId: null };
}

/** The services behind the ids, or the way back to the list when one is no longer offered. */
export function servicesIn(catalogue: Catalogue, serviceIds: string[]): Service[] {
  return serviceIds.map((id) => {
    const service = catalogue.services.find((candidate) => candidate.id === id);
    if (service === undefined) throw new NoLonger("notice-service-gone", { at: "services" });
    return service;
  });
}

/** `Haircut, beard trim` */
export function namesOf(words: Words, chosen: Service[]): string {
  return chosen.map(({ name }) => words.of(name)).join(", ");
}

/** `1 h 15 min, from €40`, as HTML: how long all of it takes, and what it costs. */
export function totalOf(
  words: Words,
  catalogue: Catalogue,
  serviceIds: string[],
  masterId: string | null = null,
): string {
  const { duration, price } = rangeOf(words, catalogue, serviceIds, masterId);
  return words.html("total", { duration, price });
}

function serviceButton(words: Words, catalogue: Catalogue, chosen: NewVisit, id: string): Button {
  const [service] = servicesIn(catalogue, [id]);
  return {
    label: words.plain("service-button", {
      service: words.of(service?.name ?? null),
      ...rangeOf(words, catalogue, [id], chosen.masterId),
    }),
    on: onwards({ ...chosen, serviceIds: [...chosen.serviceIds, id] }),
  };
}

/** From the services to the choice of a master, or to the days when that one is chosen. */
function onwards(visit: NewVisit): Tap {
  return visit.masterId === null ? { do: "service", serviceIds: visit.serviceIds } : { do: "days", visit };
}

/** Services that the master, or somebody, does together with the chosen ones. */
function addable(catalogue: Catalogue, { serviceIds, masterId }: NewVisit): Service[] {
  if (serviceIds.length >= maxServices) return [];
  const isDone = (ids: string[]): boolean =>
    catalogue.mastersOf(...ids).some(({ id }) => masterId === null || id === masterId);
  return catalogue.services.filter(({ id }) => !serviceIds.includes(id) && isDone([...serviceIds, id]));
}

/** `45 min` and `€25`, or `from €25` when masters differ. */
function rangeOf(
  words: Words,
  catalogue: Catalogue,
  serviceIds: string[],
  masterId: string | null = null,
): { duration: string; price: string } {
  const currency = servicesIn(catalogue, serviceIds)[0]?.currency ?? catalogue.business.currency;
  const totals = catalogue
    .mastersOf(...serviceIds)
    .filter(({ id }) => masterId === null || id === masterId)
    .map((master) => catalogue.total(master.id, serviceIds));
  const lowest = (values: number[], format: (value: number) => string): string =>
    new Set(values).size > 1
      ? words.plain("from-value", { value: format(Math.min(...values)) })
      : format(Math.min(...values));
  return {
    duration: lowest(
      totals.map(({ durationMinutes }) => durationMinutes),
      (minutes) => words.duration(minutes),
    ),
    price: lowest(
      totals.map(({ priceMinor }) => priceMinor),
      (minor) => words.money(minor, currency),
    ),
  };
}
