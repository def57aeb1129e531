import { createHmac } from "node:crypto";
import { makeSecret, sign } from "./signature";

const now = new Date(1_614_265_330_000);
// The example that libraries for receivers are tested with.
const known = {
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  message: { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", body: '{"test": 2432232314}', now },
  signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};

it("signs as Standard Webhooks says", () => {
  expect(sign(known.message, [known.secret])).toEqual({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": known.signature,
  });
});

it("signs once with each secret, in their order", () => {
  const newer = makeSecret();
  const key = Buffer.from(newer.slice("whsec_".length), "base64");
  const content = `${known.message.id}.1614265330.${known.message.body}`;
  expect(sign(known.message, [newer, known.secret])["webhook-signature"]).toBe(
    `v1,${createHmac("sha256", key).update(content).digest("base64")} ${known.signature}`,
  );
});

it("signs the bytes of the body, whatever alphabet it is in", () => {
  const body = JSON.stringify({ name: "Вера Лугова 💈" });
  const secret = makeSecret();
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const expected = createHmac("sha256", key)
    .update(Buffer.concat([Buffer.from("x.1614265330."), Buffer.from(body, "utf8")]))
    .digest("base64");
  expect(sign({ id: "x", body, now }, [secret])["webhook-signature"]).toBe(`v1,${expected}`);
});

it("makes secrets of 32 bytes that nobody has had before", () => {
  const secrets = Array.from({ length: 100 }, makeSecret);
  expect(new Set(secrets).size).toBe(100);
  for (const secret of secrets) expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
});
