/** Asks Telegram which bot the token belongs to. The token is part of the address, so no error text is passed on as is. */
export async function whoIs(token, root = "https://api.telegram.org") {
  let answer;
  try {
    const response = await fetch(`${root}/bot${token}/getMe`, { signal: AbortSignal.timeout(15_000) });
    answer = await response.json();
  } catch (error) {
    const reason = error.cause?.code ?? error.name;
    throw new Error(
      `Telegram cannot be reached at ${root} (${reason}). Without TELEGRAM_BOT_TOKEN, npm start needs no network.`,
      { cause: error },
    );
  }
  if (answer.ok !== true) {
    throw new Error(
      `Telegram refuses the token in TELEGRAM_BOT_TOKEN: ${answer.description}. BotFather shows the right one.`,
    );
  }
  return answer.result;
}
