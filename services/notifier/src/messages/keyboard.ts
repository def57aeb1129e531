import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type AppointmentAction, encodeAppointmentAction } from "@okoshko/contracts/callback-data";
import { type InlineKeyboardMarkup } from "grammy/types";
import { type Delivery, isReminder } from "../deliveries/delivery";
import { type Words } from "./words";

/** What may have changed since the delivery was planned without making it pointless. */
export type Current = Pick<BookingSchemas["Appointment"], "attendance" | "changeableUntil">;

/** The way to the confirm screen of a time that is held for the client. */
export function offerKeyboard(
  { appointmentId, appointmentVersion }: Pick<Delivery, "appointmentId" | "appointmentVersion">,
  words: Words,
): InlineKeyboardMarkup {
  const data = encodeAppointmentAction("show", appointmentId, appointmentVersion);
  return { inline_keyboard: [[{ text: words("button-take"), callback_data: data }]] };
}

/**
 * The buttons under a message about a coming visit. Only those that would work are shown: who has answered is not asked
 * again, and what is too late to change has no button for it. Undefined when none is left.
 */
export function visitKeyboard(
  delivery: Pick<Delivery, "kind" | "appointmentId" | "appointmentVersion">,
  current: Current,
  words: Words,
  now: Date,
): InlineKeyboardMarkup | undefined {
  const asksForAnswer = isReminder(delivery.kind) && current.attendance !== "coming";
  const isChangeable = now <= new Date(current.changeableUntil);
  const button = (action: AppointmentAction, key: string) => ({
    text: words(key),
    callback_data: encodeAppointmentAction(action, delivery.appointmentId, delivery.appointmentVersion),
  });
  const rows = [
    asksForAnswer ? [button("coming", "button-coming")] : [],
    isChangeable ? [button("move", "button-move"), button("cancel", "button-cancel")] : [],
  ].filter((row) => row.length > 0);
  return rows.length > 0 ? { inline_keyboard: rows } : undefined;
}
