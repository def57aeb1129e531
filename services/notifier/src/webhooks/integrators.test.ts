import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { systemClock } from "@okoshko/runtime/clock";
import { readContract } from "@okoshko/runtime/http/contract";
import { aVisit, confirmed } from "../../test/events";
import { aWebhookWorld, type WebhookWorld, soon } from "../../test/webhook-world";
import { sign } from "./signature";

jest.setTimeout(90_000);

describe("the receiver that WEBHOOKS.md shows", () => {
  const directory = mkdtempSync(path.join(tmpdir(), "okoshko-receiver-"));
  const file = path.join(directory, "receiver.mjs");
  let world: WebhookWorld;
  let child: ChildProcess;
  let output = "";

  beforeAll(async () => {
    // Receivers compare with their own clock, so this test has the machine's.
    world = await aWebhookWorld({ clock: systemClock });
  });
  afterAll(async () => {
    child.kill("SIGKILL");
    rmSync(directory, { recursive: true });
    await world.close();
  });

  function startReceiver(secret: string): Promise<number> {
    const text = readFileSync(path.join(__dirname, "..", "..", "WEBHOOKS.md"), "utf8");
    const [, program = ""] = /```js\n(.*?)```/s.exec(text) ?? [];
    writeFileSync(file, program);
    child = spawn(process.execPath, [file], {
      env: { PORT: "0", WEBHOOK_SECRET: secret },
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    return soon(() => {
      const [, port] = /listening (\d+)/.exec(output) ?? [];
      expect(port).toBeDefined();
      return Number(port);
    });
  }

  it("takes what we send, and refuses what others send, what was changed and what is old", async () => {
    const endpoint = await world.endpoint({ url: "http://127.0.0.1:9/" });
    const url = `http://127.0.0.1:${await startReceiver(endpoint.secret)}/`;
    await world.call("patch", `/v1/webhook-endpoints/${endpoint.id}`).send({ url }).expect(200);
    const event = confirmed(aVisit());
    await world.happen(event);
    await soon(async () => expect(await world.log(endpoint.id, "?status=delivered")).toHaveLength(1));
    const [delivery] = await world.log(endpoint.id);
    await world.call("post", `/v1/webhook-deliveries/${delivery!.id}/replay`).expect(202);
    await soon(async () => {
      expect((await world.log(endpoint.id))[0]).toMatchObject({ status: "delivered", attempts: 2 });
    });
    // The work was done once.
    expect(output.split("\n").slice(1, -1)).toEqual([`appointment.confirmed ${event.id}`]);

    const post = async (headers: object, body: string): Promise<number> =>
      (await fetch(url, { method: "POST", headers: { ...headers }, body })).status;
    const now = systemClock.now();
    const body = JSON.stringify(event);
    const good = sign({ id: event.id, body, now }, [endpoint.secret]);
    expect(await post(good, body)).toBe(204);
    expect(await post(good, body.replace("2500", "1"))).toBe(401);
    expect(await post({}, body)).toBe(401);
    expect(await post({ ...good, "webhook-id": "another" }, body)).toBe(401);
    expect(await post({ ...good, "webhook-signature": "v1, v2,x ," }, body)).toBe(401);
    const long = new Date(now.getTime() - 301_000);
    expect(await post(sign({ id: event.id, body, now: long }, [endpoint.secret]), body)).toBe(401);
    const foreign = `whsec_${Buffer.alloc(32).toString("base64")}`;
    expect(await post(sign({ id: event.id, body, now }, [foreign]), body)).toBe(401);
    // While a secret is rotated, either one is enough.
    expect(await post(sign({ id: event.id, body, now }, [foreign, endpoint.secret]), body)).toBe(204);
  });
});

it("the filter knows the type of every event that booking-api declares, and no other", () => {
  const booking = readContract("booking-api") as unknown as {
    webhooks: Record<
      string,
      { post: { requestBody: { content: { "application/json": { schema: { $ref: string } } } } } }
    >;
    components: { schemas: Record<string, { allOf: { properties?: { type?: { const: string } } }[] }> };
  };
  const declared = Object.values(booking.webhooks).map(({ post }) => {
    const name = post.requestBody.content["application/json"].schema.$ref.split("/").at(-1) ?? "";
    return booking.components.schemas[name]?.allOf.find((part) => part.properties?.type)?.properties?.type
      ?.const;
  });
  const notifier = readContract("notifier") as unknown as {
    components: { schemas: { WebhookEventType: { enum: string[] } } };
  };
  expect([...notifier.components.schemas.WebhookEventType.enum].sort()).toEqual([...declared].sort());
});
