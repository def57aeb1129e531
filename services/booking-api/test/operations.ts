import { randomUUID } from "node:crypto";
import { readContract } from "@okoshko/runtime/http/contract";
import { type OperationId } from "../src/http/operation";
import { type Api } from "./api";
import { rows } from "../src/database";
import { buildBooking, buildClient, buildShop } from "./factories";

export type Role = "admin" | "bot" | "notifier";
export type Method = "get" | "post" | "put" | "patch" | "delete";

/** A JSON schema as the contract writes it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  minProperties?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean;
  oneOf?: Schema[];
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  schema: Schema;
}

/** An operation of the contract, with its references followed. */
export interface Operation {
  id: OperationId;
  method: Method;
  path: string;
  parameters: Parameter[];
  body: Schema | undefined;
  statuses: string[];
}

interface Item {
  operationId: OperationId;
  parameters?: unknown[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, unknown>;
}

const spec = readContract("booking-api");

/** Every operation that can be called, as the contract has them today. */
export const operations: Operation[] = Object.entries(spec.paths ?? {}).flatMap(([path, item]) =>
  (["get", "post", "put", "patch", "delete"] as const).flatMap((method) => {
    const found = item?.[method] as Item | undefined;
    if (!found) return [];
    const parameters = [...(item?.parameters ?? []), ...(found.parameters ?? [])];
    const body = found.requestBody?.content["application/json"]?.schema;
    return [
      {
        id: found.operationId,
        method,
        path,
        parameters: parameters.map((parameter) => resolve(parameter as Parameter)),
        body: body && resolve(body),
        statuses: Object.keys(found.responses),
      },
    ];
  }),
);

export function operationOf(id: OperationId): Operation {
  const operation = operations.find((candidate) => candidate.id === id);
  if (!operation) throw new Error(`The contract has no operation ${id}`);
  return operation;
}

/** Follows `#/…` references, here and below. */
function resolve<T>(node: T): T {
  if (Array.isArray(node)) return node.map((item: unknown) => resolve(item)) as T;
  if (typeof node !== "object" || node === null) return node;
  const reference = (node as { $ref?: string }).$ref;
  if (reference !== undefined) {
    const parts = reference.slice(2).split("/");
    return resolve(parts.reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], spec)) as T;
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, resolve(value)])) as T;
}

/** A request that would be answered with success. */
export interface Sample {
  role: Role;
  person?: number;
  params: Record<string, string>;
  query: Record<string, string>;
  body?: Record<string, unknown>;
}

/**
 * A good request for each operation, about a shop of its own. The type makes an operation without one an error. The body
 * names every field that the contract allows, so that each can be spoilt.
 */
