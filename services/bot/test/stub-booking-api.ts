import { randomUUID } from "node:crypto";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { problems, problemType, type ProblemName } from "@okoshko/contracts/problems";
import { StubDesk } from "./stub-desk";
import { StubManagement } from "./stub-management";

type Appointment = BookingSchemas["Appointment"];
type Slot = BookingSchemas["Slot"];

export const serviceId = "11111111-1111-4111-8111-111111111111";
export const trimId = "11111111-1111-4111-8111-222222222222";
export const glebId = "22222222-2222-4222-8222-111111111111";
export const miraId = "22222222-2222-4222-8222-222222222222";

const timeZone = "Europe/Riga";

type Preferences = Omit<BookingSchemas["Client"], "id" | "telegramUserId" | "reachable">;

export interface Answer {
  status: number;
  body?: unknown;
}

/** What the bot sends, all of it in one. */
interface Body {
  note?: string | null;
  from: string;
  to: string;
  dayParts?: BookingSchemas["DayPart"][];
  name: string;
  locale?: "ru" | "en";
  firstLocale?: "ru" | "en";
  reachable: boolean;
  startsAt: string;
  serviceIds: string[];
  masterId: string | null;
  /** For whom the desk books. */
  clientId?: string;
  expectedVersion?: number;
}

/**
 * booking-api by its contract, as far as the bot sees it, behind the client's `fetch`: no network, no rules of its own
 * beyond what a dialogue needs. The business is in winter time, two hours before UTC.
 */
export class StubBookingApi {
  now = new Date("2026-11-22T10:00:00Z");
  readonly requests: {
    method: string;
    path: string;
    key: string | null;
    ifMatch: string | null;
    body: unknown;
  }[] = [];
  readonly appointments = new Map<string, Appointment & { userId: number }>();
  readonly clients = new Map<number, Preferences>();
  readonly reachable = new Map<number, boolean>();
  /** What persons are beside clients. */
  readonly staff = new Map<number, { roles: BookingSchemas["Access"]["roles"]; masterId: string | null }>();
  /** Slots that strangers have booked, by start. */
  readonly taken = new Set<string>();
  /** Masters who no longer work here. */
  readonly gone = new Set<string>();
  /** Masters who are not offered any more. */
  readonly hidden = new Set<string>();
  /** What is wished for; one person's is enough here. */
  readonly wishes: BookingSchemas["WaitlistEntry"][] = [];
  /** Dates with free times; all within the horizon when undefined. */
  openDates: Set<string> | undefined;
  beforeAnswer: (() => Promise<void>) | undefined;
  /** A confirmation is a request that the master has to accept. */
  asksFirst = false;
  /** Every call fails like this, when set. */
  failure: (() => Response | Error) | undefined;
  business: BookingSchemas["Business"] = {
    name: { ru: "Усы & лапы <тест>", en: "Whiskers & Paws <test>" },
    address: { ru: "Мятная улица, 4", en: "4 Mint Street" },
    latitude: 56.95,
    longitude: 24.1,
    phone: "+371 20 000 000",
    timeZone,
    currency: "EUR",
    defaultLocale: "ru",
    slotStepMinutes: 30,
    minimumNoticeMinutes: 60,
    horizonDays: 45,
    holdMinutes: 5,
    changeNoticeMinutes: 120,
    maxActiveAppointmentsPerClient: 3,
    maxHoldsPerHour: 30,
    approvalAfterNoShows: null,
    proposalHours: 24,
    waitlistOfferMinutes: 10,
    retentionDays: null,
    quietFrom: "21:00",
    quietTo: "09:00",
    reminderLeadsMinutes: [1440, 120],
    requiresPhone: false,
  };
  readonly desk = new StubDesk(this);
  readonly management = new StubManagement(this);
  private readonly answers = new Map<string, Answer>();

