import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import {
  type AppointmentAction,
  encodeAppointmentAction,
  noMoreBroadcasts,
} from "@okoshko/contracts/callback-data";
import { type InlineKeyboardMarkup } from "grammy/types";
import { type VisitDelivery } from "../deliveries/delivery";
import { type Words } from "./words";

/** What may have changed since the delivery was planned without making it pointless. */
export type Current = Pick<BookingSchemas["Appointment"], "attendance" | "changeableUntil">;

type ToTap = Pick<VisitDelivery, "kind" | "appointmentId" | "appointmentVersion" | "recipient" | "facts">;

/**
 * The buttons under a message about a visit. Only those that would work are shown. Undefined when there are none.
 */
export function keyboardOf(
  delivery: ToTap,
  current: Current,
  words: Words,
  now: Date,
): InlineKeyboardMarkup | undefined {
  const rows = rowsOf(delivery, current, now).filter((row) => row.length > 0);
  if (rows.length === 0) return undefined;
  const { appointmentId, appointmentVersion } = delivery;
  return {
    inline_keyboard: rows.map((row) =>
      row.map(([action, key]) => ({
        text: words(key),
        callback_data: encodeAppointmentAction(action, appointmentId, appointmentVersion),
      })),
    ),
  };
}

type Button = [AppointmentAction, string];

function rowsOf(delivery: ToTap, current: Current, now: Date): Button[][] {
  switch (delivery.kind) {
    case "reminder":
      // Who has answered is not asked again.
      return [current.attendance === "coming" ? [] : [["coming", "button-coming"]], changes(current, now)];
    case "confirmation":
    case "change":
      return [changes(current, now)];
    case "proposal":
      return [
        [["accept_proposal", "button-accept-proposal"]],
        [["refuse_proposal", "button-refuse-proposal"]],
      ];
    case "waitlist_offer":
      return [[["show", "button-take"]], [["refuse_offer", "button-refuse-offer"]]];
    case "request_master":
      return [
        [
          ["accept", "button-accept"],
          ["decline", "button-decline"],
        ],
        [["propose", "button-propose"]],
        // Who it is and what they had done before, for who wants to know before they decide.
        [["desk", "button-desk"]],
      ];
    case "confirmation_master":
    case "change_master":
    case "proposal_refused_master":
    case "attendance_master":
    case "note_master":
    case "client_unreachable_master":
      return [[["desk", "button-desk"]]];
    case "correction":
      if (delivery.facts.isOff) return [];
      return delivery.recipient.role === "client" ? [changes(current, now)] : [[["desk", "button-desk"]]];
    case "cancellation":
    case "cancellation_master":
    case "decline":
    case "decline_master":
    case "request":
    case "waitlist_offer_ended":
      return [];
  }
}

/** What is too late to change has no button for it. */
function changes(current: Current, now: Date): Button[] {
  if (now > new Date(current.changeableUntil)) return [];
  return [
    ["move", "button-move"],
    ["cancel", "button-cancel"],
  ];
}

/** Under a broadcast: the way to get no more of them. */
export function broadcastKeyboard(words: Words): InlineKeyboardMarkup {
  return {
    inline_keyboard: [[{ text: words("button-no-more-broadcasts"), callback_data: noMoreBroadcasts }]],
  };
}