export async function buildSamples(api: Api): Promise<Record<OperationId, Sample>> {
  const { service, master, visit } = await buildShop(api);
  const client = await buildClient(api);
  const booking = await buildBooking(client.call, visit, "2026-11-24T10:00:00Z");
  const { body: held } = await client
    .call("post", "/v1/holds", { ...visit, startsAt: "2026-11-24T13:00:00Z" })
    .expect(201);
  const person = client.telegramUserId;
  const { body: me } = await client.call("get", "/v1/clients/me").expect(200);
  const clientId = String(me.id);
  const [forgotten, erased] = [await buildClient(api), await buildClient(api)];
  const { body: erasedClient } = await erased.call("get", "/v1/clients/me").expect(200);
  const wish = async (date: string) => {
    const period = { from: date, to: date };
    const { body } = await client.call("post", "/v1/waitlist", { ...visit, ...period }).expect(201);
    return { entryId: String(body.id) };
  };
  const [kept, left] = [await wish("2026-11-28"), await wish("2026-11-29")];
  const { asked, past, feedToken } = await buildDesk(api);
  const ofService = { serviceId: service.id };
  const ofMaster = { masterId: master.id };
  const ofBooking = { appointmentId: booking.id };
  const text = { ru: "Слова", en: "Words" };
  const windows = [
    { from: "09:00", to: "13:00" },
    { from: "14:00", to: "18:00" },
  ];
  const operator = api.as("admin");
  await operator("put", `/v1/masters/${master.id}/overrides/2026-12-30`, { windows }).expect(200);
  await operator("put", "/v1/closures/2026-12-31", { name: text, windows }).expect(200);
  const newService = {
    name: text,
    description: text,
    durationMinutes: 60,
    priceMinor: 2500,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    requiresApproval: false,
    reminderLeadsMinutes: [60],
    active: true,
    position: 0,
  };
  const newMaster = {
    name: text,
    about: text,
    telegramUserId: null,
    locale: "en",
    active: true,
    position: 0,
  };
  const visitQuery = { serviceIds: service.id, masterId: master.id, moving: booking.id };
  const period = { from: "2026-11-24", to: "2026-11-30" };
  const admin = { role: "admin", params: {}, query: {} } as const;
  const forPerson = { role: "bot", person, params: {}, query: {} } as const;
  return {
    getBusiness: admin,
    updateBusiness: {
      ...admin,
      body: {
        name: text,
        address: text,
        latitude: 56.9,
        longitude: 24.1,
        phone: "+37120000000",
        timeZone: "Europe/Riga",
        currency: "EUR",
        defaultLocale: "ru",
        slotStepMinutes: 30,
        minimumNoticeMinutes: 60,
        horizonDays: 60,
        holdMinutes: 5,
        changeNoticeMinutes: 120,
        maxActiveAppointmentsPerClient: 5,
        maxHoldsPerHour: 100,
        approvalAfterNoShows: 3,
        proposalHours: 24,
        waitlistOfferMinutes: 10,
        retentionDays: 400,
        quietFrom: "22:00",
        quietTo: "08:00",
        reminderLeadsMinutes: [1440, 120],
        requiresPhone: false,
      },
    },
    listServices: { ...admin, query: { includeInactive: "true" } },
    createService: { ...admin, body: newService },
    getService: { ...admin, params: ofService },
    updateService: { ...admin, params: ofService, body: newService },
    listMasters: { ...admin, query: { includeInactive: "true", serviceIds: service.id } },
    createMaster: { ...admin, body: newMaster },
    getMaster: { ...admin, params: ofMaster },
    updateMaster: { ...admin, params: ofMaster, body: newMaster },
    listOfferings: { ...admin, params: ofMaster },
    getOffering: { ...admin, params: { ...ofMaster, ...ofService } },
    putOffering: {
      ...admin,
      params: { ...ofMaster, ...ofService },
      body: { durationMinutes: 60, priceMinor: 2500 },
    },
    deleteOffering: { ...admin, params: { ...ofMaster, ...ofService } },
    getWorkingHours: { ...admin, params: ofMaster },
    putWorkingHours: { ...admin, params: ofMaster, body: { days: [{ weekday: 2, windows }] } },
    listOverrides: { ...admin, params: ofMaster, query: period },
    getOverride: { ...admin, params: { ...ofMaster, date: "2026-12-30" } },
    putOverride: { ...admin, params: { ...ofMaster, date: "2026-12-24" }, body: { windows } },
    deleteOverride: { ...admin, params: { ...ofMaster, date: "2026-12-24" } },
    listTimeOff: {
      ...admin,
      params: ofMaster,
      query: { from: "2026-12-28T00:00:00Z", to: "2026-12-29T00:00:00Z" },
    },
    createTimeOff: {
      ...admin,
      params: ofMaster,
      body: { startsAt: "2026-12-28T10:00:00Z", endsAt: "2026-12-28T11:00:00Z", note: "Dentist" },
    },
    deleteTimeOff: { ...admin, params: { ...ofMaster, timeOffId: randomUUID() } },
    listClosures: { ...admin, query: period },
    getClosure: { ...admin, params: { date: "2026-12-31" } },
    putClosure: { ...admin, params: { date: "2026-12-25" }, body: { name: text, windows } },
    deleteClosure: { ...admin, params: { date: "2026-12-25" } },
    importHolidays: { ...admin, body: { items: [{ date: "2026-12-26", name: text }] } },
    explainSlot: { ...forPerson, query: { ...visitQuery, at: "2026-11-24T12:00:00Z" } },
    listAvailableDays: { ...forPerson, query: { ...visitQuery, ...period } },
    listSlots: { ...forPerson, query: { ...visitQuery, date: "2026-11-24" } },
    createHold: {
      ...forPerson,
      body: { ...visit, startsAt: "2026-11-24T15:00:00Z", clientId, source: "autumn-flyer" },
    },
    releaseHold: { ...forPerson, params: { appointmentId: held.id } },
    listAppointments: { ...forPerson, query: { when: "past", limit: "20" } },
    listAppointmentStates: { role: "notifier", params: {}, query: { ids: booking.id } },
    getBriefing: { role: "notifier", params: ofBooking, query: {} },
    getAppointment: { ...forPerson, params: ofBooking },
    setNote: { ...forPerson, params: ofBooking, body: { note: "Sensitive scalp" } },
    confirmAppointment: { ...forPerson, params: ofBooking },
    cancelAppointment: { ...forPerson, params: ofBooking, body: { expectedVersion: 2, reason: "Ill" } },
    rescheduleAppointment: {
      ...forPerson,
      params: ofBooking,
      body: { startsAt: "2026-11-24T11:00:00Z", masterId: master.id, expectedVersion: 2 },
    },
    answerAttendance: { ...forPerson, params: ofBooking, body: { answer: "coming", expectedVersion: 2 } },
    acceptAppointment: { ...admin, params: asked.toAccept, body: { expectedVersion: 2 } },
    declineAppointment: { ...admin, params: asked.toDecline, body: { expectedVersion: 2, reason: "Full" } },
    proposeTime: {
      ...admin,
      params: asked.toPropose,
      body: { startsAt: "2026-11-25T11:00:00Z", masterId: asked.masterId, expectedVersion: 2 },
    },
    acceptProposal: { ...asked.byClient, params: asked.proposed, body: { expectedVersion: 3 } },
    refuseProposal: { ...asked.byClient, params: asked.alsoProposed, body: { expectedVersion: 3 } },
    completeAppointment: { ...admin, params: past.kept, body: { expectedVersion: 2 } },
    markNoShow: { ...admin, params: past.missed, body: { expectedVersion: 2 } },
    getAppointmentCalendar: { ...forPerson, params: ofBooking },
    listDeskAppointments: {
      ...admin,
      query: { masterId: master.id, clientId, status: "confirmed,pending", ...period, limit: "20" },
    },
    getDeskAppointment: { ...admin, params: ofBooking },
    createCalendarFeed: { ...admin, params: ofMaster },
    deleteCalendarFeed: { ...admin, params: ofMaster },
    getCalendarFeed: { ...admin, params: { feedToken } },
    joinWaitlist: {
      ...forPerson,
      body: { ...visit, from: "2026-11-25", to: "2026-11-27", dayParts: ["morning"] },
    },
    listWaitlist: { ...forPerson, query: { scope: "own", state: "waiting,offered", limit: "20" } },
    getWaitlistEntry: { ...forPerson, params: kept },
    getWishBriefing: { role: "notifier", params: kept, query: {} },
    leaveWaitlist: { ...forPerson, params: left },
    exportMe: forPerson,
    eraseMe: { ...forPerson, person: forgotten.telegramUserId },
    listClients: { ...admin, query: { search: "Client", limit: "20" } },
    createClient: { ...admin, body: { name: "Lida", phone: "+37120000001", locale: "en" } },
    listAudience: { ...admin, query: { kind: "visited_since", since: "2026-11-01", limit: "20" } },
    getClient: { ...admin, params: { clientId } },
    exportClient: { ...admin, params: { clientId } },
    eraseClient: { ...admin, params: { clientId: String(erasedClient.id) } },
    getAccess: forPerson,
    createSession: { ...admin, body: { initData: "auth_date=1&hash=00" } },
    listStaff: admin,
    getStaffMember: { ...admin, params: { telegramUserId: "4001" } },
    updateStaffMember: { ...admin, params: { telegramUserId: "4001" }, body: { name: "Inga" } },
    removeStaff: { ...admin, params: { telegramUserId: "4001" } },
    createInvitation: { ...admin, body: { role: "master", name: "Mira", masterId: master.id } },
    listInvitations: admin,
    revokeInvitation: { ...admin, params: { invitationId: randomUUID() } },
    acceptInvitation: { ...forPerson, body: { code: "a".repeat(24) } },
    createApiKey: {
      ...admin,
      body: { name: "Till", scopes: ["catalogue:read"], expiresAt: "2027-01-01T00:00:00Z" },
    },
    listApiKeys: admin,
    revokeApiKey: { ...admin, params: { apiKeyId: randomUUID() } },
    listAudit: {
      ...admin,
      query: { subject: "appointment", actor: "telegram:1", from: "2026-11-01T00:00:00Z", limit: "20" },
    },
    getMe: forPerson,
    putMe: {
      ...forPerson,
      body: {
        name: "Vera",
        locale: "ru",
        phone: "+37120000000",
        favouriteMasterId: master.id,
        reminderLeadsMinutes: [180],
        acceptsBroadcasts: false,
      },
    },
    putReachability: {
      ...admin,
      params: { telegramUserId: String(person) },
      body: { reachable: true },
    },
    listEvents: { role: "notifier", params: {}, query: { after: "0-0", limit: "10", waitSeconds: "0" } },
  };
}

