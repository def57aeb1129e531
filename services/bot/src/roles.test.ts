import { testRedis, type TestRedis } from "@okoshko/testkit/test-redis";
import { Api } from "grammy";
import { type Redis } from "ioredis";
import { connect, silent } from "../test/bot-under-test";
import { type Access } from "./booking-api";
import { type People } from "./people";
import { createRoles } from "./roles";
import { createDictionary } from "./words";

let database: TestRedis;
let redis: Redis;

beforeAll(async () => {
  database = await testRedis();
  redis = connect(database.url);
});
afterEach(() => redis.flushdb());
afterAll(async () => {
  redis.disconnect();
  await database.drop();
});

const client: Access = { roles: ["client"], masterId: null };
const master: Access = { roles: ["master", "client"], masterId: "m" };
const admin: Access = { roles: ["admin", "client"], masterId: null };
const owner: Access = { roles: ["owner", "client"], masterId: null };
const both: Access = { roles: ["owner", "master", "client"], masterId: "m" };

/** Roles on a Telegram that remembers what it was told and refuses on demand; `access` is what the person is by now. */
function world(access: Access = client) {
  const calls: { method: string; payload: { commands?: { command: string; description: string }[] } }[] = [];
  let refused: number | undefined;
  const api = new Api("1:token");
  api.config.use((_previous, method, payload) => {
    calls.push({ method, payload: payload as never });
    const answer =
      refused === undefined
        ? { ok: true, result: true }
        : { ok: false, error_code: refused, description: "no" };
    return Promise.resolve(answer as never);
  });
  const forgotten: number[] = [];
  const people = {
    accessOf: () => Promise.resolve(access),
    forgetAccess: ({ id }: { id: number }) => Promise.resolve(void forgotten.push(id)),
  } as unknown as People;
  const roles = createRoles({
    api,
    redis,
    prefix: "bot:1",
    dictionary: createDictionary(),
    people,
    logger: silent,
  });
  const names = () => calls.at(-1)?.payload.commands?.map(({ command }) => command);
  return { roles, calls, names, forgotten, refuse: (code: number | undefined) => (refused = code) };
}

describe("the commands of a chat", () => {
  it.each([
    ["a master", master, ["desk"]],
    ["an administrator", admin, ["manage"]],
    ["an owner", owner, ["manage"]],
    ["an owner who also cuts hair", both, ["desk", "manage"]],
  ])("of %s begin with their desks, and go on with everybody's", async (_, access, first) => {
    const { roles, calls, names } = world();
    await roles.show(7, "en", access);
    expect(calls).toEqual([
      {
        method: "setMyCommands",
        payload: expect.objectContaining({ scope: { type: "chat", chat_id: 7 } }) as unknown,
      },
    ]);
    expect(names()?.slice(0, first.length)).toEqual(first);
    expect(names()).toEqual(expect.arrayContaining(["start", "bookings", "help"]));
  });

  it("of a client are everybody's, so nothing is set for them", async () => {
    const { roles, calls } = world();
    await roles.show(7, "en", client);
    expect(calls).toEqual([]);
  });

  it("are in the person's language, set once, and anew when language or role change", async () => {
    const { roles, calls, names } = world();
    for (const locale of ["en", "en", "ru", "ru"] as const) await roles.show(7, locale, owner);
    expect(calls.map(({ payload }) => payload.commands?.[0]?.description)).toEqual([
      createDictionary()("en").plain("command-manage"),
      createDictionary()("ru").plain("command-manage"),
    ]);
    await roles.show(7, "ru", both);
    expect(names()?.slice(0, 2)).toEqual(["desk", "manage"]);
    // Somebody else's chat is another one.
    await roles.show(8, "ru", both);
    expect(calls).toHaveLength(4);
  });

  it("are a client's again at once when the last right is taken, and not before", async () => {
    const still = world(master);
    await still.roles.show(7, "en", both);
    await still.roles.changed(7);
    expect(still.forgotten).toEqual([7]);
    expect(still.calls.map(({ method }) => method)).toEqual(["setMyCommands"]);

    const gone = world(client);
    await gone.roles.changed(7);
    expect(gone.calls).toEqual([
      { method: "deleteMyCommands", payload: { scope: { type: "chat", chat_id: 7 } } },
    ]);
    await gone.roles.show(7, "en", client);
    expect(gone.calls).toHaveLength(1);
  });

  it("stop nobody when Telegram refuses them, and are tried again the next time", async () => {
    const { roles, calls, refuse } = world();
    for (const code of [400, 403, 429]) {
      refuse(code);
      await roles.show(7, "en", owner);
    }
    refuse(undefined);
    await roles.show(7, "en", owner);
    await roles.show(7, "en", owner);
    expect(calls).toHaveLength(4);
  });
});
