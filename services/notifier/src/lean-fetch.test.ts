import { type RequestListener } from "node:http";
import { buffer } from "node:stream/consumers";
import { listen } from "@okoshko/runtime/http/listen";
import { leanFetch } from "./lean-fetch";

let close: () => Promise<void> = () => Promise.resolve();
afterEach(() => close());

async function serve(handle: RequestListener): Promise<string> {
  const server = await listen(handle, { host: "127.0.0.1", port: 0 });
  close = () => server.close();
  return `http://127.0.0.1:${server.port}/bot1:token/sendMessage?a=b`;
}
const call = {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: '{"text":"Ждём вас!"}',
};

it("sends the call as it is, and reads the answer, over one connection", async () => {
  const ports = new Set<number | undefined>();
  const url = await serve((request, response) => {
    ports.add(request.socket.remotePort);
    void buffer(request).then((body) =>
      response.end(
        JSON.stringify([request.method, request.url, request.headers["content-type"], body.toString()]),
      ),
    );
  });
  const fetch = leanFetch();
  for (let nth = 0; nth < 3; nth += 1) {
    const answer = await fetch(url, call);
    expect(await answer.json()).toEqual([
      "POST",
      "/bot1:token/sendMessage?a=b",
      "application/json",
      call.body,
    ]);
  }
  expect(ports.size).toBe(1);
});

it("rejects when the connection breaks in the middle of an answer", async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write('{"ok":', () => response.destroy());
  });
  await expect(leanFetch()(url, call)).rejects.toMatchObject({ code: "ECONNRESET" });
});

it("rejects when it is called off in the middle of an answer", async () => {
  const controller = new AbortController();
  const url = await serve((_request, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write('{"ok":', () => controller.abort());
  });
  await expect(leanFetch()(url, { ...call, signal: controller.signal })).rejects.toThrow("aborted");
});

it("says that an answer is not JSON only to who reads it", async () => {
  const url = await serve((_request, response) => void response.end("<html>"));
  const answer = await leanFetch()(url, call);
  await expect(answer.json()).rejects.toThrow("invalid json");
});
