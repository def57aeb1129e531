import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type BookingClient, type BookingSchemas, onBehalfOf } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { ask, type Fault, type Outcome } from "./ask";
import { type Driver } from "@okoshko/telegram-emulator/driver";
import { again } from "./again";
import { type Journal } from "./journal";
import { type Random } from "./random";

type Appointment = BookingSchemas["Appointment"];

/** Programs that book through booking-api, each for people of its own, as the Mini App or a telephone desk would. */
export interface CallersOptions {
  /** booking-api with the token of a service that may act for people. */
  booking: BookingClient;
  driver: Driver;
  journal: Journal;
  faults: Fault[];
  random: Random;
  count: number;
  /** Demo time. */
  now: () => Date;
  ownerId: number;
  /** Ms between two requests of one caller. */
  thinkMs: number;
  stopping: AbortSignal;
}

/** People whom a caller books for. Nobody else books for them, so what they have is known from what was answered. */
export const firstClient = 610_000;
const clientsOfOne = 3;
const zone = "Europe/Riga";

/** Everybody is known to booking-api; from here on they only book. */
export interface ReadyCallers {
  /** Runs until it is told to stop, and then finishes what is under way. */
  run(): Promise<void>;
}

/** Before anything breaks: whoever was never known has nothing to lose. */
export async function prepareCallers(options: CallersOptions): Promise<ReadyCallers> {
  if (options.count === 0) return { run: () => Promise.resolve() };
  const services = await ask(() => unwrap(options.booking.GET("/v1/services")), {
    operation: "listServices",
    faults: options.faults,
    patience: 60_000,
  });
  if (services.type !== "acknowledged") throw new Error("booking-api does not say what can be booked");
  const callers = Array.from({ length: options.count }, (_, index): Caller => {
    const random = options.random.fork(`caller ${index}`);
    const clients = Array.from({ length: clientsOfOne }, (_, n) => firstClient + index * 100 + n);
    return { ...options, random, clients, services: services.data.items };
  });
  await Promise.all(
    callers.map(async (caller) => {
      for (const client of caller.clients) await register(caller, client);
    }),
  );
  return {
    async run() {
      await Promise.all(callers.map(runCaller));
    },
  };
}

interface Caller extends CallersOptions {
  clients: number[];
  services: BookingSchemas["Service"][];
}

async function runCaller(caller: Caller): Promise<void> {
  const { random, stopping, thinkMs } = caller;
  /** What this caller has booked and not ended, with the newest version that it was told. */
  const mine = new Map<string, { visit: Appointment; client: number }>();
  while (!stopping.aborted) {
    const client = random.pick(caller.clients);
    const known = [...mine.values()];
    const deed = random.weighted<() => Promise<void>>([
      [mine.size > 25 ? 0 : 45, () => book(caller, client, mine)],
      [known.length === 0 ? 0 : 16, () => move(caller, random.pick(known), mine)],
      [known.length === 0 ? 0 : 12, () => cancel(caller, random.pick(known), mine)],
      [known.length === 0 ? 0 : 6, () => attend(caller, random.pick(known), mine)],
      [known.length === 0 ? 0 : 10, () => judge(caller, random.pick(known), mine)],
      [6, () => join(caller, client)],
      [6, () => answerOffers(caller, client, mine)],
    ]);
    await deed();
    await sleep(random.whole(0, 2 * thinkMs), undefined, { signal: stopping }).catch(() => undefined);
  }
}

type Mine = Map<string, { visit: Appointment; client: number }>;

async function register({ booking, driver, faults }: Caller, client: number): Promise<void> {
  // They have a chat, so that they can be told and reminded; what they do comes by booking-api all the same.
  const person = { id: client, firstName: `Guest ${client}`, languageCode: "en", started: true };
  await again(() => driver.createPerson(person));
  const body = { name: `Guest ${client}`, locale: "en" } as const;
  await ask(() => unwrap(booking.PUT("/v1/clients/me", { params: { header: onBehalfOf(client) }, body })), {
    operation: "putMe",
    faults,
    patience: 60_000,
  });
}

/** Days ahead, of which the first is wanted by all. */
function someDay({ random, now }: Caller): string {
  const days = random.weighted([
    [6, 1],
    [3, 2],
    [2, 3],
    [1, random.whole(4, 9)],
  ]);
  const at = new Date(now().getTime() + days * 86_400_000);
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(at);
}

