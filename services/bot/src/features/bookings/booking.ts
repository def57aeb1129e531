import { isProblem } from "@okoshko/contracts/problem-error";
import { type AppointmentTap } from "@okoshko/contracts/callback-data";
import { type Composer } from "grammy";
import { type Appointment } from "../../booking-api";
import { type BotContext, NoLonger, onAppointmentTap, onTap } from "../../context";
import { type Button, type Card } from "../../keyboards/card";
import { stripKeyboard } from "../../live-card";
import { visitBehind } from "../booking/hold";
import { favouriteRow } from "./favourite";
import { noteButton } from "./note";
import { proposalButtons, proposalLines } from "./proposal";
import { tookPlace } from "./repeat";
import { changePolicy, isChangeable, todayOf, tooLate, visitLines } from "../visit/visit-text";

/** One booking: how it stands, and what can be done about it. */
export function booking(composer: Composer<BotContext>): void {
  onAppointmentTap(composer, "show", (ctx, { appointmentId }) => look(ctx, appointmentId));
  onTap(composer, "look", (ctx, { appointmentId }) => look(ctx, appointmentId));
}

/** Its card; or, for a time that is held for the person, such as one from the waitlist, the screen where they take it. */
export async function look(ctx: BotContext, appointmentId: string, notice?: string): Promise<void> {
  const { status } = await appointmentOr(ctx, appointmentId);
  if (status !== "held") return ctx.live.show({ at: "booking", appointmentId }, { notice });
  const behind = await visitBehind(ctx, appointmentId);
  await ctx.live.show({ at: "confirm", ...behind, holdId: appointmentId }, { notice });
}

export async function renderBooking(ctx: BotContext, appointmentId: string): Promise<Card> {
  const { words } = ctx;
  const appointment = await appointmentOr(ctx, appointmentId);
  const { business } = await ctx.parts.catalogue();
  const today = todayOf(ctx, business);
  const { version } = appointment;
  const isOpen = isChangeable(ctx, appointment);
  const isOver = tookPlace(appointment) && Date.parse(appointment.endsAt) <= ctx.parts.clock.now().getTime();
  const isAhead = !isOver && (appointment.status === "confirmed" || appointment.status === "pending");
  const actions: Button[] = [
    { label: words.plain("button-move"), on: { action: "move", appointmentId, version } },
    {
      label: words.plain("button-cancel-visit"),
      on: { action: "cancel", appointmentId, version },
      style: "danger",
    },
  ];
  return {
    text: [
      words.html("booking-state", { status: appointment.status }),
      "",
      visitLines(words, appointment, business, today),
      ...(appointment.attendance === "coming" && isOpen ? [words.html("booking-coming")] : []),
      ...proposalLines(ctx, appointment, today),
      ...(isOpen ? ["", changePolicy(words, appointment, business, today)] : []),
      ...(!isOpen && appointment.status === "confirmed" ? ["", tooLate(words, business)] : []),
    ].join("\n"),
    rows: [
      ...proposalButtons(ctx, appointment),
      ...(isOpen ? [actions] : []),
      ...(isAhead ? [[noteButton(words, appointment)]] : []),
      ...(isAhead && appointment.status === "confirmed"
        ? [
            [
              {
                label: words.plain("button-calendar"),
                on: { action: "calendar", appointmentId, version },
              } as const,
            ],
          ]
        : []),
      ...(isOver
        ? [[{ label: words.plain("button-repeat"), on: { do: "repeat", appointmentId } } as const]]
        : []),
      ...(await favouriteRow(ctx, appointment)),
      [
        { label: words.plain("button-bookings"), on: { do: "bookings" } },
        { label: words.plain("button-home"), on: { do: "home" } },
      ],
    ],
  };
}

/** The appointment, or the way to those that the person does have. */
export async function appointmentOr(ctx: BotContext, appointmentId: string): Promise<Appointment> {
  try {
    return await ctx.booking.appointment(appointmentId);
  } catch (error) {
    throw isProblem(error, "not-found") ? new NoLonger("problem-not-found", { at: "bookings" }) : error;
  }
}

/**
 * The appointment that a button means, if the button is still good: made for this version, and not too late. Otherwise the
 * person is shown how the booking stands, and the message loses the buttons that no longer say the truth.
 */
export async function stillGood(ctx: BotContext, tap: AppointmentTap): Promise<Appointment | undefined> {
  const appointment = await appointmentOr(ctx, tap.appointmentId);
  const isCurrent = appointment.version === tap.version;
  if (isCurrent && isChangeable(ctx, appointment)) return appointment;
  if (!isCurrent) await stripTapped(ctx);
  // When it is too late, the booking's card says so itself, with the number to call.
  const notice = isCurrent ? undefined : ctx.words.html("problem-version-mismatch");
  await ctx.live.show({ at: "booking", appointmentId: appointment.id }, { notice });
  return undefined;
}

/** Takes the buttons off the tapped message, unless it is the live card, which is drawn anew anyway. */
export async function stripTapped(ctx: BotContext): Promise<void> {
  const messageId = ctx.callbackQuery?.message?.message_id;
  if (messageId !== undefined && messageId !== ctx.live.draft?.cardId)
    await stripKeyboard(ctx.api, ctx.userId, messageId);
}
