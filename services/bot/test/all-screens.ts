import { type Step } from "../src/draft/draft";
import { type MovedVisit, type NewVisit } from "../src/draft/steps/client";
import { type BookPlan, type Plan } from "../src/draft/steps/desk";
import { type BroadcastDraft } from "../src/draft/steps/manage-broadcast";
import { glebId, serviceId, StubBookingApi, trimId } from "./stub-booking-api";
import { clientIdOf } from "./stub-desk";
import { aBroadcast } from "./stub-notifier";

/**
 * What a screen is to who sees it. `start`: where everything begins. `place`: something to look at, from which one goes back.
 * `first`: the first step of something, which is left for where one came from. `middle`: a step with choices made before it,
 * which needs both, the step before and the way out.
 */
export type Kind = "start" | "place" | "first" | "middle";

type Fields<At extends Step["at"]> = Extract<Step, { at: At }> extends infer S ? Without<S> : never;
type Without<S> = S extends unknown ? Omit<S, "at"> : never;
/** Who works in the chat when it isn't the usual person of the area. */
type By = "inga";
type Examples = { [At in Step["at"]]: readonly (readonly [Kind, Fields<At>, By?])[] };

const vera = 1001;

/** A shop in which there is one of everything, on Sunday 22 November, at noon. */
export function fullShop() {
  const stub = new StubBookingApi();
  stub.business = { ...stub.business, maxActiveAppointmentsPerClient: 9 };
  stub.staff.set(2001, { roles: ["master", "client"], masterId: glebId });
  stub.staff.set(3001, { roles: ["owner", "client"], masterId: null });
  stub.clients.set(vera, { ...stub.client(vera), name: "Vera Lugova", phone: "+37120000002" });
  const past = stub.book(vera, "2026-11-16T09:00:00Z", "completed");
  const missed = stub.book(vera, "2026-11-17T09:00:00Z", "no_show");
  const begun = stub.book(vera, "2026-11-22T09:45:00Z");
  const visit = stub.book(vera, "2026-11-23T12:30:00Z");
  const booked = stub.book(vera, "2026-11-24T10:00:00Z", "pending");
  const request = {
    ...booked,
    userId: vera,
    note: "A <short> one",
    proposal: {
      startsAt: "2026-11-25T10:00:00.000Z",
      endsAt: "2026-11-25T10:45:00.000Z",
      masterId: glebId,
      masterName: booked.masterName,
      localDate: "2026-11-25",
      localTime: "12:00",
      expiresAt: "2026-11-23T10:00:00.000Z",
    },
  };
  stub.appointments.set(request.id, request);
  // A time that is held ends the person's one before, so these are put there all at once.
  const holds = [
    { id: "66666666-6666-4666-8666-666666666666", userId: vera, holdKind: "choice" },
    { id: "77777777-7777-4777-8777-777777777777", userId: vera, holdKind: "waitlist" },
    { id: "88888888-8888-4888-8888-888888888888", userId: 2001, holdKind: "choice" },
  ] as const;
  const held = { ...visit, status: "held", version: 1, holdExpiresAt: "2026-11-22T10:05:00.000Z" } as const;
  for (const hold of holds) stub.appointments.set(hold.id, { ...held, ...hold });
  const [holdId, offerId, ofDesk] = [holds[0].id, holds[1].id, holds[2].id];
  const entryId = "99999999-9999-4999-8999-999999999999";
  stub.wishes.push({
    id: entryId,
    state: "offered",
    clientId: clientIdOf(vera),
    serviceIds: [serviceId],
    masterId: glebId,
    from: "2026-11-23",
    to: "2026-11-27",
    dayParts: ["evening"],
    offer: {
      appointmentId: offerId,
      startsAt: "2026-11-27T10:00:00.000Z",
      masterId: glebId,
      localDate: "2026-11-27",
      localTime: "12:00",
      expiresAt: "2026-11-22T10:10:00.000Z",
    },
    createdAt: "2026-11-21T10:00:00.000Z",
  });
  const timeOffId = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
  stub.desk.timeOff.push({
    id: timeOffId,
    masterId: glebId,
    startsAt: "2026-11-23T12:00:00.000Z",
    endsAt: "2026-11-23T13:30:00.000Z",
    note: null,
    createdAt: "2026-11-21T10:00:00.000Z",
  });
  const broadcast = aBroadcast({ text: { en: "Open on Sundays" }, audience: { kind: "all" } });
  return {
    stub,
    past,
    missed,
    begun,
    visit,
    request,
    holdId,
    offerId,
    ofDesk,
    entryId,
    timeOffId,
    broadcast,
  };
}

export type FullShop = ReturnType<typeof fullShop>;

