import { createHmac, createPublicKey, type KeyObject, timingSafeEqual, verify } from "node:crypto";

/** How Telegram's signature is checked. Every way that is given has to hold. */
export interface InitDataChecks {
  /** By the bot's own token: HMAC-SHA256 in `hash`. */
  botToken?: string;
  /** By Telegram's public key, for who does not hold the token: Ed25519 in `signature`. */
  publicKey?: { botId: string; key: string };
}

/** In hex: https://core.telegram.org/bots/webapps#validating-data-for-third-party-use */
export const telegramKeys = {
  production: "e7bf03a2fa4602af4580703d88dda5bb59f32ed8b02a56c187fe7d34caed242d",
  test: "40055058a4ee38156a06562e52eece92a771bcd8346a8c4615cb7376eddf72ec",
};

const oldestMs = 3_600_000;
const skewMs = 60_000;

/**
 * The Telegram user whom a Mini App's `initData` names, or undefined unless Telegram signed all of it within the last hour.
 * The reasons are not told apart: who tries to forge learns nothing.
 */
export function personOfInitData(checks: InitDataChecks, initData: string, now: Date): number | undefined {
  const fields = fieldsOf(initData);
  if (!fields || !(checks.botToken ?? checks.publicKey)) return undefined;
  if (checks.botToken !== undefined && !isSignedByToken(checks.botToken, fields)) return undefined;
  if (checks.publicKey && !isSignedByTelegram(checks.publicKey, fields)) return undefined;
  return isRecent(fields.get("auth_date"), now) ? userOf(fields.get("user")) : undefined;
}

type Fields = ReadonlyMap<string, string>;

/** A name that comes twice would be signed once; a line break in a value would let two fields pass for one. */
function fieldsOf(initData: string): Fields | undefined {
  const pairs = [...new URLSearchParams(initData)];
  const fields = new Map(pairs);
  const isOdd = pairs.some(([name, value]) => !/^[a-z_]{1,64}$/.test(name) || /[\n\0]/.test(value));
  return isOdd || fields.size !== pairs.length ? undefined : fields;
}

/** What Telegram signs: the fields as they are after decoding, by name, one a line. */
function signedText(fields: Fields, without: readonly string[]): string {
  return [...fields]
    .filter(([name]) => !without.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("\n");
}

/** `signature` is among what is signed here. */
function isSignedByToken(botToken: string, fields: Fields): boolean {
  const hash = fields.get("hash") ?? "";
  if (!/^[0-9a-f]{64}$/.test(hash)) return false;
  const secret = createHmac("sha256", "WebAppData").update(botToken).digest();
  const expected = createHmac("sha256", secret)
    .update(signedText(fields, ["hash"]))
    .digest();
  return timingSafeEqual(expected, Buffer.from(hash, "hex"));
}

function isSignedByTelegram(
  { botId, key }: NonNullable<InitDataChecks["publicKey"]>,
  fields: Fields,
): boolean {
  const signature = fields.get("signature") ?? "";
  // 64 bytes in base64url without padding; another spelling of the same bytes is refused.
  const bytes = Buffer.from(signature, "base64url");
  if (bytes.length !== 64 || bytes.toString("base64url") !== signature) return false;
  const text = `${botId}:WebAppData\n${signedText(fields, ["hash", "signature"])}`;
  return verify(null, Buffer.from(text), keyOf(key), bytes);
}

/** The prefix says "an Ed25519 key follows" (RFC 8410). */
function keyOf(hex: string): KeyObject {
  const der = Buffer.from(`302a300506032b6570032100${hex}`, "hex");
  return createPublicKey({ key: der, format: "der", type: "spki" });
}

function isRecent(authDate: string | undefined, now: Date): boolean {
  if (!/^[1-9]\d{0,10}$/.test(authDate ?? "")) return false;
  const ageMs = now.getTime() - Number(authDate) * 1000;
  return ageMs >= -skewMs && ageMs <= oldestMs;
}

function userOf(json: string | undefined): number | undefined {
  const user = parsed(json);
  if (typeof user !== "object" || user === null || !("id" in user)) return undefined;
  if ("is_bot" in user && user.is_bot !== false) return undefined;
  return typeof user.id === "number" && Number.isSafeInteger(user.id) && user.id > 0 ? user.id : undefined;
}

function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? "");
  } catch {
    return undefined;
  }
}