async function book(caller: Caller, client: number, mine: Mine): Promise<void> {
  const { booking, random, faults } = caller;
  const serviceIds = [random.pick(caller.services).id];
  const header = onBehalfOf(client);
  const query = { serviceIds, date: someDay(caller) };
  const slots = await ask(
    () => unwrap(booking.GET("/v1/availability/slots", { params: { header, query } })),
    {
      operation: "listSlots",
      faults,
      patience: 3_000,
    },
  );
  if (slots.type !== "acknowledged" || slots.data.items.length === 0) return;
  // The first times of a day, so that callers want the same ones.
  const slot = random.pick(slots.data.items.slice(0, 5));
  const masterId = random.chance(0.5) ? null : random.pick(slot.offers).masterId;
  const held = await hold(caller, client, { serviceIds, startsAt: slot.startsAt, masterId });
  if (!held) return;
  const fate = random.weighted([
    [85, "confirm"],
    [7, "release"],
    [8, "forget"],
  ] as const);
  if (fate === "release") await release(caller, client, held);
  if (fate === "confirm") await confirm(caller, client, held, mine);
}

async function hold(
  caller: Caller,
  client: number,
  body: BookingSchemas["HoldInput"],
): Promise<Appointment | undefined> {
  const { booking, journal, random } = caller;
  const header = { ...onBehalfOf(client), "Idempotency-Key": randomUUID() };
  const once = () => unwrap(booking.POST("/v1/holds", { params: { header }, body }));
  // Now and then the same request twice at a time, as an impatient thumb sends it.
  const isDouble = random.chance(0.15);
  const [first, second] = await Promise.all([
    request(caller, { client, operation: "createHold" }, once),
    isDouble ? request(caller, { client, operation: "createHold" }, once) : undefined,
  ]);
  for (const outcome of [first, second])
    if (outcome?.type === "acknowledged") journal.acknowledge(outcome.data, client, "createHold", Date.now());
  if (first.type === "acknowledged" && second?.type === "acknowledged" && first.data.id !== second.data.id)
    journal.contradictions.push(
      `one Idempotency-Key (${header["Idempotency-Key"]}) made two appointments: ${first.data.id} and ${second.data.id}`,
    );
  return first.type === "acknowledged" ? first.data : undefined;
}

async function confirm(caller: Caller, client: number, held: Appointment, mine: Mine): Promise<void> {
  const { booking } = caller;
  const params = { header: onBehalfOf(client), path: { appointmentId: held.id } };
  await change(caller, { client, visit: held, operation: "confirmAppointment", mine }, () =>
    unwrap(booking.POST("/v1/appointments/{appointmentId}/confirm", { params })),
  );
}

async function release(caller: Caller, client: number, held: Appointment): Promise<void> {
  const { booking } = caller;
  const params = { header: onBehalfOf(client), path: { appointmentId: held.id } };
  await request(caller, { client, appointmentId: held.id, operation: "releaseHold" }, async () => {
    await unwrap(booking.DELETE("/v1/holds/{appointmentId}", { params }));
  });
}

async function move(caller: Caller, { visit, client }: Known, mine: Mine): Promise<void> {
  const { booking, random, faults } = caller;
  const header = onBehalfOf(client);
  const serviceIds = visit.services.map(({ serviceId }) => serviceId);
  const query = { serviceIds, date: someDay(caller), moving: visit.id };
  const slots = await ask(
    () => unwrap(booking.GET("/v1/availability/slots", { params: { header, query } })),
    {
      operation: "listSlots",
      faults,
      patience: 3_000,
    },
  );
  if (slots.type !== "acknowledged" || slots.data.items.length === 0) return;
  const slot = random.pick(slots.data.items.slice(0, 6));
  const body = {
    startsAt: slot.startsAt,
    masterId: random.pick(slot.offers).masterId,
    expectedVersion: visit.version,
  };
  const params = { header, path: { appointmentId: visit.id } };
  await change(caller, { client, visit, operation: "rescheduleAppointment", mine }, () =>
    unwrap(booking.POST("/v1/appointments/{appointmentId}/reschedule", { params, body })),
  );
}

interface Known {
  visit: Appointment;
  client: number;
}

async function cancel(caller: Caller, { visit, client }: Known, mine: Mine): Promise<void> {
  const { booking, random } = caller;
  // Now and then the business cancels, so that the client has to be told.
  const by = random.chance(0.3) ? caller.ownerId : client;
  const params = { header: onBehalfOf(by), path: { appointmentId: visit.id } };
  const body = { expectedVersion: visit.version };
  await change(caller, { client, by, visit, operation: "cancelAppointment", mine }, () =>
    unwrap(booking.POST("/v1/appointments/{appointmentId}/cancel", { params, body })),
  );
}

