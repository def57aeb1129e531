import { isProblem } from "@okoshko/contracts/problem-error";
import { type Composer } from "grammy";
import { type WaitlistEntry } from "../../booking-api";
import { type BotContext, NoLonger, onAppointmentTap, onTap } from "../../context";
import { type Card } from "../../keyboards/card";
import { appointmentOr, look, stripTapped } from "../bookings/booking";
import { todayOf } from "../visit/visit-text";
import { wishDays } from "./join";

/** What a person waits for, and what is offered to them. */
export function wishes(composer: Composer<BotContext>): void {
  onTap(composer, "wishes", (ctx) => ctx.live.show({ at: "wishes" }));
  onTap(composer, "wish", (ctx, { entryId }) => ctx.live.show({ at: "wish", entryId }));
  onTap(composer, "leave", async (ctx, { entryId }) => {
    await ctx.booking.leave(entryId);
    await ctx.live.show({ at: "wishes" }, { notice: ctx.words.html("wish-left") });
  });

  onAppointmentTap(composer, "refuse_offer", async (ctx, { appointmentId }) => {
    const { status } = await appointmentOr(ctx, appointmentId);
    await stripTapped(ctx);
    // They have taken it already, on another card.
    if (status !== "held" && status !== "expired") return look(ctx, appointmentId);
    await ctx.booking.release(appointmentId);
    const notice = ctx.words.html(status === "held" ? "offer-refused" : "offer-over");
    await ctx.live.show({ at: "wishes" }, { notice });
  });
}

export async function renderWishes(ctx: BotContext): Promise<Card> {
  const { words } = ctx;
  const entries = await ctx.booking.wishes();
  const labels = await Promise.all(entries.map((entry) => labelOf(ctx, entry)));
  return {
    text: words.html(entries.length > 0 ? "wishes-text" : "wishes-none"),
    rows: [
      ...entries.map(({ id }, at) => [{ label: labels[at] ?? "", on: { do: "wish", entryId: id } as const }]),
      [
        { label: words.plain("button-book"), on: { do: "services" } },
        { label: words.plain("button-back"), on: { do: "bookings" } },
      ],
    ],
  };
}

export async function renderWish(ctx: BotContext, entryId: string): Promise<Card> {
  const { words } = ctx;
  const entry = await wishOr(ctx, entryId);
  const { business, masters } = await ctx.parts.catalogue();
  const today = todayOf(ctx, business);
  const master = masters.find(({ id }) => id === entry.masterId);
  const { offer, state, dayParts } = entry;
  const isOpen = state === "waiting" || state === "offered";
  return {
    text: [
      words.html("wish-state", { state }),
      "",
      words.html("visit-service", { services: await servicesOf(ctx, entry) }),
      words.html("visit-master", {
        master: master === undefined ? words.plain("any-master") : words.of(master.name),
      }),
      wishDays(ctx, entry, today),
      ...(dayParts.length === 3
        ? []
        : [
            words.html("wish-parts", {
              parts: dayParts.map((part) => words.plain(`part-${part}`)).join(", "),
            }),
          ]),
      ...(offer === null
        ? []
        : [
            "",
            words.html("wish-offer", {
              when: words.plain("day-and-time", {
                day: words.longDay(offer.localDate, today),
                time: offer.localTime,
              }),
              until: words.timeOf(offer.expiresAt, business.timeZone),
            }),
          ]),
      ...(state === "waiting"
        ? ["", words.html("wish-text", { minutes: business.waitlistOfferMinutes })]
        : []),
    ].join("\n"),
    rows: [
      ...(offer === null
        ? []
        : [
            [
              {
                label: words.plain("button-see-offer"),
                on: { do: "look", appointmentId: offer.appointmentId },
                style: "success",
              } as const,
            ],
          ]),
      ...(isOpen ? [[{ label: words.plain("button-leave"), on: { do: "leave", entryId } } as const]] : []),
      [
        { label: words.plain("button-wishes"), on: { do: "wishes" } },
        { label: words.plain("button-home"), on: { do: "home" } },
      ],
    ],
  };
}

async function wishOr(ctx: BotContext, entryId: string): Promise<WaitlistEntry> {
  try {
    return await ctx.booking.wish(entryId);
  } catch (error) {
    throw isProblem(error, "not-found") ? new NoLonger("wish-gone", { at: "wishes" }) : error;
  }
}

async function labelOf(ctx: BotContext, entry: WaitlistEntry): Promise<string> {
  const { words } = ctx;
  const { from, to, state } = entry;
  const days =
    from === to
      ? words.shortDay(from)
      : words.plain("wish-from-to", { from: words.shortDay(from), to: words.shortDay(to) });
  return words.plain(state === "offered" ? "wish-offered-button" : "wish-button", {
    days,
    services: await servicesOf(ctx, entry),
  });
}

/** A service that is no longer offered has no name here any more. */
async function servicesOf(ctx: BotContext, { serviceIds }: WaitlistEntry): Promise<string> {
  const { services } = await ctx.parts.catalogue();
  const names = serviceIds.map((id) => services.find((service) => service.id === id)?.name ?? null);
  return names
    .map((name) => (name === null ? ctx.words.plain("service-unknown") : ctx.words.of(name)))
    .join(", ");
}
