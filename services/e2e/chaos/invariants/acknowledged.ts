import { groupBy } from "../group-by";
import { decodeAppointmentAction } from "@okoshko/contracts/callback-data";
import { type ChangeRow, type Evidence } from "../evidence";
import { firstClient } from "../callers";
import { firstPerson } from "../persons";
import { clockTime, type Invariant } from "./invariant";

/**
 * G2. What a 2xx said is there, in the state that it said or in one that a later change made of it which somebody asked for; so
 * is what the bot showed in a chat. And what was repeated had the effect of one: no visit exists that nobody asked for.
 */
export const acknowledgedExists: Invariant = {
  name: "acknowledged bookings exist",
  atLeast: 5,
  check(evidence) {
    const { appointments, journal } = evidence;
    const rows = new Map(appointments.map((row) => [row.id, row]));
    const changes = groupBy(evidence.changes, ({ appointmentId }) => appointmentId);
    const violations = [...journal.contradictions];
    for (const said of journal.acknowledged.values()) {
      const row = rows.get(said.appointmentId);
      const told = `${said.operation} at ${clockTime(said.at)} said ${said.status}, version ${said.version}`;
      if (!row) {
        violations.push(`${said.appointmentId} is not there, though ${told}`);
        continue;
      }
      if (row.version < said.version)
        violations.push(`${row.id} is ${row.status}, version ${row.version}, though ${told}`);
      if (row.version === said.version && !isSame(row, said))
        violations.push(`${row.id} is ${row.status} at ${row.startsAt.toISOString()}, though ${told}`);
      // A hold that was never confirmed makes way for the next one of its client.
      if (said.status === "held") continue;
      for (const change of changes.get(row.id) ?? [])
        if (change.version > said.version && !wasAskedFor(change, evidence))
          violations.push(
            `${row.id} became ${change.status ?? "another"} (version ${change.version}) by ${change.actor}, ` +
              `${change.operation}, which nobody asked for after ${told}`,
          );
    }
    for (const id of journal.wishes.keys())
      if (!evidence.wishes.includes(id)) violations.push(`the wish ${id} is not there, though a 2xx said so`);
    return {
      violations: [...violations, ...unexpected(evidence), ...shownInVain(evidence)],
      looked: journal.acknowledged.size,
      notes: notesOf(evidence),
    };
  },
};

function isSame(
  row: { status: string; startsAt: Date; masterId: string },
  said: { status: string; startsAt: string; masterId: string },
): boolean {
  return (
    row.status === said.status &&
    row.startsAt.getTime() === Date.parse(said.startsAt) &&
    row.masterId === said.masterId
  );
}

/** By booking-api itself, by somebody in a chat, or by a caller who noted it (also without having got an answer). */
function wasAskedFor(change: ChangeRow, { journal }: Evidence): boolean {
  if (change.actor === "system" || change.operation === null) return true;
  const person = Number(change.actor.replace("telegram:", ""));
  const isCaller = journal.intents.some(({ actor }) => actor === change.actor);
  if (!isCaller && (person >= firstPerson || person < firstClient)) return true;
  return journal.intents.some(
    (intent) =>
      intent.actor === change.actor &&
      intent.appointmentId === change.appointmentId &&
      intent.operation === change.operation,
  );
}

/** Every visit of a caller's client is known from an answer, from the waitlist, or from a request without an answer. */
function unexpected({ appointments, journal }: Evidence): string[] {
  const ofCallers = appointments.filter(
    ({ id, telegramUserId, heldBy }) =>
      heldBy !== "system" &&
      telegramUserId !== null &&
      telegramUserId >= firstClient &&
      telegramUserId < firstPerson &&
      !journal.acknowledged.has(id),
  );
  const byClient = groupBy(ofCallers, ({ telegramUserId }) => telegramUserId);
  return [...byClient].flatMap(([client, rows]) => {
    const allowed = journal.intents.filter(
      ({ telegramUserId, operation, outcome }) =>
        telegramUserId === client && operation === "createHold" && outcome === "uncertain",
    ).length;
    return rows.length <= allowed
      ? []
      : [
          `${client} has ${rows.length} visits that no answer named, and ${allowed} requests without an answer: ` +
            rows.map(({ id }) => id).join(", "),
        ];
  });
}

/** A card with buttons of a visit is the bot's word that the visit is there, at least in that version. */
function shownInVain({ appointments, calls }: Evidence): string[] {
  const rows = new Map(appointments.map((row) => [row.id, row]));
  const shown = new Map<string, { version: number; at: string; personId: number | undefined }>();
  for (const { caller = "", outcome, parameters, at, personId } of calls) {
    if (!caller.startsWith("bot") || (outcome !== "ok" && outcome !== "dropped")) continue;
    for (const { appointmentId, version } of visitsIn(parameters))
      if ((shown.get(appointmentId)?.version ?? 0) < version)
        shown.set(appointmentId, { version, at, personId });
  }
  return [...shown].flatMap(([id, { version, at, personId }]) => {
    const row = rows.get(id);
    if (row && row.version >= version) return [];
    return [
      `the bot showed ${personId} the visit ${id}, version ${version}, at ${at.slice(11, 23)}; ` +
        (row ? `it has version ${row.version}` : "it is not there"),
    ];
  });
}

/** The visits that the buttons of a message are about. */
export function visitsIn(parameters: Record<string, unknown>): { appointmentId: string; version: number }[] {
  const data = JSON.stringify(parameters["reply_markup"] ?? {}).matchAll(/1:a:[a-z]+:[\w-]{22}:[0-9a-z]+/g);
  return [...data].flatMap(([text]) => decodeAppointmentAction(text) ?? []);
}

function notesOf({ journal, appointments }: Evidence): string[] {
  const uncertain = journal.intents.filter(({ outcome }) => outcome === "uncertain").length;
  const throughBot = appointments.filter(
    ({ telegramUserId, version, heldBy }) =>
      telegramUserId !== null && telegramUserId >= firstPerson && version > 1 && heldBy !== "system",
  ).length;
  return [
    `${journal.intents.length} requests, ${uncertain} without a certain answer; ${throughBot} visits through the bot`,
  ];
}
