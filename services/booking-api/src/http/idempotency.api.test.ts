import { randomUUID } from "node:crypto";
import { type Api, monday, startApi } from "../../test/api";
import { forgetOldKeys } from "./idempotency";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());

const dayMs = 24 * 3_600_000;
const add = (name: string, key: string) =>
  api.as("admin")("post", "/v1/masters", { name: { en: name } }, { "idempotency-key": key });

it("a key is remembered for seven days and then makes room", async () => {
  const [old, young] = [randomUUID(), randomUUID()];
  const first = await add("Old", old).expect(201);
  api.clock.advance(4 * dayMs);
  const second = await add("Young", young).expect(201);

  api.clock.set(monday);
  api.clock.advance(7 * dayMs);
  expect(await forgetOldKeys(api.db, api.clock.now())).toBe(0);
  expect((await add("Old", old).expect(201)).body).toEqual(first.body);

  api.clock.advance(1);
  expect(await forgetOldKeys(api.db, api.clock.now())).toBe(1);
  expect((await add("Young", young).expect(201)).body).toEqual(second.body);
  expect((await add("Old", old).expect(201)).body.id).not.toBe(first.body.id);
});

it("a refusal leaves its key free for another try", async () => {
  const key = randomUUID();
  const telegramUserId = 7_200_001;
  const { body } = await api
    .as("admin")("post", "/v1/masters", { name: { en: "One" }, telegramUserId })
    .expect(201);
  const two = { name: { en: "Two" }, telegramUserId };
  await api.as("admin")("post", "/v1/masters", two, { "idempotency-key": key }).expect(409);
  await api.as("admin")("patch", `/v1/masters/${body.id}`, { telegramUserId: null }).expect(200);
  await api.as("admin")("post", "/v1/masters", two, { "idempotency-key": key }).expect(201);
});
