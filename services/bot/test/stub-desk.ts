import { randomUUID } from "node:crypto";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Answer, problem, type StubBookingApi } from "./stub-booking-api";

type Appointment = BookingSchemas["Appointment"];
type Status = Appointment["status"];
type TimeOff = BookingSchemas["TimeOff"];

interface Body {
  startsAt: string;
  endsAt: string;
  masterId: string;
  expectedVersion: number;
  reason?: string;
  name: string;
  phone: string | null;
}

/** Where a decision leads, and from where. */
const decisions: Record<string, { from: Status[]; to: Status }> = {
  accept: { from: ["pending"], to: "confirmed" },
  decline: { from: ["pending"], to: "declined" },
  cancel: { from: ["confirmed"], to: "cancelled" },
  complete: { from: ["confirmed", "no_show"], to: "completed" },
  "no-show": { from: ["confirmed", "completed"], to: "no_show" },
  reschedule: { from: ["confirmed"], to: "confirmed" },
};

/** What staff see and decide, by the contract, behind the same `fetch`: each of their own masters, the owner of all. */
export class StubDesk {
  readonly timeOff: TimeOff[] = [];
  /** By master; each new address ends the one before. */
  readonly feeds = new Map<string, string>();
  /** Clients without Telegram. */
  readonly byPhone = new Set<number>();
  /** What the client is told of a decision. */
  readonly reasons = new Map<string, string>();

  constructor(private readonly shop: StubBookingApi) {}

  /** Undefined for what is not asked at a desk. */
  answer(route: string, query: URLSearchParams, body: Body, userId: number): Answer | undefined {
    const [id = "", other = ""] = route.match(/[0-9a-f-]{36}/g) ?? [];
    switch (route.replaceAll(/[0-9a-f-]{36}/g, "{id}")) {
      case "GET /v1/desk/appointments":
        return ok({ items: this.visits(query, userId), nextCursor: null });
      case "GET /v1/desk/appointments/{id}": {
        const visit = this.visit(id, userId);
        return visit === undefined ? problem("not-found") : ok(visit);
      }
      case "GET /v1/masters/{id}/working-hours":
        return ok({ days: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, windows: [tenToSix] })) });
      case "GET /v1/masters/{id}/overrides":
      case "GET /v1/closures":
        return ok({ items: [] });
      case "GET /v1/masters/{id}/time-off":
        return ok({ items: this.timeOff.filter(({ endsAt }) => endsAt > (query.get("from") ?? "")) });
      case "POST /v1/masters/{id}/time-off":
        return this.isDeskOf(userId, id) ? this.block(id, body) : problem("forbidden");
      case "DELETE /v1/masters/{id}/time-off/{id}": {
        const at = this.timeOff.findIndex((candidate) => candidate.id === other);
        if (at === -1) return problem("not-found");
        this.timeOff.splice(at, 1);
        return { status: 204 };
      }
      case "GET /v1/clients": {
        const search = query.get("search")?.toLowerCase() ?? "";
        const known = [...this.shop.clients.keys()].map((person) => this.client(person));
        const found = known.filter(({ name, phone }) => `${name} ${phone}`.toLowerCase().includes(search));
        return ok({ items: found, nextCursor: null });
      }
      case "POST /v1/clients": {
        const person = 9_000 + this.byPhone.size;
        this.byPhone.add(person);
        this.shop.clients.set(person, { ...this.shop.client(person), name: body.name, phone: body.phone });
        return { status: 201, body: this.client(person) };
      }
      case "GET /v1/clients/{id}": {
        const person = this.personOf(id);
        return person === undefined ? problem("not-found") : ok(this.client(person));
      }
      case "POST /v1/masters/{id}/calendar-feed": {
        const path = `/v1/calendars/${randomUUID()}.ics`;
        this.feeds.set(id, path);
        return { status: 201, body: { path } };
      }
      case "DELETE /v1/masters/{id}/calendar-feed":
        this.feeds.delete(id);
        return { status: 204 };
      default:
        return this.decide(route, id, body, userId);
    }
  }

  /** As booking-api does: the same decision again is no error, another one finds the visit changed. */
  private decide(route: string, id: string, body: Body, userId: number): Answer | undefined {
    const [, verb = ""] = /^POST \/v1\/appointments\/[0-9a-f-]{36}\/([a-z-]+)$/.exec(route) ?? [];
    const decision = decisions[verb];
    const visit = this.visit(id, userId);
    if (decision === undefined || visit === undefined) return undefined;
    if (visit.status === decision.to && verb !== "reschedule") return ok(visit);
    if (body.expectedVersion !== visit.version) return problem("version-mismatch");
    if (!decision.from.includes(visit.status)) return problem("wrong-state");
    const moved = verb === "reschedule" ? this.shop.movedTo(visit, body.startsAt) : ok(visit);
    if (moved.status !== 200) return moved;
    if (body.reason !== undefined) this.reasons.set(id, body.reason);
    const { client, cancellationReason, source, ...appointment } = moved.body as typeof visit;
    const decided = {
      ...appointment,
      status: decision.to,
      version: visit.version + 1,
      cancelledBy: verb === "cancel" ? ("staff" as const) : null,
    };
    this.shop.appointments.set(id, decided);
    return ok(decided);
  }

  private block(masterId: string, { startsAt, endsAt }: Body): Answer {
    const id = randomUUID();
    this.timeOff.push({ id, masterId, startsAt, endsAt, note: null, createdAt: this.shop.now.toISOString() });
    return { status: 201, body: { ...this.timeOff.at(-1), appointments: [] } };
  }

  private visits(query: URLSearchParams, userId: number) {
    const status = query.get("status")?.split(",");
    const [from, to] = [query.get("from") ?? "", query.get("to") ?? "9999"];
    return [...this.shop.appointments.keys()]
      .flatMap((id) => this.visit(id, userId) ?? [])
      .filter((visit) => status === undefined || status.includes(visit.status))
      .filter(({ localDate }) => from <= localDate && localDate <= to)
      .sort((a, b) => a.startsAt.localeCompare(b.startsAt));
  }

  private visit(id: string, userId: number) {
    const found = this.shop.appointments.get(id);
    if (found === undefined || !this.isDeskOf(userId, found.masterId)) return undefined;
    const cancellationReason = this.reasons.get(id) ?? null;
    return { ...found, client: this.client(found.userId), cancellationReason, source: null };
  }

  /** Who has that id among the clients. */
  personOf(clientId: string): number | undefined {
    return [...this.shop.clients.keys()].find((known) => clientIdOf(known) === clientId);
  }

  isDeskOf(userId: number, masterId: string): boolean {
    const staff = this.shop.staff.get(userId);
    return staff !== undefined && (staff.roles.includes("owner") || staff.masterId === masterId);
  }

  private client(userId: number): BookingSchemas["ClientRecord"] {
    return {
      id: clientIdOf(userId),
      telegramUserId: this.byPhone.has(userId) ? null : userId,
      ...this.shop.client(userId),
      reachable: !this.byPhone.has(userId) && this.shop.reachable.get(userId) !== false,
      noShows: 0,
      visits: 3,
      createdAt: this.shop.now.toISOString(),
      erasedAt: null,
    };
  }
}

const tenToSix = { from: "10:00", to: "18:00" };

export function clientIdOf(userId: number): string {
  return `33333333-3333-4333-8333-${String(userId).padStart(12, "0")}`;
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}
