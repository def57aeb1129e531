import { type Composer } from "grammy";
import { type Service } from "../../catalogue";
import { type BotContext, onTap } from "../../context";
import { type BookPlan, type Plan, type StepAt } from "../../draft/steps/desk";
import { type Card, marked } from "../../keyboards/card";
import { aboutVisit, neighbours } from "./visit";
import { daysVisits } from "./day";
import { type ClientRecord, deskOf } from "./desk-booking";
import { keyOf } from "./key";
import { orInstead } from "./instead";
import { planned, planOr } from "./planned";
import { clientName } from "./visit-words";
import { deskVisitOr, whose } from "./whose";

/** The desk books for somebody who walked in or called; what staff confirm is final. */
export function book(composer: Composer<BotContext>): void {
  onTap(composer, "desk-book", (ctx, { masterId }) => ctx.live.show({ at: "desk-book", masterId }));

  onTap(composer, "desk-services", async (ctx) => {
    const plan = await planOr(ctx);
    await ctx.live.show(plan.for === "book" ? { at: "desk-services", plan } : { at: "desk-plan-days", plan });
  });
  onTap(composer, "desk-service", async (ctx, { serviceId }) => {
    const plan = await planOr(ctx);
    if (plan.for !== "book") return ctx.live.show({ at: "desk-plan-days", plan });
    const serviceIds = plan.serviceIds.includes(serviceId)
      ? plan.serviceIds.filter((id) => id !== serviceId)
      : [...plan.serviceIds, serviceId];
    await ctx.live.show({ at: "desk-services", plan: { ...plan, serviceIds } });
  });
  onTap(composer, "desk-services-done", async (ctx) => {
    const plan = await planOr(ctx);
    if (plan.for !== "book") return ctx.live.show({ at: "desk-plan-days", plan });
    if (plan.serviceIds.length === 0)
      return ctx.live.show({ at: "desk-services", plan }, { notice: ctx.words.html("desk-services-none") });
    await toTime(ctx, plan);
  });

  onTap(composer, "desk-book-sure", async (ctx, { holdId }) => {
    const { step } = ctx.live;
    const { startsAt } = await deskVisitOr(ctx, holdId);
    const confirm = async (): Promise<void> => {
      await ctx.booking.confirm(holdId);
      await ctx.live.show(
        { at: "desk-visit", appointmentId: holdId },
        { notice: ctx.words.html("desk-booked") },
      );
    };
    if (step.at === "desk-book-sure") return orInstead(ctx, step.plan, startsAt, confirm);
    await confirm();
  });
}

/** Whom and when is known; what is to be done comes next, unless the master does one thing only. */
export async function toServices(
  ctx: BotContext,
  { masterId, when }: { masterId: string; when: "now" | "later" },
  client: ClientRecord,
): Promise<void> {
  const offered = await servicesOfMaster(ctx, masterId);
  const [only] = offered.length === 1 ? offered : [];
  const plan: BookPlan = {
    for: "book",
    masterId,
    clientId: client.id,
    clientName: client.name,
    serviceIds: only === undefined ? [] : [only.id],
    when,
  };
  if (only === undefined) return ctx.live.show({ at: "desk-services", plan });
  await toTime(ctx, plan);
}

async function servicesOfMaster(ctx: BotContext, masterId: string): Promise<Service[]> {
  const [{ services }, { master }] = await Promise.all([ctx.parts.catalogue(), whose(ctx, masterId)]);
  return services.filter(({ id }) => master.serviceIds.includes(id));
}

/** Who stands there gets the time that has just begun, or the next; who called chooses. */
async function toTime(ctx: BotContext, plan: BookPlan): Promise<void> {
  if (plan.when === "later") return ctx.live.show({ at: "desk-plan-days", plan });
  const { wanted, today } = await planned(ctx, plan);
  const now = ctx.parts.clock.now().getTime();
  const slots = await deskOf(ctx).slots(wanted, today);
  const begun = slots.filter(({ startsAt }) => Date.parse(startsAt) <= now).at(-1);
  const next = begun ?? slots[0];
  if (next === undefined)
    return ctx.live.show({ at: "desk-plan-days", plan }, { notice: ctx.words.html("desk-now-none") });
  await orInstead(ctx, plan, next.startsAt, () => holdFor(ctx, plan, next.startsAt));
}

