import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

/** A key of 32 bytes with a name made from itself, so that nobody has to invent one and no two differ by mistake. */
export interface SealingKey {
  id: string;
  key: Buffer;
}

/** `WEBHOOK_ENCRYPTION_KEY`: keys of 64 hexadecimal digits, separated by commas; the first one seals. Undefined when it is none. */
export function parseKeys(text: string): [SealingKey, ...SealingKey[]] | undefined {
  const texts = text.split(",").map((part) => part.trim());
  if (!texts.every((part) => /^[0-9a-f]{64}$/i.test(part))) return undefined;
  const [first, ...others] = texts.map((part) => {
    const key = Buffer.from(part, "hex");
    return { id: createHash("sha256").update(key).digest("hex").slice(0, 8), key };
  });
  return first && [first, ...others];
}

/** Keeps texts so that a copy of the database is worth nothing without the key. */
export interface Vault {
  /** `about` names what the text belongs to; under another name it does not open. */
  seal(text: string, about: string): string;
  /** Throws when none of the keys sealed it, or when it was tampered with. */
  open(sealed: string, about: string): string;
  /** Whether an older key sealed it, which should then be done anew. */
  isOutdated(sealed: string): boolean;
}

const algorithm = "aes-256-gcm";

/** AES-256-GCM. The first key seals; the others are there for what was sealed before they were replaced. */
export function createVault(keys: readonly [SealingKey, ...SealingKey[]]): Vault {
  const [current] = keys;
  return {
    seal(text, about) {
      // A random 96-bit nonce is safe for far more secrets than there will ever be.
      const nonce = randomBytes(12);
      const cipher = createCipheriv(algorithm, current.key, nonce).setAAD(Buffer.from(about));
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return [current.id, nonce.toString("base64url"), sealed.toString("base64url")].join(".");
    },
    open(sealed, about) {
      const [id = "", nonce = "", data = ""] = sealed.split(".");
      const key = keys.find((candidate) => candidate.id === id);
      if (!key) throw new Error(`None of the keys in WEBHOOK_ENCRYPTION_KEY is ${id}, which sealed this.`);
      const bytes = Buffer.from(data, "base64url");
      const decipher = createDecipheriv(algorithm, key.key, Buffer.from(nonce, "base64url"), {
        authTagLength: 16,
      })
        .setAAD(Buffer.from(about))
        .setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString("utf8");
    },
    isOutdated: (sealed) => !sealed.startsWith(`${current.id}.`),
  };
}