/** Requests that wait for an answer, visits that are over, and a private calendar, at a chair of their own. */
async function buildDesk(api: Api) {
  const operator = api.as("admin");
  const { master, visit } = await buildShop(api, { requiresApproval: true });
  const { call, telegramUserId } = await buildClient(api);
  const ask = async (startsAt: string) => ({ appointmentId: (await buildBooking(call, visit, startsAt)).id });
  const proposedFor = async (day: string) => {
    const request = await ask(`${day}T08:00:00Z`);
    const body = { startsAt: `${day}T12:00:00Z`, expectedVersion: 2 };
    await operator("post", `/v1/appointments/${request.appointmentId}/propose`, body).expect(200);
    return request;
  };
  const now = api.clock.now().toISOString();
  const shop = await buildShop(api);
  const guest = await buildClient(api);
  const visited = async (startsAt: string) => ({
    appointmentId: (await buildBooking(guest.call, shop.visit, startsAt)).id,
  });
  api.clock.set("2026-11-20T06:00:00Z");
  const past = { kept: await visited("2026-11-21T10:00:00Z"), missed: await visited("2026-11-21T12:00:00Z") };
  api.clock.set(now);
  const feed = await operator("post", `/v1/masters/${master.id}/calendar-feed`).expect(201);
  return {
    past,
    feedToken: String(feed.body.path).slice("/v1/calendars/".length),
    asked: {
      masterId: master.id,
      byClient: { role: "bot", person: telegramUserId, query: {} } as const,
      toAccept: await ask("2026-11-24T08:00:00Z"),
      toDecline: await ask("2026-11-24T10:00:00Z"),
      toPropose: await ask("2026-11-24T12:00:00Z"),
      proposed: await proposedFor("2026-11-26"),
      alsoProposed: await proposedFor("2026-11-27"),
    },
  };
}

