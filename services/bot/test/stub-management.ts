import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Answer, glebId, problem, type StubBookingApi } from "./stub-booking-api";

/**
 * What owners and administrators ask of booking-api, by its contract: one of everything to look at. Changes are taken and
 * forgotten, because nothing here is about what becomes of them; stories with the real booking-api are.
 */
export class StubManagement {
  readonly staff: BookingSchemas["StaffMember"][] = [
    { telegramUserId: 3001, name: "Inga Saveleva", role: "owner", masterId: null },
    { telegramUserId: 3002, name: "Yan Polevoy", role: "admin", masterId: null },
    { telegramUserId: 2001, name: "Gleb Oreshin", role: "master", masterId: glebId },
  ];
  readonly invitation: BookingSchemas["Invitation"] = {
    id: "44444444-4444-4444-8444-444444444444",
    role: "admin",
    name: "Rita Zorina",
    masterId: null,
    expiresAt: "2026-11-29T10:00:00.000Z",
  };

  /** Somebody else changes whatever is changed, a moment earlier. */
  isChangedMeanwhile = false;

  constructor(private readonly shop: StubBookingApi) {}

  /** Undefined for what is not asked at the owner's desk. */
  answer(route: string, query: URLSearchParams, body: object): Answer | undefined {
    const [id = ""] = route.match(/[0-9a-f-]{36}/) ?? [];
    const { business, services, masters } = this.shop;
    const [service, master] = [services.find((one) => one.id === id), masters.find((one) => one.id === id)];
    const person = this.staff.find(({ telegramUserId }) => route.endsWith(`/v1/staff/${telegramUserId}`));
    const path = route
      .replaceAll(/[0-9a-f-]{36}/g, "{id}")
      .replace(/\d{4}-\d\d-\d\d$/, "{date}")
      .replace(/staff\/\d+/, "staff/{id}");
    if (this.isChangedMeanwhile && route.startsWith("PATCH")) return problem("precondition-failed");
    switch (path) {
      case "PATCH /v1/business":
        return ok({ ...business, ...body });
      case "GET /v1/services/{id}":
        return service === undefined ? problem("not-found") : ok(service);
      case "PATCH /v1/services/{id}":
        return ok({ ...service, ...body });
      case "GET /v1/masters/{id}":
        return master === undefined ? problem("not-found") : ok(master);
      case "PATCH /v1/masters/{id}":
        return ok({ ...master, ...body });
      case "GET /v1/masters/{id}/services/{id}":
        return ok({ masterId: id, serviceId: services[0]?.id, durationMinutes: 60, priceMinor: 3000 });
      case "PUT /v1/masters/{id}/services/{id}":
      case "PUT /v1/masters/{id}/working-hours":
      case "PUT /v1/masters/{id}/overrides/{date}":
      case "PUT /v1/closures/{date}":
        return ok(body);
      case "GET /v1/masters/{id}/overrides/{date}":
      case "GET /v1/closures/{date}":
        return problem("not-found");
      case "DELETE /v1/masters/{id}/services/{id}":
      case "DELETE /v1/staff/{id}":
      case "DELETE /v1/staff/invitations/{id}":
        return { status: 204 };
      case "GET /v1/staff/{id}":
        return person === undefined ? problem("not-found") : ok(person);
      case "PATCH /v1/staff/{id}":
        return ok(Object.assign(person ?? {}, body));
      case "GET /v1/staff":
        return ok({ items: this.staff });
      case "GET /v1/staff/invitations":
        return ok({ items: [this.invitation] });
      case "POST /v1/staff/invitations":
        return { status: 201, body: { ...this.invitation, ...body, code: "ABCDEFGHJKLMNPQRSTUVWX" } };
      case "GET /v1/clients/{id}/export":
        return ok({ exportedAt: this.shop.now.toISOString() });
      case "POST /v1/clients/{id}/erase":
        return { status: 204 };
      case "GET /v1/audit":
        return ok({ items: [this.entry], nextCursor: query.get("cursor") === null ? "next" : null });
      default:
        return undefined;
    }
  }

  private readonly entry: BookingSchemas["AuditEntry"] = {
    id: "1042",
    occurredAt: "2026-11-22T09:00:00.000Z",
    actor: "telegram:3001",
    channel: "bot",
    operation: "updateMaster",
    action: "changed",
    subject: `master:${glebId}`,
    before: { active: false },
    after: { active: true },
  };
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}
