import { GrammyError, HttpError } from "grammy";
import { classify } from "./telegram-errors";

const answer = (code: number, description: string, parameters = {}) =>
  new GrammyError(
    "Call to 'sendMessage' failed!",
    { ok: false, error_code: code, description, parameters },
    "sendMessage",
    {},
  );
const network = (message: string, code?: string) =>
  new HttpError(
    "Network request for 'sendMessage' failed!",
    Object.assign(new Error(message), code === undefined ? {} : { code }),
  );

describe("what is done about an answer of Telegram", () => {
  it.each([
    [400, "Bad Request: chat not found", "unreachable"],
    [400, "Bad Request: PEER_ID_INVALID", "unreachable"],
    [403, "Forbidden: bot was blocked by the user", "unreachable"],
    [403, "Forbidden: user is deactivated", "unreachable"],
    [403, "Forbidden: bot can't initiate conversation with a user", "unreachable"],
    [403, "Forbidden: bot was kicked from the group chat", "unreachable"],
    [400, "Bad Request: can't parse entities: unexpected end tag at byte offset 4", "rejected"],
    [400, "Bad Request: BUTTON_DATA_INVALID", "rejected"],
    [400, "Bad Request: reply markup is too long", "rejected"],
    [400, "Bad Request: message is too long", "rejected"],
    [400, "Bad Request: message text is empty", "rejected"],
    [400, "Bad Request: group chat was upgraded to a supergroup chat", "rejected"],
    [401, "Unauthorized", "halted"],
    [404, "Not Found", "halted"],
    [500, "Internal Server Error", "refused"],
    [502, "Bad Gateway", "refused"],
  ])("%d %s is %s", (code, description, type) => {
    expect(classify(answer(code, description)).type).toBe(type);
  });

  it("an upgrade to a supergroup says where the chat is now", () => {
    const description = "Bad Request: group chat was upgraded to a supergroup chat";
    expect(classify(answer(400, description, { migrate_to_chat_id: -1_001_234 }))).toMatchObject({
      type: "moved",
      chatId: -1_001_234,
    });
  });

  it("429 is a pause of as many seconds as it says", () => {
    expect(classify(answer(429, "Too Many Requests: retry after 17", { retry_after: 17 }))).toMatchObject({
      type: "flood",
      retryAfterSeconds: 17,
    });
    expect(classify(answer(429, "Too Many Requests"))).toMatchObject({ retryAfterSeconds: 5 });
  });
});

describe("what is done when no answer came", () => {
  it.each([
    ["connect ECONNREFUSED", "ECONNREFUSED", "refused"],
    ["getaddrinfo ENOTFOUND", "ENOTFOUND", "refused"],
    ["getaddrinfo EAI_AGAIN", "EAI_AGAIN", "refused"],
    ["certificate has expired", "CERT_HAS_EXPIRED", "refused"],
    ["read ECONNRESET", "ECONNRESET", "uncertain"],
    ["socket hang up", "ECONNRESET", "uncertain"],
    ["Request to 'sendMessage' timed out after 15 seconds", undefined, "uncertain"],
    ["Premature close", "ERR_STREAM_PREMATURE_CLOSE", "uncertain"],
    ["invalid json response body at x reason: Unexpected token '<', \"<html>\"", undefined, "refused"],
    ["invalid json response body at x reason: Unexpected end of JSON input", undefined, "uncertain"],
    ["something nobody has seen before", undefined, "uncertain"],
  ])("%s (%s) is %s", (message, code, type) => {
    expect(classify(network(message, code)).type).toBe(type);
  });

  it("keeps the token, which is part of the address, out of what is recorded", () => {
    const outcome = classify(
      network("request to https://api.telegram.org/bot123456:very-secret/sendMessage failed", "ECONNRESET"),
    );
    expect(JSON.stringify(outcome)).not.toContain("very-secret");
  });
});

it("passes faults of our own on", () => {
  expect(() => classify(new TypeError("undefined is not a function"))).toThrow(TypeError);
});