const fresh: NewVisit = { kind: "new", serviceIds: [serviceId], masterId: glebId };
const several: NewVisit = { kind: "new", serviceIds: [serviceId, trimId], masterId: null };
const [month, date, page] = ["2026-11", "2026-11-24", 0] as const;
const startsAt = "2026-11-24T13:00:00.000Z";
const alternatives = [{ startsAt, localDate: date, localTime: "15:00" }];
const masterId = glebId;
const clientId = clientIdOf(vera);
const written: BroadcastDraft = {
  key: "k",
  ru: "Открыты",
  en: "Open",
  kind: "visited_since",
  since: "2026-10-22",
  masterId: null,
};

/** Every screen there is; the compiler asks for those that are new. */
export function allScreens(shop: FullShop): Examples {
  const of = ({ id, version }: { id: string; version: number }) => ({ appointmentId: id, version });
  const { visit, request, begun, holdId, offerId, entryId, timeOffId } = shop;
  const moved: MovedVisit = { kind: "move", ...of(visit) };
  const kept = { visit: fresh, holdId, date, offered: false };
  const offered = { visit: fresh, holdId: offerId, date: "2026-11-27", offered: true };
  const book: BookPlan = {
    for: "book",
    masterId,
    clientId,
    clientName: "Vera Lugova",
    serviceIds: [serviceId],
    when: "later",
  };
  const move: Plan = { for: "move", masterId, ...of(visit) };
  const propose: Plan = { for: "propose", masterId, ...of(request), origin: null };
  const broadcastId = shop.broadcast.id;
  const cursors: string[] = [];
  const service = { of: "service", serviceId } as const;
  const offering = { of: "offering", masterId, serviceId, from: "master" } as const;
  const edited = { seen: "10", mine: null, offered: false };
  return {
    home: [["start", {}]],
    help: [["place", {}]],
    language: [["place", {}]],
    services: [["middle", {}]],
    "master-services": [["middle", { masterId, page }]],
    masters: [
      ["middle", { serviceIds: [serviceId] }],
      ["middle", { serviceIds: several.serviceIds }],
    ],
    "add-service": [["middle", { visit: several }]],
    days: [
      ["middle", { visit: fresh }],
      ["middle", { visit: moved }],
    ],
    month: [
      ["middle", { visit: fresh, month }],
      ["middle", { visit: moved, month: "2026-12" }],
    ],
    times: [
      ["middle", { visit: fresh, date, part: null }],
      ["middle", { visit: moved, date, part: null }],
    ],
    taken: [
      ["middle", { visit: fresh, date, alternatives }],
      ["middle", { visit: moved, date, alternatives: [] }],
    ],
    confirm: [
      ["middle", kept],
      ["middle", offered],
    ],
    contact: [["middle", kept]],
    "hold-note": [
      ["middle", kept],
      ["middle", offered],
    ],
    note: [
      ["first", { appointmentId: visit.id }],
      ["first", { appointmentId: request.id }],
    ],
    "wish-days": [["middle", { visit: fresh, date }]],
    "wish-part": [["middle", { visit: fresh, range: "week" }]],
    wishes: [["place", {}]],
    wish: [["place", { entryId }]],
    "confirm-move": [["middle", { visit: moved, startsAt }]],
    bookings: [["place", {}]],
    past: [["place", { page }]],
    booking: [visit, request, shop.past, shop.missed].map(
      ({ id }) => ["place", { appointmentId: id }] as const,
    ),
    "confirm-cancel": [["first", of(visit)]],
    cancelled: [["place", { appointmentId: visit.id }]],
    settings: [["place", {}]],
    reminders: [["place", {}]],
    forget: [["first", {}]],
    "forget-sure": [["middle", {}]],
    resume: [["first", { paused: { at: "days", visit: fresh } }]],

    "desk-masters": [["place", { page }, "inga"]],
    "desk-day": [
      ["place", { masterId, date: null, page }],
      ["place", { masterId, date, page }, "inga"],
    ],
    "desk-week": [["place", { masterId, date: null }]],
    "desk-month": [["place", { masterId, month }]],
    "desk-requests": [["place", { masterId, page }]],
    "desk-visit": [visit, request, begun, shop.past, shop.missed].map(
      ({ id }) => ["place", { appointmentId: id }] as const,
    ),
    "desk-why": [
      ["first", { what: "cancel", ...of(visit), reason: null, origin: null }],
      ["middle", { what: "decline", ...of(request), reason: "We are away", origin: null }],
    ],
    "desk-mark": [
      ["first", { what: "no_show", ...of(begun), origin: null }],
      ["first", { what: "complete", ...of(begun), origin: null }],
    ],
    "desk-plan-days": [
      ["middle", { plan: book }],
      ["first", { plan: move }],
      ["first", { plan: propose }, "inga"],
    ],
    "desk-plan-month": [["middle", { plan: book, month }]],
    "desk-plan-times": [["middle", { plan: move, date, part: null }]],
    "desk-plan-taken": [["middle", { plan: propose, date, alternatives }]],
    "desk-plan-sure": [
      ["middle", { plan: move, startsAt }],
      ["middle", { plan: propose, startsAt }],
    ],
    "desk-plan-masters": [["middle", { plan: propose }, "inga"]],
    "desk-book-sure": [["middle", { plan: book, holdId: shop.ofDesk }]],
    "desk-book": [["first", { masterId }]],
    "desk-client": [
      ["middle", { masterId, when: "now", search: null, page }],
      ["middle", { masterId, when: "later", search: "Lida", page }],
    ],
    "desk-client-phone": [["middle", { masterId, when: "later", name: "Lida" }]],
    "desk-services": [["middle", { plan: book }]],
    "desk-block": [["place", { masterId, page }]],
    "desk-block-from": [["first", { masterId, date }]],
    "desk-block-to": [["middle", { masterId, date, from: "12:00" }]],
    "desk-blocked": [["place", { masterId, timeOffId }]],
    "desk-off": [
      ["first", { masterId, month, first: null }],
      ["middle", { masterId, month, first: date }],
    ],
    "desk-off-sure": [["middle", { masterId, first: date, last: "2026-11-26" }]],
    "desk-share": [["place", { masterId, span: "week" }]],
    "desk-waitlist": [
      ["place", { masterId, page }],
      ["place", { masterId: null, page }, "inga"],
    ],
    "desk-feed": [["place", { masterId }]],

    manage: [["place", {}]],
    "manage-services": [["place", { page }]],
    "manage-service": [["place", { serviceId }]],
    "manage-performers": [["place", { serviceId }]],
    "manage-new-service": [
      ["first", { name: null, durationMinutes: null }],
      ["middle", { name: { en: "Shave" }, durationMinutes: null }],
      ["middle", { name: { en: "Shave" }, durationMinutes: 30 }],
    ],
    "manage-masters": [["place", { page }]],
    "manage-master": [["place", { masterId }]],
    "manage-new-master": [["first", {}]],
    "manage-repertoire": [["place", { masterId }]],
    "manage-offering": [["place", { masterId, serviceId, from: "master" }]],
    "manage-edit": [
      ["first", { target: { of: "business" }, field: "step", ...edited }],
      ["first", { target: { of: "business" }, field: "quiet", ...edited, mine: "1260-540" }],
      ["first", { target: service, field: "duration", ...edited }],
      ["first", { target: service, field: "name-en", ...edited, offered: true }],
      ["first", { target: offering, field: "price", ...edited }],
      ["first", { target: { of: "master", masterId }, field: "told-in", ...edited }],
      ["first", { target: { of: "staff", userId: 3002 }, field: "person-name", ...edited }],
    ],
    "manage-week": [["place", { masterId }]],
    "manage-hours": [
      ["first", { place: { of: "weekday", masterId, weekday: 1 }, seen: "600-1080", mine: null }],
      ["first", { place: { of: "date", masterId, date }, seen: "closed", mine: "600-840" }],
      ["first", { place: { of: "closure", date }, seen: "usual", mine: null }],
    ],
    "manage-copy": [["first", { masterId, weekday: 1 }]],
    "manage-days": [
      ["place", { masterId }],
      ["place", { masterId: null }],
    ],
    "manage-dates": [["first", { masterId: null, month }]],
    "manage-import": [["first", {}]],
    "manage-staff": [["place", {}]],
    "manage-person": [3001, 3002, 2001].map((userId) => ["place", { userId }] as const),
    "manage-remove": [["first", { userId: 2001 }]],
    "manage-demote": [["first", { userId: 3001 }]],
    "manage-invite": [["first", {}]],
    "manage-invite-master": [["first", {}]],
    "manage-invite-name": [["middle", { role: "admin" }]],
    "manage-invitations": [["place", {}]],
    "manage-policies": [["place", {}]],
    "manage-business": [["place", {}]],
    "manage-clients": [
      ["place", { search: null, cursors }],
      ["place", { search: "Vera", cursors }],
    ],
    "manage-client": [["place", { clientId }]],
    "manage-client-visits": [["place", { clientId, cursors }]],
    "manage-erase": [
      ["first", { clientId, sure: false }],
      ["first", { clientId, sure: true }],
    ],
    "manage-broadcasts": [["place", { cursors }]],
    "manage-broadcast-new": [
      ["first", { draft: { key: "k" }, question: "ru", shown: null }],
      ["first", { draft: { key: "k" }, question: "en", shown: null }],
      ["middle", { draft: written, question: "kind", shown: null }],
      ["middle", { draft: written, question: "since", shown: null }],
      ["middle", { draft: written, question: "master", shown: null }],
      ["middle", { draft: written, question: "send", shown: null }],
    ],
    "manage-broadcast": [["place", { broadcastId }]],
    "manage-broadcast-stop": [["first", { broadcastId }]],
    "manage-audit": [["place", { cursors }]],
  };
}
