import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { type Card } from "../../keyboards/card";
import { pageOf } from "../../keyboards/pages";
import { management, type Service } from "./api";
import { serviceFields } from "./fields/catalogue-fields";
import { ifUnchanged } from "./if-unchanged";
import { back, goTo } from "./layout";

const perPage = 10;

/** What the business offers: the list, and each service with all that can be said about it. */
export function services(composer: Composer<BotContext>): void {
  onTap(composer, "manage-services", (ctx, { page }) => ctx.live.show({ at: "manage-services", page }));
  onTap(composer, "manage-service", (ctx, { serviceId }) =>
    ctx.live.show({ at: "manage-service", serviceId }),
  );
  onTap(composer, "manage-performers", (ctx, { serviceId }) =>
    ctx.live.show({ at: "manage-performers", serviceId }),
  );

  onTap(composer, "manage-service-active", async (ctx, { serviceId, active }) => {
    const api = management(ctx);
    const { body, etag } = await api.service(serviceId);
    const isDone =
      body.active === active || (await ifUnchanged(() => api.changeService(serviceId, { active }, etag)));
    const done = active ? "manage-shown" : "manage-hidden";
    const notice = ctx.words.html(isDone ? done : "manage-changed-meanwhile");
    await ctx.live.show({ at: "manage-service", serviceId }, { notice });
  });

  onTap(composer, "manage-order", async (ctx, { serviceId, by }) => {
    const moved = inNewOrder(await management(ctx).services(), serviceId, by === "up" ? -1 : 1);
    const done = moved.length > 0 ? "manage-moved" : "manage-not-moved";
    const notice = ctx.words.html((await putInOrder(ctx, moved)) ? done : "manage-changed-meanwhile");
    await ctx.live.show({ at: "manage-service", serviceId }, { notice });
  });
}

interface Move {
  id: string;
  /** The position that the new order was made from. */
  before: number;
  position: number;
}

/** False when somebody else changes one of these at the same time: their order stands, as far as it goes, and is shown. */
async function putInOrder(ctx: BotContext, moves: readonly Move[]): Promise<boolean> {
  const api = management(ctx);
  // All of them are looked at before the first is written: an order that is not the one we know is not half changed.
  const seen = await Promise.all(moves.map(async (move) => ({ ...move, ...(await api.service(move.id)) })));
  if (seen.some(({ body, before }) => body.position !== before)) return false;
  return ifUnchanged(async () => {
    for (const { id, position, etag } of seen) await api.changeService(id, { position }, etag);
  });
}

/** The new positions when a service goes one place up or down; only of those whose position changes. */
export function inNewOrder(
  services: readonly Pick<Service, "id" | "position">[],
  serviceId: string,
  by: 1 | -1,
): Move[] {
  const from = services.findIndex(({ id }) => id === serviceId);
  const to = from + by;
  const order = [...services];
  const [one, other] = [order[from], order[to]];
  if (one === undefined || other === undefined) return [];
  order[to] = one;
  order[from] = other;
  return order
    .map(({ id, position }, index) => ({ id, position: index, before: position }))
    .filter(({ position, before }) => position !== before);
}

export async function renderServiceList(ctx: BotContext, page: number): Promise<Card> {
  const { words } = ctx;
  const all = await management(ctx).services();
  return {
    text: [
      words.html("manage-services-title"),
      words.html(all.length > 0 ? "manage-services-text" : "manage-services-none"),
    ].join("\n"),
    rows: [
      ...pageOf({
        rows: all.map((service) => [
          goTo(
            words.plain(service.active ? "manage-service-button" : "manage-service-hidden-button", {
              service: words.of(service.name),
              duration: words.duration(service.durationMinutes),
              price: words.money(service.priceMinor, service.currency),
            }),
            { at: "manage-service", serviceId: service.id },
          ),
        ]),
        page,
        perPage,
        onPage: (other) => ({ do: "manage-services", page: other }),
      }),
      [{ label: words.plain("manage-button-new-service"), on: { do: "manage-new-service" } }],
      [back(words, { at: "manage" })],
    ],
  };
}

