import { createHmac } from "node:crypto";
import { aVisit, cancelled, confirmed, erased } from "../../test/events";
import { aReceiver, drop, hang, ok, type Received, type Receiver, status } from "../../test/webhook-receiver";
import { aWebhookWorld, type Schemas, type WebhookWorld, soon } from "../../test/webhook-world";

jest.setTimeout(90_000);

let world: WebhookWorld;
const receivers: Receiver[] = [];

beforeEach(async () => {
  world = await aWebhookWorld();
});
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.close();
  await world.close();
});

async function receiver(): Promise<Receiver> {
  const made = await aReceiver();
  receivers.push(made);
  return made;
}

const hourMs = 3_600_000;

/** The only delivery of an endpoint, once it is as `expected` says. */
async function only(
  endpointId: string,
  expected: Partial<Schemas["WebhookDelivery"]>,
): Promise<Schemas["WebhookDeliveryDetails"]> {
  return soon(async () => {
    const [delivery] = await world.log(endpointId);
    expect(delivery).toMatchObject(expected);
    return world.details(delivery!.id);
  });
}

/** The nth request that a receiver got (from 1), which is its last one, once what became of it is recorded. */
async function requestOf(there: Receiver, nth: number): Promise<Received> {
  return soon(async () => {
    expect(there.received).toHaveLength(nth);
    const { rows } = await world.pool.query(
      "select from notifier.webhook_deliveries where status <> 'delivered'",
    );
    expect(rows).toEqual([]);
    return there.received[nth - 1]!;
  });
}

