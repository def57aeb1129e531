import { type AppointmentAction } from "@okoshko/contracts/callback-data";
import { type Tap } from "../callback-data";

/** One screen of the live card: its text as HTML for Telegram, and its buttons. */
export interface Card {
  text: string;
  rows: Button[][];
}

export interface Button {
  label: string;
  on: Tap | AppointmentButton;
  style?: "success" | "danger";
}

/** A button that stays good on any message, because it names its booking and version. */
export interface AppointmentButton {
  action: AppointmentAction;
  appointmentId: string;
  version: number;
}

/** Buttons in rows of `width`. */
export function inRows(buttons: Button[], width: number): Button[][] {
  const rows: Button[][] = [];
  for (let start = 0; start < buttons.length; start += width) rows.push(buttons.slice(start, start + width));
  return rows;
}