export async function renderService(ctx: BotContext, serviceId: string): Promise<Card> {
  const { words } = ctx;
  const api = management(ctx);
  const [{ body: service }, all, masters] = await Promise.all([
    api.service(serviceId),
    api.services(),
    api.masters(),
  ]);
  const frame = { words, currency: service.currency };
  const target = { of: "service", serviceId } as const;
  const place = all.findIndex(({ id }) => id === serviceId);
  const performers = masters.filter(({ serviceIds, active }) => active && serviceIds.includes(serviceId));
  const field = (name: "approval" | "own-reminders"): string => {
    const known = serviceFields[name];
    return known === undefined ? "" : known.say(known.read(service), frame);
  };
  const edit = (label: string, name: Parameters<typeof editTap>[1]) => ({
    label,
    on: editTap(target, name),
  });
  return {
    text: [
      words.html("manage-thing-title", { name: words.of(service.name) }),
      ...(service.active ? [] : [words.html("manage-service-is-hidden")]),
      "",
      words.html("manage-line", {
        label: words.plain("manage-label-duration"),
        value: words.duration(service.durationMinutes),
      }),
      words.html("manage-line", {
        label: words.plain("manage-label-price"),
        value: words.money(service.priceMinor, service.currency),
      }),
      words.html("manage-line", {
        label: words.plain("manage-label-buffers"),
        value: words.plain("manage-buffers", {
          before: words.duration(service.bufferBeforeMinutes),
          after: words.duration(service.bufferAfterMinutes),
        }),
      }),
      words.html("manage-line", { label: words.plain("manage-label-approval"), value: field("approval") }),
      words.html("manage-line", {
        label: words.plain("manage-label-reminders"),
        value: field("own-reminders"),
      }),
      ...(service.description === null
        ? []
        : [
            words.html("manage-line", {
              label: words.plain("manage-label-about"),
              value: words.of(service.description),
            }),
          ]),
      words.html("manage-line", {
        label: words.plain("manage-label-performers"),
        value:
          performers.length > 0
            ? performers.map(({ name }) => words.of(name)).join(", ")
            : words.plain("manage-nobody-yet"),
      }),
      words.html("manage-place", { place: place + 1, total: all.length }),
    ].join("\n"),
    rows: [
      [
        edit(words.plain("manage-label-name"), `name-${words.locale}`),
        edit(words.plain("manage-label-about"), `about-${words.locale}`),
      ],
      [
        edit(words.plain("manage-label-duration"), "duration"),
        edit(words.plain("manage-label-price"), "price"),
      ],
      [
        edit(words.plain("manage-button-before-visit"), "before"),
        edit(words.plain("manage-button-after-visit"), "after"),
      ],
      [
        edit(words.plain("manage-label-approval"), "approval"),
        edit(words.plain("manage-label-reminders"), "own-reminders"),
      ],
      [goTo(words.plain("manage-button-performers"), { at: "manage-performers", serviceId })],
      [
        ...(place > 0
          ? [
              {
                label: words.plain("manage-button-up"),
                on: { do: "manage-order", serviceId, by: "up" } as const,
              },
            ]
          : []),
        ...(place < all.length - 1
          ? [
              {
                label: words.plain("manage-button-down"),
                on: { do: "manage-order", serviceId, by: "down" } as const,
              },
            ]
          : []),
        {
          label: words.plain(service.active ? "manage-button-hide" : "manage-button-show"),
          on: { do: "manage-service-active", serviceId, active: !service.active } as const,
        },
      ],
      [back(words, { at: "manage-services", page: Math.floor(Math.max(place, 0) / perPage) })],
    ],
  };
}

function editTap(target: { of: "service"; serviceId: string }, field: ServiceFieldName) {
  return { do: "manage-edit", target, field } as const;
}
type ServiceFieldName =
  | "name-ru"
  | "name-en"
  | "about-ru"
  | "about-en"
  | "duration"
  | "price"
  | "before"
  | "after"
  | "approval"
  | "own-reminders";

/** Who does this service; each with a way to their own duration and price. */
export async function renderPerformers(ctx: BotContext, serviceId: string): Promise<Card> {
  const { words } = ctx;
  const api = management(ctx);
  const [{ body: service }, masters] = await Promise.all([api.service(serviceId), api.masters()]);
  return {
    text: words.html("manage-performers-text", { service: words.of(service.name) }),
    rows: [
      ...masters
        .slice(0, 50)
        .map((master) => [
          goTo(
            words.plain(
              master.serviceIds.includes(serviceId) ? "manage-does-button" : "manage-does-not-button",
              { name: words.of(master.name) },
            ),
            { at: "manage-offering", masterId: master.id, serviceId, from: "service" },
          ),
        ]),
      [back(words, { at: "manage-service", serviceId })],
    ],
  };
}
