import { botUnderTest, ownRedis } from "./bot-under-test";
import { serviceId, trimId } from "./stub-booking-api";

const own = ownRedis();

describe("several services in one visit", () => {
  it("are added before the master is chosen, with the time and price of all of them, and booked together", async () => {
    const { receive, chat, stub } = await botUnderTest(own.redis);
    await receive(chat.text("/book"));
    await receive(chat.tap(/^Haircut/));
    await receive(chat.tap("+ Add another service"));
    expect(chat.last.text).toContain("<b>Haircut</b>");
    expect(chat.labels()).toEqual(["Beard trim · 30 min · €15", "‹ Back", "Cancel"]);
    await receive(chat.tap(/^Beard trim/));
    // Only Gleb does both, so there is no master to choose.
    expect(chat.last.text).toContain("<b>Haircut, Beard trim</b>, Gleb");
    expect(chat.last.text).toContain("1 h 15 min, €40");
    await receive(chat.tap(/^Mon 23/));
    await receive(chat.tap("14:30"));
    expect(chat.last.text).toContain("<b>Haircut, Beard trim</b>");
    await receive(chat.tap("Confirm ✓"));
    expect(stub.active(1001)).toMatchObject([{ durationMinutes: 75, priceMinor: 4000 }]);
    expect(stub.requests.find(({ path }) => path === "/v1/holds")?.body).toMatchObject({
      serviceIds: [serviceId, trimId],
    });
    expect(chat.screen).toHaveLength(2);
  });

  it("can be taken out again, one by one, on the way back", async () => {
    const { receive, chat } = await botUnderTest(own.redis);
    await receive(chat.text("/book"));
    // One master does it, so the way to more is below the days.
    for (const label of [/^Beard trim/, "+ Add another service", /^Haircut/]) await receive(chat.tap(label));
    await receive(chat.tap("‹ Back"));
    expect(chat.last.text).toContain("<b>Beard trim</b>");
    await receive(chat.tap("‹ Back"));
    expect(chat.last.text).toContain("<b>Beard trim</b>, Gleb");
    await receive(chat.tap("‹ Back"));
    expect(chat.last.text).toContain("What would you like");
  });

  it("stay behind their buttons when Redis is wiped at every step", async () => {
    const { receive, chat, stub } = await botUnderTest(own.redis);
    await receive(chat.text("/book"));
    for (const label of [
      /^Haircut/,
      "+ Add another service",
      /^Beard trim/,
      /^Mon 23/,
      "14:30",
      "Confirm ✓",
    ]) {
      await own.redis.flushdb();
      await receive(chat.tap(label));
    }
    expect(stub.active(1001)).toMatchObject([
      { services: [{ serviceId }, { serviceId: trimId }], localTime: "14:30" },
    ]);
  });

  it("are asked again when one of them is no longer offered", async () => {
    const { receive, chat, stub } = await botUnderTest(own.redis);
    await receive(chat.text("/book"));
    for (const label of [/^Haircut/, "+ Add another service", /^Beard trim/]) await receive(chat.tap(label));
    const data = chat.last.keyboard.flat().find(({ text }) => text.startsWith("Mon 23"));
    expect(data).toHaveProperty("callback_data", expect.stringContaining(":k2"));
    const gone = data && "callback_data" in data ? data.callback_data.replace(/:k2.{8}/, ":k2AAAAAAAA") : "";
    await receive(chat.tapData(gone));
    expect(chat.last.text).toContain("no longer offered");
    expect(chat.labels()[0]).toMatch(/^Haircut/);
    expect(stub.appointments.size).toBe(0);
  });
});
