import { encodeTap, type Tap } from "../src/callback-data";
import { botUnderTest, ownRedis } from "./bot-under-test";
import { serviceId } from "./stub-booking-api";

const own = ownRedis();

/** The owner of a shop, who reads English, and a way to tap any button: without a draft it is taken at its word. */
async function anOwner() {
  const world = await botUnderTest(own.redis);
  const { receive, chat, stub } = world;
  stub.staff.set(chat.user.id, { roles: ["owner", "client"], masterId: null });
  await receive(chat.text("/start"));
  const tap = async (on: Tap) => {
    await own.redis.del("bot:1:draft:1001");
    await receive(chat.tapData(encodeTap(on, 0)));
  };
  const patches = () => stub.requests.filter(({ method }) => method === "PATCH");
  return { ...world, tap, patches };
}

describe("the name of an administrator", () => {
  const rita = { of: "staff", userId: 3002 } as const;

  it("is changed by an owner; one that is too long is quoted with what is expected", async () => {
    const { receive, chat, tap, patches } = await anOwner();
    await tap({ do: "manage-person", userId: rita.userId });
    await receive(chat.tap("Name"));
    expect(chat.last.text).toContain("Write the name, as colleagues will read it here.");
    expect(chat.last.text).toContain("Yan Polevoy");
    await receive(chat.text("x".repeat(129)));
    expect(chat.last.text).toContain("128");
    expect(patches()).toEqual([]);
    await receive(chat.text("  Yan\n Lugovoy "));
    expect(patches()).toMatchObject([
      { path: "/v1/staff/3002", ifMatch: '"1"', body: { name: "Yan Lugovoy" } },
    ]);
    expect(chat.last.text).toContain("<b>Yan Lugovoy</b>");
    expect(chat.labels()).toContain("Make an owner");
  });

  it("is left as it is by who goes back", async () => {
    const { receive, chat, tap, patches } = await anOwner();
    await tap({ do: "manage-edit", target: rita, field: "person-name" });
    await receive(chat.tap("‹ Back"));
    expect(chat.last.text).toContain("Yan Polevoy");
    expect(patches()).toEqual([]);
  });
});

describe("what two owners change at the same moment", () => {
  const hide = { do: "manage-service-active", serviceId, active: false } as const;
  const down = { do: "manage-order", serviceId, by: "down" } as const;

  it.each([
    ["hiding a service", hide],
    ["putting it in another place", down],
  ])("%s goes with what was seen", async (_, on) => {
    const { tap, patches } = await anOwner();
    await tap(on);
    expect(patches().length).toBeGreaterThan(0);
    for (const { ifMatch } of patches()) expect(ifMatch).toBe('"1"');
  });

  it.each([
    ["hiding a service", hide],
    ["putting it in another place", down],
  ])("%s overwrites nobody, says so and shows how it is", async (_, on) => {
    const { chat, stub, tap } = await anOwner();
    stub.management.isChangedMeanwhile = true;
    await tap(on);
    expect(chat.last.text).toContain("Nothing of theirs was overwritten");
    expect(chat.last.text).toContain("Haircut");
  });

  it("an order that has changed since is not changed by half", async () => {
    const { chat, stub, tap, patches } = await anOwner();
    // After the list was read, and before what is in it.
    stub.beforeAnswer = () => {
      const service = stub.services.find(({ id }) => id === serviceId);
      if (service && stub.requests.at(-1)?.path === `/v1/services/${serviceId}`) service.position += 5;
      return Promise.resolve();
    };
    await tap(down);
    expect(patches()).toEqual([]);
    expect(chat.last.text).toContain("Nothing of theirs was overwritten");
  });
});
