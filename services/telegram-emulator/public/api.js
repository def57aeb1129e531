/** The emulator's control API, as contracts/openapi/telegram-emulator.yaml describes it. */

/** The server said no: `detail` is its own sentence. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? problem?.title ?? `HTTP ${status}`);
    this.status = status;
  }
}

/** Nobody answered. */
export class Unreachable extends Error {}

async function call(method, path, body) {
  let response;
  try {
    response = await fetch(`_emulator${path}`, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw new Unreachable("unreachable", { cause });
  }
  const isJson = /json/.test(response.headers.get("Content-Type") ?? "");
  const answer = isJson ? await response.json() : undefined;
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}

const of = (personId) => `/persons/${personId}`;

export const api = {
  persons: async () => (await call("GET", "/persons")).persons,
  chat: (id) => call("GET", `${of(id)}/chat`),
  bot: () => call("GET", "/bot"),
  clock: () => call("GET", "/clock"),

  start: (id, payload) => call("POST", `${of(id)}/start`, payload ? { payload } : {}),
  sendText: (id, text) => call("POST", `${of(id)}/messages`, { text }),
  tap: (id, messageId, row, column) => call("POST", `${of(id)}/taps`, { messageId, row, column }),
  tapKeyboard: (id, row, column) => call("POST", `${of(id)}/keyboard-taps`, { row, column }),
  shareContact: (id) => call("POST", `${of(id)}/contacts`, {}),
  attach: (id, kind) => call("POST", `${of(id)}/attachments`, { kind }),
  block: (id) => call("POST", `${of(id)}/block`),
  unblock: (id) => call("POST", `${of(id)}/unblock`),
  setLanguage: (id, languageCode) => call("PATCH", of(id), { languageCode }),

  advanceBy: (milliseconds) => call("POST", "/clock/advance", { milliseconds }),
  realTime: () => call("PUT", "/clock", { offsetMs: 0, allowBackwards: true }),
};
