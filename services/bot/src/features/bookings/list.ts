import { type Composer } from "grammy";
import { type Appointment } from "../../booking-api";
import { type BotContext, onTap } from "../../context";
import { type Card } from "../../keyboards/card";
import { servicesOf, todayOf, visitInOneLine } from "../visit/visit-text";

/** What a person has booked, and where they have been. */
export function bookings(composer: Composer<BotContext>): void {
  composer.command("bookings", (ctx) => ctx.live.show({ at: "bookings" }));
  onTap(composer, "bookings", (ctx) => ctx.live.show({ at: "bookings" }));
}

const upcomingShown = 20;
const pastShown = 5;

export async function renderBookings(ctx: BotContext): Promise<Card> {
  const { words } = ctx;
  const { business } = await ctx.parts.catalogue();
  const today = todayOf(ctx, business);
  const [upcoming, past] = await Promise.all([
    ctx.booking.appointments("upcoming", upcomingShown),
    ctx.booking.appointments("past", 4 * pastShown),
  ]);
  const booked = upcoming.filter(isBooked);
  const visits = past.filter(isVisit).slice(0, pastShown);
  return {
    text: [
      words.html(booked.length > 0 ? "bookings-text" : "bookings-none"),
      ...(visits.length > 0 ? ["", words.html("bookings-past")] : []),
      ...visits.map((visit) =>
        words.html("bookings-past-line", { visit: visitInOneLine(words, visit, today) }),
      ),
    ].join("\n"),
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
        { label: words.plain("button-book"), on: { do: "services" } },
        { label: words.plain("button-back"), on: { do: "home" } },
      ],
    ],
  };
}

/** A time that is only kept for a while is no booking yet. */
function isBooked({ status }: Appointment): boolean {
  return status === "confirmed" || status === "pending";
}

/** Cancelled ones were no visits. */
function isVisit({ status }: Appointment): boolean {
  return status === "confirmed" || status === "completed" || status === "no_show";
}