function isSignedWith(secret: string, { headers, body }: Received): boolean {
  const content = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const expected = `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
  return String(headers["webhook-signature"]).split(" ").includes(expected);
}

describe("M11: signed webhooks retried with backoff and replayable from a delivery log", () => {
  describe("signed", () => {
    it("sends the event as the feed shows it, signed, with its id and the time", async () => {
      const there = await receiver();
      const { id, secret } = await world.endpoint({ url: there.url });
      const event = confirmed(aVisit());
      await world.happen(event);
      await only(id, { status: "delivered", eventId: event.id, attempts: 1 });
      const [request] = there.received;
      expect(JSON.parse(request!.body)).toEqual(event);
      expect(request!.headers).toMatchObject({
        "content-type": "application/json",
        "webhook-id": event.id,
        "webhook-timestamp": String(world.clock.now().getTime() / 1_000),
      });
      expect(isSignedWith(secret, request!)).toBe(true);
      expect(there.received).toHaveLength(1);
    });

    it("signs with the old and the new secret for as long as was said, and then with the new one only", async () => {
      const there = await receiver();
      const endpoint = await world.endpoint({ url: there.url });
      const rotated = await world
        .call("post", `/v1/webhook-endpoints/${endpoint.id}/rotate-secret`)
        .send({ previousValidHours: 2 })
        .expect(200);
      const { secret } = rotated.body as Schemas["WebhookSecret"];
      expect(rotated.body).toMatchObject({ previousSecretValidUntil: "2026-11-24T10:00:00.000Z" });

      await world.happen(confirmed(aVisit()));
      const both = await requestOf(there, 1);
      expect([isSignedWith(endpoint.secret, both), isSignedWith(secret, both)]).toEqual([true, true]);
      expect(String(both.headers["webhook-signature"]).split(" ")).toHaveLength(2);

      world.pass(2 * hourMs);
      await world.happen(confirmed(aVisit()));
      const later = await requestOf(there, 2);
      expect([isSignedWith(endpoint.secret, later), isSignedWith(secret, later)]).toEqual([false, true]);
      expect(await world.see(endpoint.id)).toMatchObject({ previousSecretValidUntil: null });
    });

    it("drops no secret before its time when it is rotated again, and drops all at once when one has leaked", async () => {
      const there = await receiver();
      const endpoint = await world.endpoint({ url: there.url });
      const rotate = async (previousValidHours: number): Promise<string> => {
        const { body } = await world
          .call("post", `/v1/webhook-endpoints/${endpoint.id}/rotate-secret`)
          .send({ previousValidHours })
          .expect(200);
        return (body as Schemas["WebhookSecret"]).secret;
      };
      const secrets = [endpoint.secret, await rotate(24), await rotate(24)];
      await world.happen(confirmed(aVisit()));
      const request = await requestOf(there, 1);
      expect(secrets.map((secret) => isSignedWith(secret, request))).toEqual([true, true, true]);

      secrets.push(await rotate(0));
      await world.happen(confirmed(aVisit()));
      const afterwards = await requestOf(there, 2);
      expect(secrets.map((secret) => isSignedWith(secret, afterwards))).toEqual([false, false, false, true]);
    });

    it("sends to nobody what they did not ask for", async () => {
      const [all, some] = [await receiver(), await receiver()];
      await world.endpoint({ url: all.url });
      const visit = aVisit();
      await world.endpoint({ url: some.url, eventTypes: ["appointment.cancelled", "client.erased"] });
      await world.happen(confirmed(visit), cancelled(visit), erased(visit.client));
      await soon(() => {
        expect(all.received).toHaveLength(3);
        expect(some.received).toHaveLength(2);
      });
      expect(some.received.map(({ event }) => event.type).sort()).toEqual([
        "appointment.cancelled",
        "client.erased",
      ]);
    });
  });

  describe("retried with backoff", () => {
    it.each([
      ["500", status(500, {}, "out of order"), { outcome: "refused", statusCode: 500 }],
      ["a broken connection", drop, { outcome: "unreachable", statusCode: null }],
      ["silence", hang, { outcome: "timeout", statusCode: null }],
      ["a redirect", status(302, { location: "/elsewhere" }), { outcome: "refused", statusCode: 302 }],
      ["404", status(404), { outcome: "refused", statusCode: 404 }],
    ])(
      "tries again after %s, later each time, with the same id and a new time",
      async (_what, how, attempt) => {
        const there = await receiver();
        there.answers(how);
        if (how === hang) {
          // Nobody wants to wait for ten seconds here, nor elsewhere that a slow machine looks like a silent receiver.
          await world.webhooks.stop();
          world.start({ timeoutMs: 1_000 });
        }
        const { id, secret } = await world.endpoint({ url: there.url });
        const event = confirmed(aVisit());
        await world.happen(event);
        await only(id, { attempts: 1, status: "waiting", nextAttemptAt: "2026-11-24T08:00:10.000Z" });
        expect(await world.see(id)).toMatchObject({ failingSince: "2026-11-24T08:00:00.000Z", waiting: 1 });
        world.pass(10_000);
        await only(id, { attempts: 2, status: "waiting", nextAttemptAt: "2026-11-24T08:00:30.000Z" });
        there.answers(ok);
        world.pass(20_000);
        const { attemptLog } = await only(id, { attempts: 3, status: "delivered" });

        expect(attemptLog).toMatchObject([
          { number: 1, startedAt: "2026-11-24T08:00:00.000Z", ...attempt },
          { number: 2, startedAt: "2026-11-24T08:00:10.000Z", ...attempt },
          { number: 3, outcome: "delivered", statusCode: 204, error: null },
        ]);
        expect(there.received.map(({ headers }) => headers["webhook-id"])).toEqual(Array(3).fill(event.id));
        const times = there.received.map(({ headers }) => Number(headers["webhook-timestamp"]));
        expect(times.map((time) => time - times[0]!)).toEqual([0, 10, 30]);
        for (const request of there.received) expect(isSignedWith(secret, request)).toBe(true);
        expect(await world.see(id)).toMatchObject({ failingSince: null, waiting: 0 });
      },
    );

    it("gives up after 24 hours of attempts, and keeps what happened", async () => {
      const there = await receiver();
      there.answers(status(503, {}, "closed"));
      const { id } = await world.endpoint({ url: there.url });
      await world.happen(confirmed(aVisit()));
      let seen = await only(id, { attempts: 1, status: "waiting" });
      expect(seen.givesUpAt).toBe("2026-11-25T08:00:00.000Z");
      while (seen.status === "waiting") {
        const { attempts, nextAttemptAt } = seen;
        // Now and then it answers something else, so that it is not dead: this is about one delivery.
        world.pass(Date.parse(nextAttemptAt ?? "") - world.clock.now().getTime());
        seen = await soon(async () => {
          const [delivery] = await world.log(id);
          expect(delivery).toMatchObject({ attempts: attempts + 1 });
          expect(delivery?.status).not.toBe("delivering");
          return world.details(delivery!.id);
        });
      }
      expect(seen).toMatchObject({ status: "failed", reason: "attempts_exhausted", nextAttemptAt: null });
      expect(seen.attemptLog.at(-1)).toMatchObject({
        startedAt: "2026-11-25T08:00:00.000Z",
        outcome: "refused",
        responseExcerpt: "closed",
      });
      expect(seen.attempts).toBeGreaterThan(15);
      // All of a day failed here, so the endpoint is paused too.
      expect(await world.see(id)).toMatchObject({ state: "paused", pauseReason: "failing", waiting: 0 });
    });

    it("comes back when a busy receiver says so, and leaves it alone until then", async () => {
      const there = await receiver();
      there.answers(status(429, { "retry-after": "120" }));
      const { id } = await world.endpoint({ url: there.url });
      await world.happen(confirmed(aVisit()));
      await only(id, { attempts: 1, status: "waiting", nextAttemptAt: "2026-11-24T08:02:10.000Z" });
      expect(await world.see(id)).toMatchObject({ restingUntil: "2026-11-24T08:02:00.000Z" });

      // What happens meanwhile waits too: the receiver spoke of itself.
      there.answers(ok);
      await world.happen(confirmed(aVisit()));
      world.pass(119_000);
      await world.start({ random: () => 0 }).webhooks.stop();
      expect(there.received).toHaveLength(1);
      world.pass(11_000);
      await soon(async () => {
        expect(await world.log(id, "?status=delivered")).toHaveLength(2);
      });
    });

    it("does not let a receiver ask for more than an hour", async () => {
      const there = await receiver();
      there.answers(status(503, { "retry-after": "1000000" }));
      const { id } = await world.endpoint({ url: there.url });
      await world.happen(confirmed(aVisit()));
      await only(id, { status: "waiting", nextAttemptAt: "2026-11-24T09:00:10.000Z" });
    });
  });

  describe("pauses", () => {
    it("an endpoint that says it is gone, at once; what waits is sent when it is resumed", async () => {
      const there = await receiver();
      there.answers(status(410));
      const { id } = await world.endpoint({ url: there.url });
      await world.happen(confirmed(aVisit()));
      await only(id, { attempts: 1, status: "waiting" });
      expect(await world.see(id)).toMatchObject({
        state: "paused",
        pauseReason: "gone",
        pausedAt: "2026-11-24T08:00:00.000Z",
        waiting: 1,
      });
      expect(await world.metric("notifier_webhook_pauses_total")).toEqual([
        'notifier_webhook_pauses_total{reason="gone"} 1',
      ]);
      expect(await world.metric('notifier_webhook_endpoints{state="gone"}')).toEqual([
        'notifier_webhook_endpoints{state="gone"} 1',
      ]);

      there.answers(ok);
      await world.happen(confirmed(aVisit()));
      world.pass(48 * hourMs);
      expect(await world.metric('notifier_webhook_waiting_deliveries{state="held"}')).toEqual([
        'notifier_webhook_waiting_deliveries{state="held"} 2',
      ]);
      expect(there.received).toHaveLength(1);

      const resumed = await world.call("post", `/v1/webhook-endpoints/${id}/resume`).send({}).expect(200);
      expect(resumed.body).toMatchObject({ state: "active", pauseReason: null, pausedAt: null });
      await soon(async () => {
        expect(await world.log(id, "?status=delivered")).toHaveLength(2);
      });
    });

    it("an endpoint by hand, and gives up what waited when that is asked for", async () => {
      const there = await receiver();
      const { id } = await world.endpoint({ url: there.url });
      await world.call("post", `/v1/webhook-endpoints/${id}/pause`).expect(200);
      const again = await world.call("post", `/v1/webhook-endpoints/${id}/pause`).expect(200);
      expect(again.body).toMatchObject({ state: "paused", pauseReason: "by_operator" });
      await world.happen(confirmed(aVisit()), confirmed(aVisit()));
      await world.call("post", `/v1/webhook-endpoints/${id}/resume`).send({ held: "skip" }).expect(200);
      await world.happen(confirmed(aVisit()));
      await soon(async () => {
        expect((await world.log(id)).map(({ status: how, reason }) => [how, reason])).toEqual([
          ["delivered", null],
          ["failed", "skipped_on_resume"],
          ["failed", "skipped_on_resume"],
        ]);
      });
      expect(there.received).toHaveLength(1);
    });
  });

  describe("replayable from a delivery log", () => {
    it("sends one delivery again, delivered or failed, with the same id", async () => {
      const there = await receiver();
      const { id } = await world.endpoint({ url: there.url });
      const event = confirmed(aVisit());
      await world.happen(event);
      const { id: deliveryId } = await only(id, { status: "delivered" });
      world.pass(hourMs);
      const answer = await world.call("post", `/v1/webhook-deliveries/${deliveryId}/replay`).expect(202);
      expect(answer.body).toMatchObject({ id: deliveryId, replays: 1 });
      const details = await only(id, { status: "delivered", attempts: 2, replays: 1 });
      expect(details.attemptLog).toHaveLength(2);
      expect(there.received.map(({ headers }) => headers["webhook-id"])).toEqual([event.id, event.id]);
    });

    it("sends what failed in a time again, and nothing else", async () => {
      const there = await receiver();
      const { id } = await world.endpoint({ url: there.url });
      const other = await world.endpoint({ url: (await receiver()).url });
      const events = Array.from({ length: 4 }, () => confirmed(aVisit()));
      for (const [index, event] of events.entries()) {
        await world.happen(event);
        await requestOf(there, index + 1);
        world.pass(hourMs);
      }
      await world.pool.query(
        `update notifier.webhook_deliveries
         set status = 'failed', reason = 'attempts_exhausted', delivered_at = null
         where endpoint_id = $1 and event_id <> $2`,
        [id, events[1]!.id],
      );
      const replay = async (range: object): Promise<number> => {
        const { body } = await world
          .call("post", `/v1/webhook-endpoints/${id}/replay`)
          .send(range)
          .expect(202);
        return (body as { replayed: number }).replayed;
      };
      // The four were planned at 8, 9, 10 and 11 o'clock.
      expect(await replay({ from: "2026-11-24T08:00:00Z", to: "2026-11-24T10:00:00Z" })).toBe(1);
      await soon(() => expect(there.received).toHaveLength(5));
      expect(there.received[4]!.event.id).toBe(events[0]!.id);
      expect(
        await replay({ from: "2026-11-24T09:00:00Z", to: "2026-11-24T11:00:00+01:00", status: "delivered" }),
      ).toBe(1);
      await soon(() => expect(there.received).toHaveLength(6));
      expect(there.received[5]!.event.id).toBe(events[1]!.id);
      await soon(async () => expect((await world.see(id)).waiting).toBe(0));
      expect(await replay({ from: "2026-11-24T00:00:00Z", to: "2026-11-25T00:00:00Z", status: "all" })).toBe(
        4,
      );
      await soon(() => expect(there.received).toHaveLength(10));
      expect((await world.log(other.id)).map(({ replays }) => replays)).toEqual([0, 0, 0, 0]);
    });

    it("tells a test event from a real one", async () => {
      const there = await receiver();
      const { id, secret } = await world.endpoint({ url: there.url, eventTypes: ["client.erased"] });
      await world.call("post", `/v1/webhook-endpoints/${id}/test`).expect(202);
      await only(id, { status: "delivered", eventType: "webhook.test" });
      expect(there.received[0]!.event).toMatchObject({ type: "webhook.test", data: { endpointId: id } });
      expect(isSignedWith(secret, there.received[0]!)).toBe(true);
    });
  });
});

describe("one endpoint", () => {
  it("that hangs delays no other, and never has more than five requests at once", async () => {
    const [slow, quick] = [await receiver(), await receiver()];
    slow.answers(hang);
    const { id } = await world.endpoint({ url: slow.url });
    await world.endpoint({ url: quick.url });
    // More replicas, so that the bound is seen to be a common one.
    world.start();
    world.start();
    await world.happen(...Array.from({ length: 40 }, () => confirmed(aVisit())));
    await soon(() => expect(quick.received).toHaveLength(40));
    await soon(() => expect(slow.most()).toBe(5));
    expect((await world.see(id)).waiting).toBe(40);
    await slow.close();
    receivers.splice(receivers.indexOf(slow), 1);
  });

  it("that is removed gets nothing more, and its log goes with it", async () => {
    const there = await receiver();
    const { id } = await world.endpoint({ url: there.url });
    await world.happen(confirmed(aVisit()));
    const { id: deliveryId } = await only(id, { status: "delivered" });
    await world.call("delete", `/v1/webhook-endpoints/${id}`).expect(204);
    await world.happen(confirmed(aVisit()));
    await world.call("get", `/v1/webhook-endpoints/${id}`).expect(404);
    await world.call("get", `/v1/webhook-deliveries/${deliveryId}`).expect(404);
    expect(there.received).toHaveLength(1);
  });

  it("whose address is changed gets there what waits", async () => {
    const [before, after] = [await receiver(), await receiver()];
    before.answers(status(500));
    const { id } = await world.endpoint({ url: before.url });
    await world.happen(confirmed(aVisit()));
    await only(id, { status: "waiting", attempts: 1 });
    await world.call("patch", `/v1/webhook-endpoints/${id}`).send({ url: after.url }).expect(200);
    world.pass(10_000);
    await only(id, { status: "delivered" });
    expect([before.received.length, after.received.length]).toEqual([1, 1]);
  });
});

describe("a client who asked to be forgotten", () => {
  it("is in nothing that is kept, nor in what is sent from then on; the rest of the log stays", async () => {
    const there = await receiver();
    // A receiver that quotes what it got, and fails.
    there.answers((request, response) => response.writeHead(500).end(request.body.slice(0, 5_000)));
    const { id } = await world.endpoint({ url: there.url });
    const visit = aVisit();
    const other = aVisit({ client: { ...aVisit().client, name: "Theo Marsh" } });
    await world.happen(confirmed(visit), cancelled(visit, { reason: "Вера заболела" }), confirmed(other));
    await soon(async () => {
      const log = await world.log(id);
      expect(log.map(({ attempts, status: how }) => [attempts, how])).toEqual(Array(3).fill([1, "waiting"]));
    });

    await world.happen(erased(visit.client));
    const { rows } = await world.pool.query<{ all: string }>(
      `select (select string_agg(e::text, '') from notifier.webhook_events e where client_id = $1)
           || coalesce((
             select string_agg(a::text, '') from notifier.webhook_attempts a
             join notifier.webhook_deliveries d on d.id = a.delivery_id
             join notifier.webhook_events e on e.id = d.event_id
             where e.client_id = $1
           ), '') as all`,
      [visit.client.id],
    );
    expect(rows[0]!.all).toContain(visit.client.id);
    expect(rows[0]!.all).not.toMatch(new RegExp(`Вер|${visit.client.telegramUserId}`));

    there.answers(ok);
    const before = there.received.length;
    world.pass(20_000);
    await soon(async () => {
      expect(await world.log(id, "?status=delivered")).toHaveLength(4);
    });
    const sent = there.received.slice(before).map(({ body }) => body);
    expect(sent.filter((body) => body.includes(visit.client.id))).toHaveLength(3);
    expect(sent.join()).not.toMatch(/Вер/);
    expect(sent.join()).toContain("Theo Marsh");
    const [, , second] = await world.log(id);
    expect(await world.details(second!.id)).toMatchObject({ isPersonErased: true });
  });
});
