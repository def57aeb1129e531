import { type BookingClient, type BookingSchemas, onBehalfOf } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { type Appointment, type AvailableDay, type Slot } from "../../booking-api";
import { type BotContext } from "../../context";

export type DeskVisit = BookingSchemas["DeskAppointment"];
export type ClientRecord = BookingSchemas["ClientRecord"];
export type TimeOff = BookingSchemas["TimeOff"];
export type Wish = BookingSchemas["WaitlistEntry"];
export type Status = BookingSchemas["AppointmentStatus"];
type Window = BookingSchemas["Window"];

/** What a master's hours are made of, as booking-api keeps them. */
export interface Rules {
  /** By ISO weekday. */
  week: ReadonlyMap<number, Window[]>;
  overrides: ReadonlyMap<string, Window[]>;
  closures: ReadonlyMap<string, Window[]>;
}

/** Whose free times, for which services; `moving` is the visit that gets another time. */
export interface DeskWanted {
  serviceIds: string[];
  masterId: string;
  moving: string | null;
  /** By the rules for staff: no minimum notice. Proposals keep to the notice. */
  asStaff: boolean;
}

/** What staff do at the desk, each time on behalf of the person: what they may not see or change, booking-api refuses. */
export function deskOf({ parts: { client }, userId }: Pick<BotContext, "parts" | "userId">) {
  return deskOnBehalf(client, userId);
}

