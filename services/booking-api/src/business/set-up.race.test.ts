import { type Api, startApi } from "../../test/api";
import { contentOf } from "../../test/operations";
import { rows } from "../database";
import { BusinessModel } from "./business.model";
import { type Beginning, setUp } from "./set-up";

const business = {
  name: { ru: "Первая бритва", en: "The first razor" },
  timeZone: "Asia/Tbilisi",
  currency: "GEL",
  defaultLocale: "ru",
} as const;
const owner = { telegramUserId: 5_001, name: "Инга Савельева" };
const made = { business: true, owner: true };
const nothing = { business: false, owner: false };

let api: Api;
beforeEach(async () => {
  api = await startApi({ poolSize: 20 });
  await BusinessModel.destroy({ where: {} });
});
afterEach(() => api.stop());

const begin = (beginning: Beginning) => setUp(api.deps, beginning);
const staff = async () => (await api.as("admin")("get", "/v1/staff").expect(200)).body.items;
const shop = async () => (await api.as("bot")("get", "/v1/business").expect(200)).body;

it("lets one of twenty replicas that start at once set the business up, with one owner", async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      begin({ business, owner: { telegramUserId: 5_000 + index, name: `Owner ${index}` } }),
    ),
  );
  expect(outcomes.filter(({ business }) => business)).toEqual([made]);
  expect(outcomes.filter(({ owner }) => owner)).toEqual([made]);
  expect(await shop()).toMatchObject(business);
  expect(await staff()).toHaveLength(1);
});

it("changes nothing that was set since, nor who the owners are", async () => {
  expect(await begin({ business, owner })).toEqual(made);
  const change = { name: { en: "Renamed" }, timeZone: "Europe/Riga" };
  await api.as("bot", owner.telegramUserId)("patch", "/v1/business", change).expect(200);
  const before = await contentOf(api);
  const other = { telegramUserId: 5_002, name: "Somebody else" };
  expect(await begin({ business, owner: other })).toEqual(nothing);
  expect(await contentOf(api)).toEqual(before);
});

it("gives an owner to a business that has none, also when the administrator is to be it", async () => {
  expect(await begin({ business })).toEqual({ business: true, owner: false });
  const { body } = await api
    .as("admin")("post", "/v1/staff/invitations", { role: "admin", name: "Ада" })
    .expect(201);
  await api
    .as("bot", owner.telegramUserId)("post", "/v1/staff/accept-invitation", { code: body.code })
    .expect(200);
  expect(await begin({ business, owner })).toEqual({ business: false, owner: true });
  expect(await staff()).toEqual([{ ...owner, name: "Ада", role: "owner", masterId: null }]);
});

it("does nothing, and takes no lock, where nothing is said", async () => {
  const before = await contentOf(api);
  expect(await begin({})).toEqual(nothing);
  expect(await contentOf(api)).toEqual(before);
});

it("is seen at once by a replica that knew of no business, and the audit log says who did it", async () => {
  const call = api.replica().as("bot", 7);
  await call("get", "/v1/business").expect(409);
  await begin({ business, owner });
  await call("get", "/v1/business").expect(200);
  const sql = `select actor, channel, operation, action from booking.audit order by id desc limit 2`;
  const entry = { actor: "system", channel: "system", operation: "setUp", action: "created" };
  expect(await rows(api.db, sql, [], null)).toEqual([entry, entry]);
});
