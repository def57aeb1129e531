import { randomUUID } from "node:crypto";
import { unwrap } from "@okoshko/contracts/client";
import { eventually } from "@okoshko/testkit/eventually";
import { type Integrator, startIntegrator } from "../../test/integrator";
import { ownSystem } from "../../test/story-system";
import { books, english, patient, persons } from "../../test/visitor";

const system = ownSystem();
let integrator: Integrator;
beforeAll(async () => void (integrator = await startIntegrator()));
afterAll(() => integrator.close());

jest.setTimeout(180_000);

/** Two failures cost at most 10 s and 20 s, drawn at random. */
const pausesAndMore = { timeoutMs: 60_000, intervalMs: 200 };

it("M11: my program hears of a booking and of its end, signed, though it fails twice; and once more when I ask", async () => {
  const { driver, notifier } = system.current;
  const endpoint = await unwrap(
    notifier.POST("/v1/webhook-endpoints", {
      params: { header: { "Idempotency-Key": randomUUID() } },
      body: { url: integrator.url, eventTypes: ["appointment.confirmed", "appointment.cancelled"] },
    }),
  );
  integrator.knows(endpoint.secret);
  const log = async () => {
    const path = { endpointId: endpoint.id };
    return (await unwrap(notifier.GET("/v1/webhook-endpoints/{endpointId}/deliveries", { params: { path } })))
      .items;
  };
  const heardOf = (type: string) =>
    eventually(() => {
      const heard = [...integrator.taken].find(([, event]) => event.type === type);
      if (heard === undefined) throw new Error(`Only ${integrator.requests.length} requests came`);
      return heard;
    }, pausesAndMore);

  integrator.failsNext(2);
  const theo = driver.person(persons.theo);
  const visit = await books(system.current, theo, english);
  const [eventId, booked] = await heardOf("appointment.confirmed");
  expect(booked.data.appointment).toMatchObject({ id: visit.id, status: "confirmed" });
  // Each time the same event, and a signature of that moment.
  expect(integrator.requests.map(({ headers, status }) => [headers["webhook-id"], status])).toEqual([
    [eventId, 500],
    [eventId, 500],
    [eventId, 204],
  ]);

  await theo.taps("Cancel booking", patient);
  await theo.taps("Yes, cancel it", patient);
  await theo.waitFor("Cancelled:", patient);
  const [, ended] = await heardOf("appointment.cancelled");
  expect(ended.data.appointment).toMatchObject({ id: visit.id, status: "cancelled" });

  await eventually(async () => {
    const entries = (await log()).map(({ eventType, status, attempts }) => [eventType, status, attempts]);
    expect(entries.sort()).toEqual([
      ["appointment.cancelled", "delivered", 1],
      ["appointment.confirmed", "delivered", 3],
    ]);
  }, patient);

  const path = { webhookDeliveryId: (await log()).find((entry) => entry.eventId === eventId)?.id ?? "" };
  const before = integrator.requests.length;
  await unwrap(notifier.POST("/v1/webhook-deliveries/{webhookDeliveryId}/replay", { params: { path } }));
  await eventually(() => expect(integrator.requests).toHaveLength(before + 1), patient);
  const again = integrator.requests.at(-1);
  expect([again?.headers["webhook-id"], again?.status]).toEqual([eventId, 204]);
  const { attemptLog } = await eventually(async () => {
    const details = await unwrap(
      notifier.GET("/v1/webhook-deliveries/{webhookDeliveryId}", { params: { path } }),
    );
    expect(details.status).toBe("delivered");
    return details;
  }, patient);
  expect(attemptLog.map(({ outcome, statusCode }) => [outcome, statusCode])).toEqual([
    ["refused", 500],
    ["refused", 500],
    ["delivered", 204],
    ["delivered", 204],
  ]);

  // Who changes a word of what they overheard is not believed.
  const forged = await fetch(integrator.url, {
    method: "POST",
    headers: Object.entries(again?.headers ?? {}).filter(([name]) => name.startsWith("webhook-")),
    body: again?.body.replace("confirmed", "cancelled") ?? "",
  });
  expect(forged.status).toBe(401);
});
