import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";

/** Telegram takes every message; booking-api has every visit as it was, and no news. */
const sent = JSON.stringify({
  ok: true,
  result: { message_id: 1, date: 1, chat: { id: 1, type: "private" }, text: "x" },
});
const masterId = "b1000000-0000-4000-8000-000000000000";

function answer(response: ServerResponse, body: string): void {
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
  response.end(body);
}

function statesOf(url: URL): string {
  const items = (url.searchParams.get("ids") ?? "").split(",").map((id) => ({
    id,
    status: "confirmed",
    version: 1,
    masterId,
    attendance: "unanswered",
    changeableUntil: "2100-01-01T00:00:00.000Z",
    startsAt: "2100-01-01T00:00:00.000Z",
    clientLocale: null,
  }));
  return JSON.stringify({ items });
}

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (url.pathname === "/v1/appointment-states") answer(response, statesOf(url));
    else if (url.pathname === "/v1/events")
      setTimeout(() => answer(response, JSON.stringify({ items: [], cursor: null })), 2_000);
    else answer(response, sent);
  });
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.once("disconnect", () => process.exit());