async function attend(caller: Caller, { visit, client }: Known, mine: Mine): Promise<void> {
  const { booking } = caller;
  const params = { header: onBehalfOf(client), path: { appointmentId: visit.id } };
  const body = { answer: "coming", expectedVersion: visit.version } as const;
  await change(caller, { client, visit, operation: "answerAttendance", mine }, () =>
    unwrap(booking.PUT("/v1/appointments/{appointmentId}/attendance", { params, body })),
  );
}

/** The owner agrees to a request, or does not. */
async function judge(caller: Caller, { visit, client }: Known, mine: Mine): Promise<void> {
  if (visit.status !== "pending") return;
  const { booking, random, ownerId } = caller;
  const params = { header: onBehalfOf(ownerId), path: { appointmentId: visit.id } };
  const body = { expectedVersion: visit.version };
  if (random.chance(0.6))
    await change(caller, { client, by: ownerId, visit, operation: "acceptAppointment", mine }, () =>
      unwrap(booking.POST("/v1/appointments/{appointmentId}/accept", { params, body })),
    );
  else
    await change(caller, { client, by: ownerId, visit, operation: "declineAppointment", mine }, () =>
      unwrap(booking.POST("/v1/appointments/{appointmentId}/decline", { params, body })),
    );
}

async function join(caller: Caller, client: number): Promise<void> {
  const { booking, random, journal } = caller;
  const from = someDay(caller);
  const header = { ...onBehalfOf(client), "Idempotency-Key": randomUUID() };
  const body = { serviceIds: [random.pick(caller.services).id], from, to: from };
  const joined = await request(caller, { client, operation: "joinWaitlist" }, () =>
    unwrap(booking.POST("/v1/waitlist", { params: { header }, body })),
  );
  if (joined.type === "acknowledged") journal.wishes.set(joined.data.id, client);
}

/** Takes or refuses what the waitlist holds for the client. */
async function answerOffers(caller: Caller, client: number, mine: Mine): Promise<void> {
  const { booking, random, faults } = caller;
  const params = { header: onBehalfOf(client), query: { state: ["offered" as const] } };
  const offered = await ask(() => unwrap(booking.GET("/v1/waitlist", { params })), {
    operation: "listWaitlist",
    faults,
    patience: 3_000,
  });
  if (offered.type !== "acknowledged") return;
  for (const { offer } of offered.data.items) {
    if (!offer) continue;
    const held = { id: offer.appointmentId } as Appointment;
    if (random.chance(0.7)) await confirm(caller, client, held, mine);
    else await release(caller, client, held);
  }
}

/** A change of one appointment: what is answered is the state from now on. */
async function change(
  caller: Caller,
  about: { client: number; by?: number; visit: Appointment; operation: string; mine: Mine },
  work: () => Promise<Appointment>,
): Promise<void> {
  const { client, by, visit, operation, mine } = about;
  const outcome = await request(caller, { client, by, appointmentId: visit.id, operation }, work);
  if (outcome.type === "acknowledged") {
    remember(caller, { client, operation, mine }, outcome.data);
    return;
  }
  // Somebody else may have changed it, or our own earlier attempt: look.
  const params = { header: onBehalfOf(client), path: { appointmentId: visit.id } };
  const seen = await ask(() => unwrap(caller.booking.GET("/v1/appointments/{appointmentId}", { params })), {
    operation: "getAppointment",
    faults: caller.faults,
  });
  if (seen.type === "acknowledged")
    remember(caller, { client, operation: "getAppointment", mine }, seen.data);
  else mine.delete(visit.id);
}

function remember(
  { journal }: Caller,
  { client, operation, mine }: { client: number; operation: string; mine: Mine },
  visit: Appointment,
): void {
  journal.acknowledge(visit, client, operation, Date.now());
  if (visit.status === "pending" || visit.status === "confirmed") mine.set(visit.id, { visit, client });
  else mine.delete(visit.id);
}

async function request<T>(
  { journal, faults }: Caller,
  about: { client: number; by?: number | undefined; appointmentId?: string; operation: string },
  work: () => Promise<T>,
): Promise<Outcome<T>> {
  const { client, by = client, appointmentId, operation } = about;
  const at = Date.now();
  const outcome = await ask(work, { operation, faults });
  const isUnclear = outcome.type === "uncertain" || (outcome.type === "refused" && outcome.wasUncertain);
  journal.note({
    at,
    actor: `telegram:${by}`,
    operation,
    telegramUserId: client,
    outcome: isUnclear ? "uncertain" : outcome.type,
    attempts: outcome.attempts,
    ...(appointmentId === undefined ? {} : { appointmentId }),
    ...(outcome.type === "refused" ? { detail: outcome.problem } : {}),
    ...(outcome.type === "uncertain" ? { detail: outcome.error } : {}),
  });
  return outcome;
}
