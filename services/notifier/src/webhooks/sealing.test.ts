import { randomBytes } from "node:crypto";
import { createVault, parseKeys } from "./sealing";

const old = "0123456789abcdef".repeat(4);
const current = "fedcba9876543210".repeat(4);
const vaultWith = (text: string) => createVault(parseKeys(text)!);

describe("a sealed secret", () => {
  it("opens with its key, for what it belongs to", () => {
    const vault = vaultWith(old);
    expect(vault.open(vault.seal("whsec_x", "endpoint/1"), "endpoint/1")).toBe("whsec_x");
  });

  it("says nothing of itself, and is never the same twice", () => {
    const vault = vaultWith(old);
    const [one, other] = [vault.seal("whsec_x", "a"), vault.seal("whsec_x", "a")];
    expect(one).not.toBe(other);
    expect(Buffer.from(one.split(".")[2]!, "base64url").toString("latin1")).not.toContain("whsec");
  });

  it("does not open elsewhere, changed, cut short, or with a key of somebody else", () => {
    const vault = vaultWith(old);
    const sealed = vault.seal("whsec_x", "endpoint/1");
    const [id, nonce, data = ""] = sealed.split(".");
    const bytes = Buffer.from(data, "base64url");
    bytes[0]! ^= 1;
    expect(() => vault.open(sealed, "endpoint/2")).toThrow();
    expect(() => vault.open([id, nonce, bytes.toString("base64url")].join("."), "endpoint/1")).toThrow();
    expect(() => vault.open([id, nonce, data.slice(0, 8)].join("."), "endpoint/1")).toThrow();
    expect(() => vault.open("", "endpoint/1")).toThrow("None of the keys");
    expect(() => vaultWith(current).open(sealed, "endpoint/1")).toThrow("None of the keys");
  });

  it("outlives its key when that stands behind a new one, and shows that it should be sealed anew", () => {
    const sealed = vaultWith(old).seal("whsec_x", "a");
    const both = vaultWith(`${current}, ${old}`);
    expect(both.open(sealed, "a")).toBe("whsec_x");
    expect(both.isOutdated(sealed)).toBe(true);
    expect(both.isOutdated(both.seal("whsec_x", "a"))).toBe(false);
    expect(vaultWith(current).open(both.seal("whsec_x", "a"), "a")).toBe("whsec_x");
  });
});

it.each([
  "",
  "short",
  old.slice(1),
  `${old}0`,
  `${old},`,
  `${old} ${current}`,
  randomBytes(32).toString("base64"),
])("%s is no key", (text) => expect(parseKeys(text)).toBeUndefined());