/** Keeps the time while the desk looks once more. */
export async function holdFor(ctx: BotContext, plan: BookPlan, startsAt: string): Promise<void> {
  const { masterId, clientId, serviceIds } = plan;
  const held = await deskOf(ctx).hold(
    { serviceIds, masterId, startsAt, clientId },
    keyOf(ctx, `hold:${Date.parse(startsAt) / 60_000}`),
  );
  await ctx.live.show({ at: "desk-book-sure", plan, holdId: held.id });
}

export async function renderBook(ctx: BotContext, masterId: string): Promise<Card> {
  const { words } = ctx;
  const { master } = await whose(ctx, masterId);
  return {
    text: words.html("desk-book-text", { master: words.of(master.name) }),
    rows: [
      [
        {
          label: words.plain("button-walk-in"),
          on: { do: "desk-client", masterId, when: "now", page: 0 },
        },
      ],
      [
        {
          label: words.plain("button-by-phone"),
          on: { do: "desk-client", masterId, when: "later", page: 0 },
        },
      ],
      [{ label: words.plain("button-back"), on: { do: "desk-day", masterId, date: null, page: 0 } }],
    ],
  };
}

const most = 10;

export async function renderServicesOfDesk(ctx: BotContext, plan: Plan): Promise<Card> {
  const { words } = ctx;
  if (plan.for !== "book") throw new Error("Services are chosen for a new visit only");
  const catalogue = await ctx.parts.catalogue();
  const offered = (await servicesOfMaster(ctx, plan.masterId)).slice(0, 40).map((service) => ({
    service,
    isChosen: plan.serviceIds.includes(service.id),
    ...(catalogue.offering(plan.masterId, service.id) ?? service),
  }));
  const chosen = offered.filter(({ isChosen }) => isChosen);
  const sum = (of: (one: (typeof offered)[number]) => number): number =>
    chosen.reduce((total, one) => total + of(one), 0);
  return {
    text: [
      words.html("desk-client-name", { client: plan.clientName }),
      "",
      words.html("desk-services-text"),
    ].join("\n"),
    rows: [
      ...offered
        .filter(({ isChosen }) => isChosen || chosen.length < most)
        .map(({ service, isChosen, durationMinutes, priceMinor }) => [
          {
            label: marked(
              words,
              words.plain("service-button", {
                service: words.of(service.name),
                duration: words.duration(durationMinutes),
                price: words.money(priceMinor, service.currency),
              }),
              isChosen,
            ),
            on: { do: "desk-service", serviceId: service.id } as const,
          },
        ]),
      ...(chosen.length === 0
        ? []
        : [
            [
              {
                label: words.plain("desk-services-done", {
                  duration: words.duration(sum(({ durationMinutes }) => durationMinutes)),
                  price: words.money(
                    sum(({ priceMinor }) => priceMinor),
                    chosen[0]?.service.currency ?? "EUR",
                  ),
                }),
                on: { do: "desk-services-done" } as const,
                style: "success" as const,
              },
            ],
          ]),
      [
        {
          label: words.plain("button-back"),
          on: { do: "desk-client", masterId: plan.masterId, when: plan.when, page: 0 },
        },
        { label: words.plain("button-cancel"), on: { do: "desk-plan-leave" }, style: "danger" },
      ],
    ],
  };
}

export async function renderBookSure(ctx: BotContext, { holdId }: StepAt<"desk-book-sure">): Promise<Card> {
  const { words } = ctx;
  const held = await deskVisitOr(ctx, holdId);
  const { masterId, localDate, startsAt, timeZone } = held;
  const [desk, others] = await Promise.all([
    whose(ctx, masterId),
    deskOf(ctx).visits({ masterId, from: localDate, to: localDate, status: [...daysVisits] }),
  ]);
  return {
    text: [
      words.html("desk-book-sure-title"),
      "",
      words.html("desk-client-name", { client: clientName(words, held) }),
      ...aboutVisit(words, held, desk),
      ...neighbours(words, others, { at: startsAt, timeZone }),
      "",
      words.html("desk-book-sure-text", {
        told: held.client.telegramUserId === null ? "no" : "yes",
      }),
    ].join("\n"),
    rows: [
      [
        {
          label: words.plain("button-book-sure"),
          on: { do: "desk-book-sure", holdId },
          style: "success",
        },
      ],
      [
        {
          label: words.plain("button-other-time"),
          on: { do: "desk-plan-day", date: localDate, part: null },
        },
        { label: words.plain("button-other-day"), on: { do: "desk-plan-days" } },
      ],
      [{ label: words.plain("button-cancel"), on: { do: "desk-plan-leave" }, style: "danger" }],
    ],
  };
}
