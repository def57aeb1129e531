import { expandUuid, shortenUuid } from "@okoshko/contracts/callback-data";

/** What a link `t.me/<bot>?start=<payload>` asks for. */
export type DeepLink = BookingLink | InvitationLink;

/** Booking from the place that is already known: a service, a master, both, or only where the person came from. */
export interface BookingLink {
  kind: "booking";
  serviceId: string | null;
  masterId: string | null;
  /** Told to booking-api with what is booked: 1 to 32 of `A–Z a–z 0–9 _ -`. */
  campaign: string | null;
}

/** Joining the staff with an invitation's code. */
export interface InvitationLink {
  kind: "invitation";
  code: string;
}

/** Telegram's own limit for `start`. */
const maxLength = 64;
const booking = /^(?:s_([\w-]{22}))?(?:m_([\w-]{22}))?(?:c_([\w-]{1,32}))?$/;
const invitation = /^i_([\w-]{16,62})$/;

/**
 * The payload of a link: `s_<service>`, `m_<master>` and `c_<campaign>` in this order, with UUIDs in 22 characters, or
 * `i_<code>`. Throws a RangeError when it would not fit into 64 characters or holds others than Telegram allows; beside a
 * service and a master there is room for 14 characters of a campaign.
 */
export function encodeDeepLink(link: DeepLink): string {
  const payload =
    link.kind === "invitation"
      ? `i_${link.code}`
      : [
          link.serviceId === null ? "" : `s_${shortenUuid(link.serviceId)}`,
          link.masterId === null ? "" : `m_${shortenUuid(link.masterId)}`,
          link.campaign === null ? "" : `c_${link.campaign}`,
        ].join("");
  if (payload.length > maxLength || decodeDeepLink(payload) === undefined)
    throw new RangeError(`No payload of a link: ${payload}`);
  return payload;
}

/** Undefined for anything that `encodeDeepLink` never makes: people type what they like after /start. */
export function decodeDeepLink(payload: string): DeepLink | undefined {
  if (payload === "" || payload.length > maxLength) return undefined;
  const code = invitation.exec(payload)?.[1];
  if (code !== undefined) return { kind: "invitation", code };
  const found = booking.exec(payload);
  if (found === null) return undefined;
  const [, service, master, campaign] = found;
  const serviceId = idOf(service);
  const masterId = idOf(master);
  if (serviceId === undefined || masterId === undefined) return undefined;
  return { kind: "booking", serviceId, masterId, campaign: campaign ?? null };
}

function idOf(short: string | undefined): string | null | undefined {
  return short === undefined ? null : expandUuid(short);
}
