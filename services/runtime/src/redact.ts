/**
 * Takes secrets out of text that leaves the process: log lines and span attributes. Telegram puts the bot's token
 * into the path of every call, so any error message that quotes a URL would publish it.
 */
export function redactText(text: string): string {
  return text
    .replace(telegramTokenInPath, "bot<redacted>")
    .replace(telegramToken, "<redacted>")
    .replace(authorization, "$1 <redacted>")
    .replace(passwordInUrl, "$1<redacted>@")
    .replace(queryParameter, "$1<redacted>")
    .replace(embeddedJson, "$1<redacted>$2");
}

const telegramTokenInPath = /\bbot\d+(?::|%3A)[A-Za-z0-9_-]+/gi;
const telegramToken = /\b\d{6,}(?::|%3A)[A-Za-z0-9_-]{30,}/gi;
const authorization = /\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{4,}/gi;
const passwordInUrl = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"]*:)[^\s/@"]+@/gi;
const queryParameter = /([?&][\w.-]*(?:token|secret|password|api_?key)[\w.-]*=)[^&\s"\\]+/gi;
const embeddedJson =
  /(\\"[^"\\]*(?:token|secret|password|phone|authorization)[^"\\]*\\"\s*:\s*\\")[^"\\]*(\\")/gi;

/** True for names of fields whose value is never shown, at whatever depth they stand. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

const secretName = /authorization|token|secret|password|passphrase|phone|cookie/i;
