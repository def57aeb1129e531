import fc from "fast-check";
import { decodeDeepLink, type DeepLink, encodeDeepLink } from "./deep-links";

const letters = fc.constantFrom(..."abcxyzABCXYZ0189_-");
const id = fc.option(fc.uuid(), { nil: null });
const booking: fc.Arbitrary<DeepLink> = fc
  .record({
    kind: fc.constant("booking" as const),
    serviceId: id,
    masterId: id,
    campaign: fc.option(fc.string({ unit: letters, minLength: 1, maxLength: 14 }), { nil: null }),
  })
  .filter(({ serviceId, masterId, campaign }) => (serviceId ?? masterId ?? campaign) !== null);
const invitation: fc.Arbitrary<DeepLink> = fc.record({
  kind: fc.constant("invitation" as const),
  code: fc.string({ unit: letters, minLength: 16, maxLength: 62 }),
});
const serviceId = "11111111-1111-4111-8111-111111111111";

describe("the payload of a link into the chat", () => {
  it("comes back as it was made, within what Telegram allows", () => {
    fc.assert(
      fc.property(fc.oneof(booking, invitation), (link) => {
        const payload = encodeDeepLink(link);
        expect(payload).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
        expect(decodeDeepLink(payload)).toEqual(link);
      }),
      { numRuns: 1000 },
    );
  });

  it("means nothing when it is anything that we never make", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: letters, maxLength: 80 }), fc.string()), (text) => {
        const link = decodeDeepLink(text);
        if (link !== undefined) expect(encodeDeepLink(link)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it("has room for 32 characters of a campaign, and for 14 beside a service and a master", () => {
    const links = { kind: "booking", serviceId: null, masterId: null } as const;
    expect(encodeDeepLink({ ...links, campaign: "a".repeat(32) })).toBe(`c_${"a".repeat(32)}`);
    const both = { ...links, serviceId, masterId: serviceId };
    expect(encodeDeepLink({ ...both, campaign: "a".repeat(14) })).toHaveLength(64);
    expect(() => encodeDeepLink({ ...both, campaign: "a".repeat(15) })).toThrow(RangeError);
  });

  it.each([
    ["of nothing", { kind: "booking", serviceId: null, masterId: null, campaign: null }],
    ["with a campaign in Russian", { kind: "booking", serviceId: null, masterId: null, campaign: "осень" }],
    ["with a code that is too short", { kind: "invitation", code: "abc" }],
  ] as const)("is not made %s", (_, link) => {
    expect(() => encodeDeepLink(link)).toThrow(RangeError);
  });
});