function deskOnBehalf(client: BookingClient, userId: number) {
  const header = onBehalfOf(userId);
  const ofVisit = (appointmentId: string) => ({ header, path: { appointmentId } });
  return {
    visit: (appointmentId: string): Promise<DeskVisit> =>
      unwrap(client.GET("/v1/desk/appointments/{appointmentId}", { params: ofVisit(appointmentId) })),

    /** All of these dates, by start. */
    visits: async (query: {
      masterId: string;
      from?: string;
      to?: string;
      status?: Status[];
    }): Promise<DeskVisit[]> => {
      const found: DeskVisit[] = [];
      let cursor: string | null = null;
      do {
        const page: { items: DeskVisit[]; nextCursor: string | null } = await unwrap(
          client.GET("/v1/desk/appointments", {
            params: { header, query: { ...query, limit: 100, ...(cursor === null ? {} : { cursor }) } },
          }),
        );
        found.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== null);
      return found;
    },

    rules: async (masterId: string, from: string, to: string): Promise<Rules> => {
      const path = { masterId };
      const [week, overrides, closures] = await Promise.all([
        unwrap(client.GET("/v1/masters/{masterId}/working-hours", { params: { path } })),
        unwrap(client.GET("/v1/masters/{masterId}/overrides", { params: { path, query: { from, to } } })),
        unwrap(client.GET("/v1/closures", { params: { query: { from, to } } })),
      ]);
      return {
        week: new Map(week.days.map(({ weekday, windows }) => [weekday, windows])),
        overrides: new Map(overrides.items.map(({ date, windows }) => [date, windows])),
        closures: new Map(closures.items.map(({ date, windows }) => [date, windows])),
      };
    },

    timeOff: async (masterId: string, from: string, to: string): Promise<TimeOff[]> =>
      (
        await unwrap(
          client.GET("/v1/masters/{masterId}/time-off", {
            params: { header, path: { masterId }, query: { from, to } },
          }),
        )
      ).items,

    block: (
      masterId: string,
      time: { startsAt: string; endsAt: string },
      idempotencyKey: string,
    ): Promise<TimeOff & { appointments: string[] }> =>
      unwrap(
        client.POST("/v1/masters/{masterId}/time-off", {
          params: { header: { ...header, "Idempotency-Key": idempotencyKey }, path: { masterId } },
          body: time,
        }),
      ),

    unblock: async (masterId: string, timeOffId: string): Promise<void> => {
      await unwrap(
        client.DELETE("/v1/masters/{masterId}/time-off/{timeOffId}", {
          params: { header, path: { masterId, timeOffId } },
        }),
      );
    },

    accept: (appointmentId: string, expectedVersion: number): Promise<Appointment> =>
      unwrap(
        client.POST("/v1/appointments/{appointmentId}/accept", {
          params: ofVisit(appointmentId),
          body: { expectedVersion },
        }),
      ),

    /** Turns a request down, or calls a visit off. */
    refuse: (
      what: "decline" | "cancel",
      appointmentId: string,
      body: { expectedVersion: number; reason?: string },
    ): Promise<Appointment> =>
      unwrap(
        client.POST(`/v1/appointments/{appointmentId}/${what}`, { params: ofVisit(appointmentId), body }),
      ),

    propose: (
      appointmentId: string,
      body: { startsAt: string; masterId: string; expectedVersion: number },
    ): Promise<Appointment> =>
      unwrap(
        client.POST("/v1/appointments/{appointmentId}/propose", { params: ofVisit(appointmentId), body }),
      ),

    reschedule: (
      appointmentId: string,
      body: { startsAt: string; masterId: string; expectedVersion: number },
    ): Promise<Appointment> =>
      unwrap(
        client.POST("/v1/appointments/{appointmentId}/reschedule", { params: ofVisit(appointmentId), body }),
      ),

    mark: (
      what: "complete" | "no_show",
      appointmentId: string,
      expectedVersion: number,
    ): Promise<Appointment> =>
      unwrap(
        client.POST(
          what === "complete"
            ? "/v1/appointments/{appointmentId}/complete"
            : "/v1/appointments/{appointmentId}/no-show",
          { params: ofVisit(appointmentId), body: { expectedVersion } },
        ),
      ),

    days: async (wanted: DeskWanted, from: string, to: string): Promise<AvailableDay[]> =>
      (
        await unwrap(
          client.GET("/v1/availability/days", {
            params: { header, query: { ...queryOf(wanted), from, to } },
          }),
        )
      ).items,

    slots: async (wanted: DeskWanted, date: string): Promise<Slot[]> =>
      (
        await unwrap(
          client.GET("/v1/availability/slots", { params: { header, query: { ...queryOf(wanted), date } } }),
        )
      ).items,

    hold: (
      body: { serviceIds: string[]; masterId: string; startsAt: string; clientId: string },
      idempotencyKey: string,
    ): Promise<Appointment> =>
      unwrap(
        client.POST("/v1/holds", {
          params: { header: { ...header, "Idempotency-Key": idempotencyKey } },
          body,
        }),
      ),

    clients: (
      search: string | null,
      limit: number,
    ): Promise<{ items: ClientRecord[]; nextCursor: string | null }> =>
      unwrap(
        client.GET("/v1/clients", {
          params: { header, query: { limit, ...(search === null ? {} : { search }) } },
        }),
      ),

    client: (clientId: string): Promise<ClientRecord> =>
      unwrap(client.GET("/v1/clients/{clientId}", { params: { header, path: { clientId } } })),

    addClient: (
      body: { name: string; phone: string | null },
      idempotencyKey: string,
    ): Promise<ClientRecord> =>
      unwrap(
        client.POST("/v1/clients", {
          params: { header: { ...header, "Idempotency-Key": idempotencyKey } },
          body,
        }),
      ),

    wishes: async (): Promise<Wish[]> =>
      (
        await unwrap(
          client.GET("/v1/waitlist", {
            params: { header, query: { scope: "desk", state: ["waiting", "offered"], limit: 100 } },
          }),
        )
      ).items,

    makeFeed: async (masterId: string): Promise<string> =>
      (
        await unwrap(
          client.POST("/v1/masters/{masterId}/calendar-feed", { params: { header, path: { masterId } } }),
        )
      ).path,

    endFeed: async (masterId: string): Promise<void> => {
      await unwrap(
        client.DELETE("/v1/masters/{masterId}/calendar-feed", { params: { header, path: { masterId } } }),
      );
    },
  };
}

function queryOf({ serviceIds, masterId, moving, asStaff }: DeskWanted) {
  return { serviceIds, masterId, ...(moving === null ? {} : { moving }), ...(asStaff ? { desk: true } : {}) };
}
