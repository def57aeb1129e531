import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "@okoshko/testkit/eventually";
import { closeAll, hook, type Hook, running, type Running, started } from "../../test/harness";

afterEach(closeAll);

async function hooked(webhook: Hook, setup: Running, more: object = {}): Promise<void> {
  expect(await setup.call("setWebhook", { url: webhook.url, ...more })).toMatchObject({ ok: true });
}

const texts = (webhook: Hook) =>
  webhook.received.map(({ update }) => update.message?.text ?? update.callback_query?.data);

it("sends the secret in Telegram's header and nothing without one", async () => {
  const setup = await running();
  const webhook = await hook();
  await hooked(webhook, setup, { secret_token: "s3cret" });
  await setup.driver.person(1001).says("one");
  await eventually(() => expect(webhook.received).toHaveLength(1));
  await hooked(webhook, setup);
  await setup.driver.person(1001).says("two");
  await eventually(() => expect(webhook.received).toHaveLength(2));
  const secrets = webhook.received.map(({ headers }) => headers["x-telegram-bot-api-secret-token"]);
  expect(secrets).toEqual(["s3cret", undefined]);
});

it("keeps the order within a queue, also when the first of it has to be repeated", async () => {
  const setup = await running();
  const webhook = await hook((_received, nth) => ({ status: nth === 1 ? 500 : 200 }));
  await setup.driver.delivery.change({ paused: true });
  await hooked(webhook, setup);
  for (const text of ["one", "two", "three"]) await setup.driver.person(1001).says(text);
  await setup.driver.delivery.change({ paused: false });
  await eventually(() => expect(texts(webhook)).toEqual(["one", "one", "two", "three"]));
  expect(webhook.peak).toBe(1);
});

it("delivers a text and a tap of one person at the same time, as Telegram does", async () => {
  const setup = await started();
  const both = { reached: 0 };
  const webhook = await hook(async () => {
    both.reached += 1;
    await eventually(() => expect(both.reached).toBe(2));
    return {};
  });
  await setup.call("sendMessage", {
    chat_id: 1001,
    text: "x",
    reply_markup: { inline_keyboard: [[{ text: "b", callback_data: "tap" }]] },
  });
  await hooked(webhook, setup);
  const vera = setup.driver.person(1001);
  await Promise.all([vera.says("text"), vera.taps("b")]);
  await eventually(() => expect(webhook.received).toHaveLength(2));
  expect(texts(webhook).sort()).toEqual(["tap", "text"]);
  expect(webhook.peak).toBe(2);
});

it("opens no more connections than max_connections", async () => {
  const setup = await running();
  const webhook = await hook(async () => {
    await sleep(20);
    return {};
  });
  await setup.driver.delivery.change({ paused: true });
  await hooked(webhook, setup, { max_connections: 2 });
  for (const id of [1001, 1002, 2001, 3001]) await setup.driver.person(id).says("hi");
  await setup.driver.delivery.change({ paused: false });
  await eventually(() => expect(webhook.received).toHaveLength(4));
  expect(webhook.peak).toBe(2);
});

it("repeats what was not answered by 2xx: at once, then later, and tells so", async () => {
  const setup = await running();
  const webhook = await hook((_received, nth) => ({ status: nth <= 2 ? 404 : 200 }));
  await hooked(webhook, setup);
  const { updateId } = await setup.driver.person(1001).says("hi");
  await eventually(() => expect(webhook.received).toHaveLength(2));
  await eventually(async () =>
    expect((await setup.call("getWebhookInfo")).result).toMatchObject({
      pending_update_count: 1,
      last_error_message: "Wrong response from the webhook: 404 Not Found",
    }),
  );
  const [waiting] = await setup.driver.updates();
  expect(waiting).toMatchObject({ updateId, status: "pending" });
  expect(waiting?.retryInMs).toBeGreaterThan(1000);
  expect(await setup.driver.delivery.retryNow()).toBe(1);
  await eventually(async () => expect((await setup.driver.updates())[0]?.status).toBe("delivered"));
  expect((await setup.driver.updates())[0]?.attempts.map(({ status }) => status)).toEqual([404, 404, 200]);
});

it("waits as long as Retry-After says", async () => {
  const setup = await running();
  const webhook = await hook((_received, nth) =>
    nth === 1 ? { status: 503, headers: { "retry-after": "30" } } : {},
  );
  await hooked(webhook, setup);
  await setup.driver.person(1001).says("hi");
  await eventually(async () => expect((await setup.driver.updates())[0]?.retryInMs).toBeGreaterThan(20_000));
  expect(webhook.received).toHaveLength(1);
});

