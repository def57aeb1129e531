import { type Composer } from "grammy";
import { type Appointment } from "../../booking-api";
import { type BotContext, onTap } from "../../context";
import { type Button, type Card } from "../../keyboards/card";
import { servicesOf } from "../visit/visit-text";

/** What a person has booked, and where they have been. */
export function bookings(composer: Composer<BotContext>): void {
  composer.command("bookings", (ctx) => ctx.live.show({ at: "bookings" }));
  onTap(composer, "bookings", (ctx) => ctx.live.show({ at: "bookings" }));
  onTap(composer, "past", (ctx, { page }) => ctx.live.show({ at: "past", page }));
}

const upcomingShown = 20;
const perPage = 8;

export async function renderBookings(ctx: BotContext): Promise<Card> {
  const { words } = ctx;
  const booked = (await ctx.booking.appointments("upcoming", upcomingShown)).filter(isBooked);
  return {
    text: words.html(booked.length > 0 ? "bookings-text" : "bookings-none"),
    rows: [
      ...booked.map((appointment) => [
        {
          label: words.plain(appointment.status === "pending" ? "request-button" : "booking-button", {
            day: words.shortDay(appointment.localDate),
            time: appointment.localTime,
            services: servicesOf(words, appointment),
          }),
          on: {
            action: "show",
            appointmentId: appointment.id,
            version: appointment.version,
          } as const,
        },
      ]),
      [
        { label: words.plain("button-past"), on: { do: "past", page: 0 } },
        { label: words.plain("button-wishes"), on: { do: "wishes" } },
      ],
      [
        { label: words.plain("button-book"), on: { do: "services" } },
        { label: words.plain("button-back"), on: { do: "home" } },
      ],
    ],
  };
}

/** Where the person has been, latest first; each can be looked at and repeated. */
export async function renderPast(ctx: BotContext, page: number): Promise<Card> {
  const { words } = ctx;
  const visits = await pastVisits(ctx, (page + 1) * perPage + 1);
  const rows = visits.map((visit) => [
    {
      label: words.plain("booking-button", {
        day: words.shortDay(visit.localDate),
        time: visit.localTime,
        services: servicesOf(words, visit),
      }),
      on: { action: "show", appointmentId: visit.id, version: visit.version } as const,
    },
  ]);
  const shown = rows.slice(page * perPage, (page + 1) * perPage);
  const arrows: Button[] = [];
  if (page > 0) arrows.push({ label: words.plain("button-newer"), on: { do: "past", page: page - 1 } });
  if (rows.length > (page + 1) * perPage)
    arrows.push({ label: words.plain("button-older"), on: { do: "past", page: page + 1 } });
  return {
    text: words.html(shown.length > 0 ? "past-text" : "past-none"),
    rows: [
      ...shown,
      ...(arrows.length > 0 ? [arrows] : []),
      [{ label: words.plain("button-back"), on: { do: "bookings" } }],
    ],
  };
}

/**
 * The last so many visits. booking-api's cursor doesn't fit into a button, so a page is found by counting; cancelled
 * bookings among them were no visits and don't count.
 */
async function pastVisits(ctx: BotContext, count: number): Promise<Appointment[]> {
  const found: Appointment[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: Appointment[]; nextCursor: string | null } = await ctx.booking.appointmentsPage(
      "past",
      100,
      cursor,
    );
    found.push(...page.items.filter(isVisit));
    cursor = page.nextCursor;
  } while (cursor !== null && found.length < count);
  return found;
}

/** A time that is only kept for a while is no booking yet. */
function isBooked({ status }: Appointment): boolean {
  return status === "confirmed" || status === "pending";
}

/** Cancelled ones were no visits. */
function isVisit({ status }: Appointment): boolean {
  return status === "confirmed" || status === "completed" || status === "no_show";
}
