/** Before every key in Redis, so that two bots may share one. The part before the colon is the bot's id, and no secret. */
export function keyPrefixOf(token: string): string {
  return `bot:${token.split(":")[0]}`;
}
