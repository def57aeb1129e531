import { createServer } from "node:http";
import { type AddressInfo } from "node:net";

/** Of every message, so that whoever posts taps knows what they are under. */
export const cardId = 7;

/** A Bot API that says yes to everything: what it costs is as little as it can be, so that the bot is what is measured. */
function serve(): void {
  const server = createServer((request, response) => {
    const method = request.url?.split("/").at(-1) ?? "";
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ ok: true, result: resultOf(method, chunks) }));
    });
  });
  const resultOf = (method: string, chunks: Buffer[]): unknown => {
    if (method === "getMe")
      return { id: 1_000_000_001, is_bot: true, first_name: "Bench", username: "bench_bot" };
    if (method === "getWebhookInfo")
      return { url: "", has_custom_certificate: false, pending_update_count: 0 };
    if (method !== "sendMessage" && method !== "editMessageText") return true;
    const { chat_id: id = 0 } = JSON.parse(Buffer.concat(chunks).toString() || "{}") as { chat_id?: number };
    return {
      message_id: cardId,
      date: 1,
      chat: { id, type: "private", first_name: "Bench" },
      text: "-",
    };
  };
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
}

if (process.send !== undefined) {
  process.once("message", () => serve());
  process.once("disconnect", () => process.exit());
}
