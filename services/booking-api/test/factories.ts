import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Api, type Caller } from "./api";

let people = 5_000_000;

/** A client of their own, known to the API, and a way to call it for them. */
export async function buildClient(api: Api, overrides: Partial<BookingSchemas["ClientInput"]> = {}) {
  people += 1;
  const telegramUserId = people;
  const call: Caller = api.as("bot", telegramUserId);
  await call("put", "/v1/clients/me", {
    name: `Client ${telegramUserId}`,
    locale: "en",
    ...overrides,
  }).expect(200);
  return { telegramUserId, call };
}

/** A service of 60 minutes without buffers, unless said otherwise. */
export async function buildService(api: Api, overrides: Partial<BookingSchemas["ServiceInput"]> = {}) {
  const input = { name: { en: "Haircut" }, durationMinutes: 60, priceMinor: 2500, ...overrides };
  const { body } = await api.as("admin")("post", "/v1/services", input).expect(201);
  return body as BookingSchemas["Service"];
}

/** A master who does the given services every day from 09:00 to 18:00, unless said otherwise. */
export async function buildMaster(
  api: Api,
  serviceIds: string[],
  options: {
    windows?: [string, string][];
    offering?: BookingSchemas["OfferingInput"];
    position?: number;
  } = {},
) {
  const admin = api.as("admin");
  const input = { name: { en: "Master" }, position: options.position ?? 0 };
  const { body } = await admin("post", "/v1/masters", input).expect(201);
  const master = body as BookingSchemas["Master"];
  for (const serviceId of serviceIds) {
    await admin("put", `/v1/masters/${master.id}/services/${serviceId}`, options.offering ?? {}).expect(200);
  }
  const windows = (options.windows ?? [["09:00", "18:00"]]).map(([from, to]) => ({ from, to }));
  const days = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, windows }));
  await admin("put", `/v1/masters/${master.id}/working-hours`, { days }).expect(200);
  return master;
}

/** A service and one master who does it. */
export async function buildShop(api: Api, overrides: Partial<BookingSchemas["ServiceInput"]> = {}) {
  const service = await buildService(api, overrides);
  const master = await buildMaster(api, [service.id]);
  return { service, master, visit: { serviceIds: [service.id], masterId: master.id } };
}

/** A confirmed booking of a client. */
export async function buildBooking(
  call: Caller,
  visit: { serviceIds: string[]; masterId: string | null },
  startsAt: string,
) {
  const held = await call("post", "/v1/holds", { ...visit, startsAt }).expect(201);
  const { body } = await call("post", `/v1/appointments/${held.body.id}/confirm`).expect(200);
  return body as BookingSchemas["Appointment"];
}

let accounts = 6_000_000;

/** A Telegram account that nobody has used yet. */
export const newAccount = () => (accounts += 1);

/** Somebody of the staff, by an invitation of the operator's, and a way to call the API for them. */
export async function buildStaff(
  api: Api,
  role: BookingSchemas["StaffRole"],
  masterId: string | null = null,
) {
  const telegramUserId = newAccount();
  const invitation = role === "master" ? { role, masterId } : { role, name: `Staff ${telegramUserId}` };
  const { body } = await api.as("admin")("post", "/v1/staff/invitations", invitation).expect(201);
  const call = api.as("bot", telegramUserId);
  await call("post", "/v1/staff/accept-invitation", { code: body.code }).expect(200);
  return { telegramUserId, call };
}

/** A key for another program. */
export async function buildKey(api: Api, scopes: BookingSchemas["Scope"][]) {
  const { body } = await api.as("admin")("post", "/v1/api-keys", { name: "Till", scopes }).expect(201);
  return { id: body.id as string, key: body.key as string, call: api.bearer(body.key) };
}
