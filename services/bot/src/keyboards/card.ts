import { type AppointmentAction } from "@okoshko/contracts/callback-data";
import { type Tap } from "../callback-data";
import { type Words } from "../words";

/** One screen of the live card: its text as HTML for Telegram, and its buttons. */
export interface Card {
  text: string;
  rows: Button[][];
}

export interface Button {
  label: string;
  on: Tap | AppointmentButton | Link | Copy;
  style?: "success" | "danger";
}

/** A button that stays good on any message, because it names its booking and version. */
export interface AppointmentButton {
  action: AppointmentAction;
  appointmentId: string;
  version: number;
}

/** A button that opens a page; Telegram asks before it leaves. */
export interface Link {
  url: string;
}

/** A button that puts a text of at most 256 characters into the person's clipboard. */
export interface Copy {
  copy: string;
}

/** The label of one among several; that of the one in force says so in words, because a sign alone says nothing to many. */
export function marked(words: Words, label: string, isInForce: boolean): string {
  return isInForce ? words.plain("label-chosen", { label }) : label;
}

/** Buttons in rows of `width`. */
export function inRows(buttons: Button[], width: number): Button[][] {
  const rows: Button[][] = [];
  for (let start = 0; start < buttons.length; start += width) rows.push(buttons.slice(start, start + width));
  return rows;
}
