import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { type Api, botToken, type Caller } from "./api";
import { buildClient, buildKey, buildMaster, buildStaff } from "./factories";
import { encoded, fieldsFor, signed } from "./init-data";

export const allScopes: BookingSchemas["Scope"][] = [
  "catalogue:read",
  "catalogue:write",
  "availability:read",
  "appointments:read",
  "appointments:write",
  "clients:read",
  "events:read",
];

/** One of each kind of caller: services, people for whom the bot acts, a person in the Mini App, a program, nobody. */
export async function buildCallers(api: Api) {
  const ownMasterId = (await buildMaster(api, [])).id;
  const client = await buildClient(api);
  const visitor = await buildClient(api);
  const initData = encoded(signed(fieldsFor(visitor.telegramUserId, api.clock.now()), { botToken }));
  const { body } = await api.bearer()("post", "/v1/sessions/telegram", { initData }).expect(201);
  const callers = {
    operator: api.as("admin"),
    bot: api.as("bot"),
    notifier: api.as("notifier"),
    owner: (await buildStaff(api, "owner")).call,
    admin: (await buildStaff(api, "admin")).call,
    master: (await buildStaff(api, "master", ownMasterId)).call,
    client: client.call,
    session: api.bearer(body.token),
    key: (await buildKey(api, allScopes)).call,
    anybody: api.bearer(),
  } satisfies Record<string, Caller>;
  return { callers, ownMasterId };
}
