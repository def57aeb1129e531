import { request } from "node:http";
import { closeAll, running } from "../../test/harness";

afterEach(closeAll);

function ask(
  url: string,
  path: string,
  headers: Record<string, string>,
  method = "GET",
): Promise<{ status: number; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    request(url + path, { method, headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    })
      .on("error", reject)
      .end();
  });
}

it.each<[string, Record<string, string>, number]>([
  ["a program", {}, 200],
  ["the page itself", { origin: "OWN", "sec-fetch-site": "same-origin" }, 200],
  ["a container that calls it by name", { host: "telegram-emulator:4000" }, 200],
  ["a pod that calls it by its full name", { host: "telegram-emulator.okoshko.svc.cluster.local:4000" }, 200],
  ["the host that the operator allowed", { host: "demo.example.org" }, 200],
  ["another web site", { origin: "https://evil.example" }, 403],
  ["a sandboxed frame", { origin: "null" }, 403],
  ["another port of this machine", { origin: "http://127.0.0.1:1" }, 403],
  ["an image of another site", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }, 403],
  ["a name that was bent to this machine", { host: "evil.example:4000" }, 403],
])("lets %s in or not", async (_who, headers, status) => {
  const { emulator } = await running({ allowedHosts: ["demo.example.org"] });
  const given = { ...headers, ...(headers["origin"] === "OWN" ? { origin: emulator.url } : {}) };
  for (const path of ["/_emulator/persons", `/bot${emulator.botToken}/getMe`])
    expect((await ask(emulator.url, path, given)).status).toBe(status);
});

it("lets other sites link to the page, not to the API", async () => {
  const { emulator } = await running();
  const following = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
  expect((await ask(emulator.url, "/", following)).status).toBe(200);
  expect((await ask(emulator.url, "/_emulator/persons", following)).status).toBe(403);
});

it("serves the page with a policy that lets in nothing foreign", async () => {
  const { emulator } = await running();
  const { status, headers } = await ask(emulator.url, "/", {});
  expect(status).toBe(200);
  expect(headers["content-type"]).toContain("text/html");
  expect(headers["content-security-policy"]).toMatch(
    /^default-src 'none'; script-src 'self'; style-src 'self'/,
  );
  expect(headers["content-security-policy"]).not.toContain("unsafe");
  expect(headers["x-content-type-options"]).toBe("nosniff");
});
