import { type Words } from "../../words";
import { servicesOf } from "../visit/visit-text";
import { type DeskVisit } from "./desk-booking";
import { type Stretch } from "./day-sheet";

/** `14:30–15:15` */
export function hoursOf(words: Words, { from, to }: Stretch, timeZone: string): string {
  const at = (time: number): string => words.timeOf(new Date(time).toISOString(), timeZone);
  return `${at(from)}–${at(to)}`;
}

/** Whom the master expects; who asked to be forgotten has no name any more. */
export function clientName(words: Words, { client }: Pick<DeskVisit, "client">): string {
  return client.erasedAt === null ? client.name : words.plain("desk-client-erased");
}

/** `14:30–15:15 Theo Marsh, Haircut` and how it stands, as HTML. */
export function visitLine(words: Words, visit: DeskVisit): string {
  const hours = hoursOf(
    words,
    { from: Date.parse(visit.startsAt), to: Date.parse(visit.endsAt) },
    visit.timeZone,
  );
  return words.html("desk-visit-line", {
    hours,
    client: clientName(words, visit),
    services: servicesOf(words, visit),
    state: stateOf(visit),
  });
}

/** What is to be known of a visit at a glance: how it ended, or whether it is agreed on, or what the client answered. */
export function stateOf({ status, attendance }: Pick<DeskVisit, "status" | "attendance">): string {
  return status === "confirmed" ? attendance : status;
}
