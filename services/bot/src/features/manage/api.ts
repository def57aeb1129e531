import { type BookingSchemas, onBehalfOf } from "@okoshko/contracts/booking-client";
import { unwrap, unwrapTagged } from "@okoshko/contracts/client";
import { type BotContext } from "../../context";

export type Business = BookingSchemas["Business"];
export type BusinessChange = BookingSchemas["BusinessChange"];
export type Service = BookingSchemas["Service"];
export type ServiceInput = BookingSchemas["ServiceInput"];
export type ServiceChange = BookingSchemas["ServiceChange"];
export type Master = BookingSchemas["Master"];
export type MasterChange = BookingSchemas["MasterChange"];
export type Offering = BookingSchemas["Offering"];
export type OfferingInput = BookingSchemas["OfferingInput"];
export type WorkingHours = BookingSchemas["WorkingHours"];
export type Closure = BookingSchemas["Closure"];
export type ClosureInput = BookingSchemas["ClosureInput"];
export type StaffMember = BookingSchemas["StaffMember"];
export type Invitation = BookingSchemas["Invitation"];
/** Just made: its code is told this once. */
export type NewInvitation = Invitation & { code: string };
export type InvitationInput = BookingSchemas["InvitationInput"];
export type ClientRecord = BookingSchemas["ClientRecord"];
export type DeskAppointment = BookingSchemas["DeskAppointment"];
export type AuditEntry = BookingSchemas["AuditEntry"];

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

export type Management = ReturnType<typeof management>;