/** The address of a sample. */
export function addressOf(operation: Operation, sample: Pick<Sample, "params" | "query">): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(sample.params[name] ?? randomUUID()),
  );
  const query = new URLSearchParams(sample.query).toString();
  return query ? `${path}?${query}` : path;
}

/**
 * Everything that is written in any table of the schema, as one line each: what a refused request must not change. That a key
 * was used is noted whatever became of the request.
 */
export async function contentOf(api: Api): Promise<Record<string, string>> {
  digests ??= await digestsOf(api);
  const found = await rows<{ name: string; digest: string }>(api.db, digests, [], null);
  return Object.fromEntries(found.map(({ name, digest }) => [name, digest]));
}

/** One statement for all tables, made once: a fuzz says it a thousand times. */
let digests: string | undefined;

async function digestsOf(api: Api): Promise<string> {
  const tables = await rows<{ name: string }>(
    api.db,
    `select table_name as name from information_schema.tables where table_schema = 'booking' order by 1`,
    [],
    null,
  );
  const digestOf = (name: string) => {
    const row = name === "api_keys" ? "(to_jsonb(t) - 'last_used_at')::text" : "t::text";
    return `
      select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(${row}, '|' order by ${row})), '') as digest
      from booking."${name}" t`;
  };
  return tables.map(({ name }) => digestOf(name)).join(" union all ");
}
