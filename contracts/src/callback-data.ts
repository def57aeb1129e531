/**
 * Callback data of buttons that stand under a booking. The notifier puts them under reminders and confirmations, the bot
 * under its own cards and understands both, so the format is a contract: `1:a:<action>:<appointment>:<version>`, 30 to 35 of
 * the 64 bytes that Telegram allows. The leading 1 is the format's version. Data says what was tapped and never who may
 * do it: booking-api is asked on behalf of the person who tapped.
 */
const actions = {
  coming: "c",
  move: "m",
  cancel: "x",
  show: "s",
  accept_proposal: "y",
  refuse_proposal: "n",
  refuse_offer: "r",
  accept: "a",
  decline: "d",
  propose: "p",
  complete: "f",
  no_show: "o",
  desk: "k",
  calendar: "i",
} as const;

/**
 * Of clients: `coming`: I will come. `move`: choose another time. `cancel`: ask once more, then cancel. `show`: the booking as
 * it is now, or the confirm screen of a time that is held. `accept_proposal`, `refuse_proposal`: the time that the business
 * proposes instead. `refuse_offer`: a time offered from the waitlist. `calendar`: the visit as a file for calendars.
 *
 * Of masters: `accept`, `decline`, `propose`: a request. `complete`, `no_show`: a visit whose time has come. `desk`: the
 * visit's card at the desk.
 */
export type AppointmentAction = keyof typeof actions;

/** A tap on a button under a booking. `version` is the booking's when the button was made. */
export interface AppointmentTap {
  action: AppointmentAction;
  appointmentId: string;
  version: number;
}

/** Callback data for a button under a booking. Throws a RangeError on what is no UUID or no version. */
export function encodeAppointmentAction(
  action: AppointmentAction,
  appointmentId: string,
  version: number,
): string {
  if (!isVersion(version)) throw new RangeError(`No version of an appointment: ${version}`);
  return `1:a:${actions[action]}:${shortenUuid(appointmentId)}:${version.toString(36)}`;
}

/** Under a broadcast: its reader asks for no more of them. Whoever taps it is who is meant, so it carries nothing else. */
export const noMoreBroadcasts = "1:w:off";

/** Under a message about somebody who waits: the waitlist of this master at the desk, or the whole one. */
export function encodeWaitlistOf(masterId: string | null): string {
  return masterId === null ? wholeWaitlist : `1:w:${shortenUuid(masterId)}`;
}

const wholeWaitlist = "1:w:all";

/** What `encodeWaitlistOf` was given, or undefined when `data` is anything that it never makes. */
export function decodeWaitlistOf(data: string): string | null | undefined {
  if (data === wholeWaitlist) return null;
  const [, short] = /^1:w:([\w-]{22})$/.exec(data) ?? [];
  return short === undefined ? undefined : expandUuid(short);
}

/** What `encodeAppointmentAction` was given, or undefined when `data` is anything that it never makes. */
export function decodeAppointmentAction(data: string): AppointmentTap | undefined {
  const [, letter, short, digits] = /^1:a:([a-z]):([\w-]{22}):([1-9a-z][0-9a-z]{0,5})$/.exec(data) ?? [];
  if (letter === undefined || short === undefined || digits === undefined) return undefined;
  const action = (Object.keys(actions) as AppointmentAction[]).find((name) => actions[name] === letter);
  const appointmentId = expandUuid(short);
  const version = Number.parseInt(digits, 36);
  if (action === undefined || appointmentId === undefined || !isVersion(version)) return undefined;
  return { action, appointmentId, version };
}

/** A UUID in 22 characters of base64url. Throws a RangeError on what is no UUID. */
export function shortenUuid(uuid: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(uuid)) throw new RangeError(`No UUID: ${uuid}`);
  return Buffer.from(uuid.replaceAll("-", ""), "hex").toString("base64url");
}

/** The UUID behind 22 characters of base64url, in lower case; undefined when they are not what `shortenUuid` makes. */
export function expandUuid(short: string): string | undefined {
  const bytes = Buffer.from(short, "base64url");
  // 22 characters hold 4 bits more than a UUID; only one of the 16 spellings is ours.
  if (bytes.length !== 16 || bytes.toString("base64url") !== short) return undefined;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function isVersion(version: number): boolean {
  return Number.isInteger(version) && version >= 1 && version <= 2_147_483_647;
}
