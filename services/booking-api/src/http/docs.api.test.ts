import request from "supertest";
import { type Api, startApi } from "../../test/api";
import { operations } from "../../test/operations";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());

describe("the page of the contract", () => {
  it("is served to anyone, and names no other place than this", async () => {
    const { text, headers } = await request(api.app)
      .get("/docs")
      .expect(200)
      .expect("content-type", /^text\/html/);
    expect(text).not.toMatch(/(?:https?:)?\/\/[a-z]/i);
    expect(headers["content-security-policy"]).toContain("default-src 'self'");
  });

  it("brings everything that it loads", async () => {
    const { text } = await request(api.app).get("/docs").expect(200);
    const loaded = [...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, address = ""]) => address);
    expect(loaded.length).toBeGreaterThanOrEqual(3);
    for (const address of loaded) {
      const { headers, text: content } = await request(api.app).get(address).expect(200);
      expect(headers["content-type"]).toMatch(address.endsWith(".css") ? /text\/css/ : /javascript/);
      expect(content.length).toBeGreaterThan(50);
      expect(content).not.toMatch(/@import\s+url\(\s*["']?(?:https?:)?\/\//);
    }
  });

  it("starts with the contract of this very service", async () => {
    const { text } = await request(api.app).get("/docs/start.js").expect(200);
    expect(text).toContain('url: "/openapi.json"');
  });

  it.each([
    ["a part that is not there", { range: "bytes=99999999-" }],
    ["a condition that fails", { "if-match": '"nothing"' }],
    ["a condition on an old version", { "if-unmodified-since": "Thu, 01 Jan 1970 00:00:00 GMT" }],
  ])("answers a question for %s without an error of its own", async (_, headers) => {
    const { status } = await request(api.app).get("/docs/assets/swagger-ui.css").set(headers);
    expect(status).toBeLessThan(500);
  });

  it.each([
    "/docs/assets/none.js",
    "/docs/assets/..%2f..%2fpackage.json",
    "/docs/assets/%00",
    "/docs/nothing",
  ])("has nothing else to give: %s", async (path) => {
    const { status, type } = await request(api.app).get(path);
    expect(type).toBe("application/problem+json");
    expect([400, 401, 404]).toContain(status);
  });
});

describe("/openapi.json", () => {
  it("M11: is an OpenAPI 3.1 document in one piece, with every operation", async () => {
    const { body } = await request(api.app).get("/openapi.json").expect(200).expect("content-type", /json/);
    expect(body.openapi).toMatch(/^3\.1\./);
    expect(JSON.stringify(body)).not.toMatch(/"\$ref":"[^#]/);
    const references = [...JSON.stringify(body).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, to = ""]) => to);
    for (const to of references) {
      const found = to.split("/").reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], body);
      expect([to, typeof found]).toEqual([to, "object"]);
    }
    for (const { path, method, id } of operations) expect(body.paths[path][method].operationId).toBe(id);
  });
});