/** What only owners and administrators may do, on behalf of the person who acts: booking-api refuses everybody else. */
export function management(ctx: BotContext) {
  const { client } = ctx.parts;
  const headers = onBehalfOf(ctx.userId);
  const key = (what: string) => ({ header: { "Idempotency-Key": `manage:${what}:${turnKey(ctx)}` } });
  const ifMatch = (etag: string) => ({ "If-Match": etag });
  return {
    business: () => unwrapTagged(client.GET("/v1/business", { headers })),
    changeBusiness: (body: BusinessChange, etag: string) =>
      unwrap(client.PATCH("/v1/business", { headers, params: { header: ifMatch(etag) }, body })),

    services: async (): Promise<Service[]> =>
      (await unwrap(client.GET("/v1/services", { headers, params: { query: { includeInactive: true } } })))
        .items,
    service: (serviceId: string) =>
      unwrapTagged(client.GET("/v1/services/{serviceId}", { headers, params: { path: { serviceId } } })),
    createService: (body: ServiceInput) =>
      unwrap(client.POST("/v1/services", { headers, params: key("service"), body })),
    changeService: (serviceId: string, body: ServiceChange, etag: string) =>
      unwrap(
        client.PATCH("/v1/services/{serviceId}", {
          headers,
          params: { path: { serviceId }, header: ifMatch(etag) },
          body,
        }),
      ),

    masters: async (): Promise<Master[]> =>
      (await unwrap(client.GET("/v1/masters", { headers, params: { query: { includeInactive: true } } })))
        .items,
    master: (masterId: string) =>
      unwrapTagged(client.GET("/v1/masters/{masterId}", { headers, params: { path: { masterId } } })),
    createMaster: (body: BookingSchemas["MasterInput"]) =>
      unwrap(client.POST("/v1/masters", { headers, params: key("master"), body })),
    changeMaster: (masterId: string, body: MasterChange, etag: string) =>
      unwrap(
        client.PATCH("/v1/masters/{masterId}", {
          headers,
          params: { path: { masterId }, header: ifMatch(etag) },
          body,
        }),
      ),

    offerings: async (masterId: string): Promise<Offering[]> =>
      (
        await unwrap(
          client.GET("/v1/masters/{masterId}/services", { headers, params: { path: { masterId } } }),
        )
      ).items,
    offering: (path: { masterId: string; serviceId: string }) =>
      unwrapTagged(client.GET("/v1/masters/{masterId}/services/{serviceId}", { headers, params: { path } })),
    putOffering: (path: { masterId: string; serviceId: string }, body: OfferingInput, etag?: string) =>
      unwrap(
        client.PUT("/v1/masters/{masterId}/services/{serviceId}", {
          headers,
          params: { path, header: etag === undefined ? {} : ifMatch(etag) },
          body,
        }),
      ),
    dropOffering: (path: { masterId: string; serviceId: string }) =>
      unwrap(client.DELETE("/v1/masters/{masterId}/services/{serviceId}", { headers, params: { path } })),

    week: (masterId: string) =>
      unwrapTagged(
        client.GET("/v1/masters/{masterId}/working-hours", { headers, params: { path: { masterId } } }),
      ),
    putWeek: (masterId: string, body: WorkingHours, etag: string) =>
      unwrap(
        client.PUT("/v1/masters/{masterId}/working-hours", {
          headers,
          params: { path: { masterId }, header: ifMatch(etag) },
          body,
        }),
      ),
    overrides: async (masterId: string, from: string, to: string) =>
      (
        await unwrap(
          client.GET("/v1/masters/{masterId}/overrides", {
            headers,
            params: { path: { masterId }, query: { from, to } },
          }),
        )
      ).items,
    override: (path: { masterId: string; date: string }) =>
      unwrapTagged(client.GET("/v1/masters/{masterId}/overrides/{date}", { headers, params: { path } })),
    putOverride: (
      path: { masterId: string; date: string },
      body: BookingSchemas["OverrideInput"],
      etag?: string,
    ) =>
      unwrap(
        client.PUT("/v1/masters/{masterId}/overrides/{date}", {
          headers,
          params: { path, header: etag === undefined ? {} : ifMatch(etag) },
          body,
        }),
      ),
    dropOverride: (path: { masterId: string; date: string }, etag: string) =>
      unwrap(
        client.DELETE("/v1/masters/{masterId}/overrides/{date}", {
          headers,
          params: { path, header: ifMatch(etag) },
        }),
      ),
    closures: async (from: string, to: string): Promise<Closure[]> =>
      (await unwrap(client.GET("/v1/closures", { headers, params: { query: { from, to } } }))).items,
    closure: (date: string) =>
      unwrapTagged(client.GET("/v1/closures/{date}", { headers, params: { path: { date } } })),
    putClosure: (date: string, body: ClosureInput, etag?: string) =>
      unwrap(
        client.PUT("/v1/closures/{date}", {
          headers,
          params: { path: { date }, header: etag === undefined ? {} : ifMatch(etag) },
          body,
        }),
      ),
    dropClosure: (date: string, etag: string) =>
      unwrap(
        client.DELETE("/v1/closures/{date}", {
          headers,
          params: { path: { date }, header: ifMatch(etag) },
        }),
      ),
    importHolidays: (items: { date: string; name: BookingSchemas["LocalizedText"] }[]) =>
      unwrap(client.POST("/v1/closures/import", { headers, body: { items } })),

    staff: async (): Promise<StaffMember[]> => (await unwrap(client.GET("/v1/staff", { headers }))).items,
    staffMember: (telegramUserId: number) =>
      unwrapTagged(
        client.GET("/v1/staff/{telegramUserId}", { headers, params: { path: { telegramUserId } } }),
      ),
    renameStaff: (telegramUserId: number, body: BookingSchemas["StaffMemberChange"], etag: string) =>
      unwrap(
        client.PATCH("/v1/staff/{telegramUserId}", {
          headers,
          params: { path: { telegramUserId }, header: ifMatch(etag) },
          body,
        }),
      ),
    removeStaff: (telegramUserId: number) =>
      unwrap(client.DELETE("/v1/staff/{telegramUserId}", { headers, params: { path: { telegramUserId } } })),
    invitations: async (): Promise<Invitation[]> =>
      (await unwrap(client.GET("/v1/staff/invitations", { headers }))).items,
    invite: (body: InvitationInput) =>
      unwrap(client.POST("/v1/staff/invitations", { headers, params: key("invite"), body })),
    revoke: (invitationId: string) =>
      unwrap(
        client.DELETE("/v1/staff/invitations/{invitationId}", {
          headers,
          params: { path: { invitationId } },
        }),
      ),
    accept: (code: string): Promise<StaffMember> =>
      unwrap(client.POST("/v1/staff/accept-invitation", { headers, body: { code } })),

    visits: (query: DeskQuery): Promise<Page<DeskAppointment>> =>
      unwrap(client.GET("/v1/desk/appointments", { headers, params: { query } })),
    clients: (query: { search?: string; cursor?: string; limit: number }): Promise<Page<ClientRecord>> =>
      unwrap(client.GET("/v1/clients", { headers, params: { query } })),
    clientRecord: (clientId: string): Promise<ClientRecord> =>
      unwrap(client.GET("/v1/clients/{clientId}", { headers, params: { path: { clientId } } })),
    exportClient: (clientId: string) =>
      unwrap(client.GET("/v1/clients/{clientId}/export", { headers, params: { path: { clientId } } })),
    eraseClient: (clientId: string) =>
      unwrap(client.POST("/v1/clients/{clientId}/erase", { headers, params: { path: { clientId } } })),

    audit: (query: { cursor?: string; limit: number }): Promise<Page<AuditEntry>> =>
      unwrap(client.GET("/v1/audit", { headers, params: { query } })),
  };
}

interface DeskQuery {
  clientId?: string;
  status?: DeskAppointment["status"][];
  from?: string;
  to?: string;
  cursor?: string;
  limit?: number;
}

/** The same for an update that is brought again and for a double tap, another one for each new decision. */
export function turnKey(ctx: BotContext): string {
  const message = ctx.callbackQuery?.message?.message_id ?? ctx.message?.message_id ?? 0;
  const rev = ctx.decoded?.kind === "card" ? ctx.decoded.rev : 0;
  return [ctx.userId, message, rev].join(":");
}