it("forgets a tap after 150 seconds of demo time, a text only after a day", async () => {
  const setup = await started();
  await setup.call("sendMessage", {
    chat_id: 1001,
    text: "x",
    reply_markup: { inline_keyboard: [[{ text: "b", callback_data: "tap" }]] },
  });
  const vera = setup.driver.person(1001);
  await vera.taps("b");
  await vera.says("text");
  await setup.driver.clock.advance(151_000);
  expect((await setup.call("getWebhookInfo")).result.pending_update_count).toBe(1);
  expect((await setup.driver.updates()).map(({ type, status }) => [type, status])).toEqual([
    ["callback_query", "expired"],
    ["message", "pending"],
  ]);
  await setup.driver.clock.advance(24 * 3600_000);
  expect((await setup.call("getWebhookInfo")).result.pending_update_count).toBe(0);
});

it("does what the body of the answer asks for, but no webhook methods", async () => {
  const setup = await started();
  const bodies = [{ method: "sendMessage", chat_id: 1001, text: "by answer" }, { method: "deleteWebhook" }];
  const webhook = await hook((_received, nth) => ({
    headers: { "content-type": "application/json" },
    body: JSON.stringify(bodies[nth - 1]),
  }));
  await hooked(webhook, setup);
  const vera = setup.driver.person(1001);
  await vera.says("one");
  await vera.waitFor("by answer");
  await vera.says("two");
  await eventually(() => expect(webhook.received).toHaveLength(2));
  expect((await setup.call("getWebhookInfo")).result.url).toBe(webhook.url);
  expect(await setup.driver.calls({ method: "sendMessage" })).toMatchObject([
    { via: "webhookAnswer", outcome: "ok" },
  ]);
});

it("delivers twice, again, late or in the wrong order when a test wants that", async () => {
  const setup = await running();
  const webhook = await hook();
  await hooked(webhook, setup);
  const vera = setup.driver.person(1001);
  await setup.driver.delivery.change({ copies: 2 });
  const { updateId = 0 } = await vera.says("twice");
  await eventually(() => expect(webhook.received).toHaveLength(2));
  expect(new Set(webhook.received.map(({ update }) => update.update_id))).toEqual(new Set([updateId]));
  await setup.driver.delivery.change({ copies: 1 });
  await setup.driver.delivery.redeliver(updateId);
  await eventually(() => expect(webhook.received).toHaveLength(3));

  await setup.driver.delivery.change({ delayMs: 60_000 });
  await vera.says("late");
  expect((await setup.driver.updates()).at(-1)?.retryInMs).toBeGreaterThan(50_000);
  expect(await setup.driver.delivery.retryNow()).toBe(1);
  await eventually(() => expect(texts(webhook).at(-1)).toBe("late"));

  await setup.driver.delivery.change({ delayMs: 0, paused: true, reorder: true });
  await vera.says("first");
  await vera.says("second");
  await setup.call("setWebhook", { url: webhook.url, max_connections: 1 });
  await setup.driver.delivery.change({ paused: false });
  await eventually(() => expect(texts(webhook).slice(-2)).toEqual(["second", "first"]));
});

it("leaves out what is not in allowed_updates, and drops what waits when asked to", async () => {
  const setup = await running();
  const webhook = await hook();
  await setup.driver.person(1001).says("before");
  await hooked(webhook, setup, {
    allowed_updates: ["callback_query", "my_chat_member"],
    drop_pending_updates: true,
  });
  await setup.driver.person(1001).says("unwanted");
  await setup.driver.person(1001).blocks();
  await eventually(() => expect(webhook.received).toHaveLength(1));
  expect(webhook.received[0]?.update.my_chat_member?.new_chat_member.status).toBe("kicked");
  expect((await setup.driver.updates()).map(({ status }) => status)).toEqual([
    "dropped",
    "dropped",
    "delivered",
  ]);
});

it("says when nobody listens at the webhook", async () => {
  const setup = await running();
  await setup.call("setWebhook", { url: "http://127.0.0.1:1/hook" });
  await setup.driver.person(1001).says("hi");
  await eventually(async () =>
    expect((await setup.driver.bot()).connection).toMatchObject({
      kind: "webhook",
      online: false,
      lastError: expect.stringMatching(/^Connection/),
    }),
  );
});
