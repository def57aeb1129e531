import { type BookingClient, type BookingSchemas, onBehalfOf } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";

export type Appointment = BookingSchemas["Appointment"];
export type AvailableDay = BookingSchemas["AvailableDay"];
export type Client = BookingSchemas["Client"];
export type ClientInput = BookingSchemas["ClientInput"];
export type WaitlistEntry = BookingSchemas["WaitlistEntry"];
export type Slot = BookingSchemas["Slot"];

/** What a person is to the business. */
export type Access = Pick<BookingSchemas["Access"], "roles" | "masterId">;

/** What is asked of availability: services and a master, or the appointment that is moved. */
export interface Wanted {
  serviceIds: string[];
  masterId: string | null;
  moving: string | null;
}

/** booking-api on behalf of one person: what they may not see or change, it refuses. */
export type PersonsBooking = ReturnType<typeof onBehalf>;

export function onBehalf(client: BookingClient, telegramUserId: number) {
  const header = onBehalfOf(telegramUserId);
  const ofAppointment = (appointmentId: string) => ({ header, path: { appointmentId } });
  return {
    me: (): Promise<Client> => unwrap(client.GET("/v1/clients/me", { params: { header } })),

    /** Remembers the person; what is left out stays as it is. */
    remember: (person: ClientInput): Promise<Client> =>
      unwrap(client.PUT("/v1/clients/me", { params: { header }, body: person })),

    access: (): Promise<Access> => unwrap(client.GET("/v1/access", { params: { header } })),

    days: async (wanted: Wanted, from: string, to: string): Promise<AvailableDay[]> =>
      (
        await unwrap(
          client.GET("/v1/availability/days", {
            params: { header, query: { ...queryOf(wanted), from, to } },
          }),
        )
      ).items,

    slots: async (wanted: Wanted, date: string): Promise<Slot[]> =>
      (
        await unwrap(
          client.GET("/v1/availability/slots", {
            params: { header, query: { ...queryOf(wanted), date } },
          }),
        )
      ).items,

    hold: (
      wanted: { serviceIds: string[]; masterId: string | null; startsAt: string; source?: string | null },
      idempotencyKey: string,
    ): Promise<Appointment> =>
      unwrap(
        client.POST("/v1/holds", {
          params: { header: { ...header, "Idempotency-Key": idempotencyKey } },
          body: wanted,
        }),
      ),

    release: async (appointmentId: string): Promise<void> => {
      await unwrap(client.DELETE("/v1/holds/{appointmentId}", { params: ofAppointment(appointmentId) }));
    },

    confirm: (appointmentId: string): Promise<Appointment> =>
      unwrap(
        client.POST("/v1/appointments/{appointmentId}/confirm", { params: ofAppointment(appointmentId) }),
      ),

    appointment: (appointmentId: string): Promise<Appointment> =>
      unwrap(client.GET("/v1/appointments/{appointmentId}", { params: ofAppointment(appointmentId) })),

    appointments: async (when: "upcoming" | "past", limit: number): Promise<Appointment[]> =>
      (await unwrap(client.GET("/v1/appointments", { params: { header, query: { when, limit } } }))).items,

    appointmentsPage: (
      when: "upcoming" | "past",
      limit: number,
      cursor: string | null,
    ): Promise<{ items: Appointment[]; nextCursor: string | null }> =>
      unwrap(
        client.GET("/v1/appointments", {
          params: { header, query: { when, limit, ...(cursor === null ? {} : { cursor }) } },
        }),
      ),

    setNote: (appointmentId: string, note: string | null): Promise<Appointment> =>
      unwrap(
        client.PUT("/v1/appointments/{appointmentId}/note", {
          params: ofAppointment(appointmentId),
          body: { note },
        }),
      ),

    /** The visit as an iCalendar file. */
    calendar: (appointmentId: string): Promise<string> =>
      unwrap(
        client.GET("/v1/appointments/{appointmentId}/calendar", {
          params: ofAppointment(appointmentId),
          parseAs: "text",
        }),
      ),

    join: (wish: BookingSchemas["WaitlistInput"], idempotencyKey: string): Promise<WaitlistEntry> =>
      unwrap(
        client.POST("/v1/waitlist", {
          params: { header: { ...header, "Idempotency-Key": idempotencyKey } },
          body: wish,
        }),
      ),

    /** Wishes that can still come true; a client has at most five of them. */
    wishes: async (): Promise<WaitlistEntry[]> =>
      (
        await unwrap(
          client.GET("/v1/waitlist", {
            params: { header, query: { state: ["waiting", "offered"], limit: 20 } },
          }),
        )
      ).items,

    wish: (entryId: string): Promise<WaitlistEntry> =>
      unwrap(client.GET("/v1/waitlist/{entryId}", { params: { header, path: { entryId } } })),

    leave: async (entryId: string): Promise<void> => {
      await unwrap(client.DELETE("/v1/waitlist/{entryId}", { params: { header, path: { entryId } } }));
    },

    exported: (): Promise<BookingSchemas["ClientExport"]> =>
      unwrap(client.GET("/v1/clients/me/export", { params: { header } })),

    erase: async (): Promise<void> => {
      await unwrap(client.POST("/v1/clients/me/erase", { params: { header } }));
    },

    reschedule: (
      appointmentId: string,
      change: { startsAt: string; expectedVersion: number },
    ): Promise<Appointment> =>
      unwrap(
        client.POST("/v1/appointments/{appointmentId}/reschedule", {
          params: ofAppointment(appointmentId),
          body: change,
        }),
      ),

    cancel: (appointmentId: string, expectedVersion: number): Promise<Appointment> =>
      unwrap(
        client.POST("/v1/appointments/{appointmentId}/cancel", {
          params: ofAppointment(appointmentId),
          body: { expectedVersion },
        }),
      ),

    acceptProposal: (appointmentId: string, expectedVersion: number): Promise<Appointment> =>
      unwrap(
        client.POST("/v1/appointments/{appointmentId}/proposal/accept", {
          params: ofAppointment(appointmentId),
          body: { expectedVersion },
        }),
      ),

    refuseProposal: (appointmentId: string, expectedVersion: number): Promise<Appointment> =>
      unwrap(
        client.POST("/v1/appointments/{appointmentId}/proposal/refuse", {
          params: ofAppointment(appointmentId),
          body: { expectedVersion },
        }),
      ),

    coming: (appointmentId: string, expectedVersion: number): Promise<Appointment> =>
      unwrap(
        client.PUT("/v1/appointments/{appointmentId}/attendance", {
          params: ofAppointment(appointmentId),
          body: { answer: "coming", expectedVersion },
        }),
      ),
  };
}

/** Whether messages reach a person; said by the bot itself, for nobody's account. */
export async function reportReachability(
  client: BookingClient,
  telegramUserId: number,
  reachable: boolean,
): Promise<void> {
  await unwrap(
    client.PUT("/v1/telegram-users/{telegramUserId}/reachability", {
      params: { path: { telegramUserId } },
      body: { reachable },
    }),
  );
}

function queryOf({ serviceIds, masterId, moving }: Wanted) {
  return {
    serviceIds,
    ...(masterId === null ? {} : { masterId }),
    ...(moving === null ? {} : { moving }),
  };
}