  readonly fetch = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const text = await request.text();
    const body = text === "" ? undefined : JSON.parse(text);
    const key = request.headers.get("idempotency-key");
    const ifMatch = request.headers.get("if-match");
    this.requests.push({ method: request.method, path: url.pathname, key, ifMatch, body });
    await this.beforeAnswer?.();
    const failed = this.failure?.();
    if (failed instanceof Error) throw failed;
    if (failed !== undefined) return failed;
    const userId = Number(request.headers.get("okoshko-on-behalf-of")?.split(":")[1] ?? 0);
    const known = key === null ? undefined : this.answers.get(key);
    const route = `${request.method} ${url.pathname}`;
    const answer =
      known ??
      this.desk.answer(route, url.searchParams, body, userId) ??
      this.management.answer(route, url.searchParams, body) ??
      this.answer(route, url.searchParams, body, userId);
    if (key !== null && answer.status < 300) this.answers.set(key, answer);
    const sent = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
    return new Response(answer.body === undefined ? null : sent, {
      status: answer.status,
      headers: { etag: '"1"' },
    });
  };

  readonly services = [
    service(serviceId, "Стрижка", "Haircut", 45, 2500),
    service(trimId, "Борода", "Beard trim", 30, 1500),
  ];

  get masters() {
    return [master(glebId, "Глеб", "Gleb", [serviceId, trimId]), master(miraId, "Мира", "Mira", [serviceId])]
      .filter(({ id }) => !this.gone.has(id))
      .map((each) => ({ ...each, active: !this.hidden.has(each.id) }));
  }

  countOf(method: string, path: RegExp): number {
    return this.requests.filter((request) => request.method === method && path.test(request.path)).length;
  }

  /** The client as they are known, or as a stranger is. */
  client(userId: number): Preferences {
    const stranger: Preferences = {
      name: "",
      locale: null,
      phone: null,
      favouriteMasterId: null,
      reminderLeadsMinutes: null,
      acceptsBroadcasts: true,
    };
    return this.clients.get(userId) ?? stranger;
  }

  active(userId: number): Appointment[] {
    return [...this.appointments.values()].filter(
      (appointment) => appointment.userId === userId && appointment.status === "confirmed",
    );
  }

  /** A visit that is in the book already. */
  book(userId: number, startsAt: string, status: Appointment["status"] = "confirmed"): Appointment {
    const answer = this.hold({ startsAt, serviceIds: [serviceId], masterId: glebId }, userId);
    const held = [...this.appointments.values()].at(-1);
    if (held === undefined || answer.status !== 201) throw new Error("Nothing is held");
    const booked = { ...held, status, version: 2, holdExpiresAt: null, holdKind: null };
    this.appointments.set(booked.id, booked);
    return booked;
  }

  /** The appointment at another time. */
  movedTo(appointment: Appointment, startsAt: string) {
    return this.isTaken(startsAt, appointment.id)
      ? problem("slot-taken", { alternatives: this.alternatives(startsAt) })
      : { status: 200, body: { ...appointment, ...this.at(startsAt) } };
  }

  private answer(route: string, query: URLSearchParams, body: Body, userId: number): Answer {
    const id = /[0-9a-f-]{36}/.exec(route)?.[0] ?? "";
    const own = this.appointments.get(id);
    const isDesk = own !== undefined && this.desk.isDeskOf(userId, own.masterId);
    const appointment = own?.userId === userId || isDesk ? own : undefined;
    switch (route.replace(/[0-9a-f-]{36}/, "{id}").replace(/telegram-users\/\d+/, "telegram-users/{id}")) {
      case "GET /v1/business":
        return ok(this.business);
      case "GET /v1/services":
        return ok({ items: this.services });
      case "GET /v1/masters":
        return ok({ items: this.masters });
      case "GET /v1/masters/{id}/services":
        return ok({
          items: (id === glebId ? [serviceId, trimId] : [serviceId]).map((service) => ({
            masterId: id,
            serviceId: service,
            durationMinutes: service === serviceId ? 45 : 30,
            priceMinor: service === trimId ? 1500 : id === miraId ? 3000 : 2500,
          })),
        });
      case "PUT /v1/clients/me": {
        const { firstLocale = null, ...said } = body;
        const known = this.client(userId);
        const client = { ...known, locale: known.locale ?? firstLocale, ...said };
        this.clients.set(userId, client);
        return ok({ id: randomUUID(), telegramUserId: userId, ...client, reachable: true });
      }
      case "GET /v1/clients/me":
        return ok({ id: randomUUID(), telegramUserId: userId, reachable: true, ...this.client(userId) });
      case "POST /v1/waitlist":
        return this.join(body);
      case "GET /v1/waitlist":
        return ok({
          items: this.wishes.filter(({ state }) => query.get("state")?.includes(state)),
          nextCursor: null,
        });
      case "GET /v1/waitlist/{id}": {
        const wish = this.wishes.find((candidate) => candidate.id === id);
        return wish === undefined ? problem("not-found") : ok(wish);
      }
      case "DELETE /v1/waitlist/{id}":
        for (const wish of this.wishes) if (wish.id === id) wish.state = "left";
        return { status: 204 };
      case "GET /v1/clients/me/export":
        return ok({
          exportedAt: this.now.toISOString(),
          client: { telegramUserId: userId, ...this.client(userId) },
          appointments: [...this.appointments.values()].filter((candidate) => candidate.userId === userId),
          waitlist: this.wishes,
          changes: [],
        });
      case "POST /v1/clients/me/erase":
        this.erase(userId);
        return { status: 204 };
      case "GET /v1/access":
        return ok({
          scopes: [],
          telegramUserId: userId,
          ...(this.staff.get(userId) ?? { roles: ["client"], masterId: null }),
        });
      case "PUT /v1/telegram-users/{id}/reachability":
        this.reachable.set(Number(/\d+(?=\/reach)/.exec(route)?.[0]), body.reachable);
        return { status: 204 };
      case "GET /v1/availability/days":
        return ok({ timeZone, items: this.days(query.get("from") ?? "", query.get("to") ?? "") });
      case "GET /v1/availability/slots":
        return ok({ timeZone, date: query.get("date"), items: this.slotsOf(query.get("date") ?? "") });
      case "POST /v1/holds":
        return this.hold(body, userId);
      case "DELETE /v1/holds/{id}":
        if (appointment?.status === "held") this.appointments.set(id, { ...appointment, status: "expired" });
        return { status: 204 };
      case "GET /v1/appointments":
        return ok({
          nextCursor: null,
          items: [...this.appointments.values()]
            .filter((candidate) => candidate.userId === userId)
            .filter((candidate) => (query.get("when") === "past") !== this.isUpcoming(candidate))
            .sort((a, b) => b.startsAt.localeCompare(a.startsAt)),
        });
      default:
        if (appointment === undefined) return problem("not-found");
        return this.change(route, body, appointment);
    }
  }

  private change(route: string, body: Body, appointment: Appointment & { userId: number }) {
    const put = (change: Partial<Appointment>) => {
      const changed = { ...appointment, ...change };
      this.appointments.set(changed.id, changed);
      return ok(changed);
    };
    const stale = body?.expectedVersion !== undefined && body.expectedVersion !== appointment.version;
    const version = appointment.version + 1;
    switch (route.split("/").at(-1)) {
      case "confirm":
        if (["pending", "confirmed"].includes(appointment.status)) return ok(appointment);
        if (appointment.status !== "held") return problem("wrong-state");
        if (this.business.requiresPhone && this.client(appointment.userId).phone === null)
          return problem("phone-needed");
        if (this.taken.has(appointment.startsAt))
          return problem("hold-expired", { alternatives: this.alternatives(appointment.startsAt) });
        return put({
          status: this.asksFirst ? "pending" : "confirmed",
          holdExpiresAt: null,
          holdKind: null,
          version,
        });
      case "cancel":
        if (appointment.status === "cancelled") return ok(appointment);
        if (stale) return problem("version-mismatch");
        if (this.now > new Date(appointment.changeableUntil)) return problem("too-late-to-change");
        return put({ status: "cancelled", cancelledBy: "client", version });
      case "reschedule":
        if (stale) return problem("version-mismatch");
        if (this.isTaken(body.startsAt, appointment.id))
          return problem("slot-taken", { alternatives: this.alternatives(body.startsAt) });
        return put({
          ...this.at(body.startsAt),
          status: this.asksFirst ? "pending" : appointment.status,
          version,
        });
      case "note":
        return ["held", "pending", "confirmed"].includes(appointment.status)
          ? put({ note: body.note ?? null })
          : problem("wrong-state");
      case "calendar":
        return ["held", "pending"].includes(appointment.status)
          ? problem("wrong-state")
          : ok(`BEGIN:VCALENDAR\r\nUID:${appointment.id}\r\nEND:VCALENDAR\r\n`);
      case "attendance":
        return stale ? problem("version-mismatch") : put({ attendance: "coming" });
      default:
        return ok(appointment);
    }
  }

  private join({ serviceIds, masterId, from, to, dayParts }: Body) {
    if (this.wishes.filter(({ state }) => state === "waiting").length >= 5) return problem("limit-reached");
    const wish: BookingSchemas["WaitlistEntry"] = {
      id: randomUUID(),
      state: "waiting",
      clientId: randomUUID(),
      serviceIds,
      masterId,
      from,
      to,
      dayParts: dayParts ?? ["morning", "afternoon", "evening"],
      offer: null,
      createdAt: this.now.toISOString(),
    };
    this.wishes.push(wish);
    return { status: 201, body: wish };
  }

  private erase(userId: number) {
    this.clients.delete(userId);
    for (const appointment of this.appointments.values())
      if (appointment.userId === userId)
        this.appointments.set(appointment.id, { ...appointment, userId: 0, status: "cancelled" });
  }

  private hold(
    { clientId, ...body }: Pick<Body, "startsAt" | "serviceIds" | "masterId" | "clientId">,
    actorId: number,
  ) {
    const userId = clientId === undefined ? actorId : (this.desk.personOf(clientId) ?? actorId);
    for (const earlier of this.appointments.values())
      if (earlier.userId === userId && earlier.status === "held")
        this.appointments.set(earlier.id, { ...earlier, status: "expired" });
    if (this.isTaken(body.startsAt))
      return problem("slot-taken", { alternatives: this.alternatives(body.startsAt) });
    if (this.active(userId).length >= this.business.maxActiveAppointmentsPerClient)
      return problem("limit-reached");
    const masterId = body.masterId ?? glebId;
    const services = body.serviceIds.map((id) => ({
      serviceId: id,
      name: id === trimId ? { ru: "Борода", en: "Beard trim" } : { ru: "Стрижка", en: "Haircut" },
      durationMinutes: id === trimId ? 30 : 45,
      priceMinor: id === trimId ? 1500 : 2500,
    }));
    const held: Appointment & { userId: number } = {
      id: randomUUID(),
      userId,
      status: "held",
      version: 1,
      masterId,
      masterName: masterId === glebId ? { ru: "Глеб", en: "Gleb" } : { ru: "Мира", en: "Mira" },
      services,
      ...this.at(body.startsAt),
      timeZone,
      durationMinutes: services.reduce((total, { durationMinutes }) => total + durationMinutes, 0),
      priceMinor: services.reduce((total, { priceMinor }) => total + priceMinor, 0),
      currency: "EUR",
      holdExpiresAt: new Date(this.now.getTime() + 300_000).toISOString(),
      holdKind: "choice",
      proposal: null,
      attendance: "unanswered",
      createdAt: this.now.toISOString(),
      cancelledBy: null,
      note: null,
    };
    this.appointments.set(held.id, held);
    return { status: 201, body: held };
  }

  private at(startsAt: string) {
    const start = new Date(startsAt);
    const local = new Date(start.getTime() + 2 * 3_600_000).toISOString();
    return {
      startsAt: start.toISOString(),
      endsAt: new Date(start.getTime() + 45 * 60_000).toISOString(),
      changeableUntil: new Date(start.getTime() - this.business.changeNoticeMinutes * 60_000).toISOString(),
      localDate: local.slice(0, 10),
      localTime: local.slice(11, 16),
    };
  }

  private isUpcoming({ status, endsAt }: Appointment): boolean {
    return ["held", "pending", "confirmed"].includes(status) && new Date(endsAt) > this.now;
  }

  private isTaken(startsAt: string, except?: string): boolean {
    const start = new Date(startsAt).toISOString();
    return (
      this.taken.has(start) ||
      [...this.appointments.values()].some(
        (other) =>
          other.id !== except &&
          other.startsAt === start &&
          ["held", "pending", "confirmed"].includes(other.status),
      )
    );
  }

  private days(from: string, to: string) {
    const dates: string[] = [];
    for (
      let day = new Date(`${from}T00:00:00Z`);
      day.toISOString().slice(0, 10) <= to;
      day.setUTCDate(day.getUTCDate() + 1)
    )
      dates.push(day.toISOString().slice(0, 10));
    return dates.map((date) => ({ date, slots: this.slotsOf(date).length }));
  }

  /** Every half hour from ten to six, on weekdays but Sundays. */
  private slotsOf(date: string): Slot[] {
    if (new Date(`${date}T00:00:00Z`).getUTCDay() === 0) return [];
    if (this.openDates !== undefined && !this.openDates.has(date)) return [];
    return Array.from({ length: 16 }, (_, index) => {
      const startsAt = new Date(new Date(`${date}T08:00:00Z`).getTime() + index * 1_800_000).toISOString();
      return slot(startsAt);
    }).filter(({ startsAt }) => !this.isTaken(startsAt) && new Date(startsAt) > this.now);
  }

  private alternatives(startsAt: string): Slot[] {
    return this.slotsOf(new Date(startsAt).toISOString().slice(0, 10))
      .filter((candidate) => candidate.startsAt !== new Date(startsAt).toISOString())
      .sort(
        (a, b) =>
          Math.abs(Date.parse(a.startsAt) - Date.parse(startsAt)) -
          Math.abs(Date.parse(b.startsAt) - Date.parse(startsAt)),
      );
  }
}

function slot(startsAt: string): Slot {
  const local = new Date(Date.parse(startsAt) + 2 * 3_600_000).toISOString();
  return {
    startsAt,
    localDate: local.slice(0, 10),
    localTime: local.slice(11, 16),
    offers: [{ masterId: glebId, endsAt: startsAt, durationMinutes: 45, priceMinor: 2500 }],
  };
}

function service(id: string, ru: string, en: string, durationMinutes: number, priceMinor: number) {
  return {
    id,
    name: { ru, en },
    description: null,
    durationMinutes,
    priceMinor,
    currency: "EUR",
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    requiresApproval: false,
    reminderLeadsMinutes: null,
    active: true,
    position: 0,
  };
}

function master(id: string, ru: string, en: string, serviceIds: string[]) {
  return {
    id,
    name: { ru, en },
    about: null,
    telegramUserId: null,
    locale: "ru",
    active: true,
    position: 0,
    serviceIds,
  };
}

function ok(body: unknown) {
  return { status: 200, body };
}

export function problem(name: ProblemName, extensions: object = {}) {
  return {
    status: problems[name].status,
    body: { type: problemType(name), ...problems[name], ...extensions },
  };
}
