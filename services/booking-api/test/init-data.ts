import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** What Telegram gives to a Mini App, written by hand after its documentation and apart from the code under test. */
export interface SignedBy {
  botToken: string;
  /** The other half of a public key that stands for Telegram's. */
  privateKey?: KeyObject;
}

export type Fields = Record<string, string>;

export function fieldsFor(telegramUserId: number, now: Date): Fields {
  return {
    query_id: "AAHdF6IQAAAAAN0XohDhrOrc",
    user: JSON.stringify({
      id: telegramUserId,
      first_name: "Вера & Ко",
      last_name: "=",
      language_code: "ru",
      allows_write_to_pm: true,
    }),
    chat_instance: "-3788475317572404878",
    chat_type: "private",
    auth_date: String(Math.floor(now.getTime() / 1000)),
  };
}

/** The fields with `signature` and `hash`, in the way of Telegram: each made from all fields before it. */
export function signed(fields: Fields, { botToken, privateKey }: SignedBy): Fields {
  const botId = botToken.split(":")[0] ?? "";
  const lines = (of: Fields) => {
    const names = Object.keys(of).sort();
    return names.map((name) => name + "=" + of[name]).join("\n");
  };
  const signature = privateKey
    ? sign(null, Buffer.from(botId + ":WebAppData\n" + lines(fields)), privateKey).toString("base64url")
    : "A".repeat(86);
  const all = { ...fields, signature };
  const key = createHmac("sha256", Buffer.from("WebAppData")).update(botToken, "utf8").digest();
  return { ...all, hash: createHmac("sha256", key).update(lines(all), "utf8").digest("hex") };
}

export function encoded(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
}

/** A pair that stands for Telegram's own. */
export function telegramKeys(): { privateKey: KeyObject; publicKeyHex: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    privateKey,
    publicKeyHex: publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex"),
  };
}
