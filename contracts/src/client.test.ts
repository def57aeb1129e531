import { createBookingClient, onBehalfOf } from "./booking-client";
import { unwrap } from "./client";
import { isProblem, ProblemError } from "./problem-error";

describe("a typed client", () => {
  it("sends lists as the contracts spell them: separated by commas", async () => {
    const { client, asked } = clientAnswering(200, { items: [] });
    await unwrap(client.GET("/v1/masters", { params: { query: { serviceIds: ["a", "b"] } } }));
    expect(decodeURIComponent(new URL(asked[0]?.url ?? "").search)).toBe("?serviceIds=a,b");
  });

  it("sends the token, and for whom it acts", async () => {
    const { client, asked } = clientAnswering(200, {});
    await unwrap(client.GET("/v1/clients/me", { params: { header: onBehalfOf(1001) } }));
    expect(asked[0]?.headers.get("authorization")).toBe("Bearer secret");
    expect(asked[0]?.headers.get("okoshko-on-behalf-of")).toBe("telegram:1001");
  });

  it("throws what is not a success as the problem that it is, with the time to wait", async () => {
    const problem = { type: "https://okoshko.dev/problems/unavailable", title: "Away", status: 503 };
    const { client } = clientAnswering(503, problem, { "retry-after": "7" });
    const error: unknown = await unwrap(client.GET("/v1/business")).catch((thrown: unknown) => thrown);
    expect(isProblem(error, "unavailable")).toBe(true);
    expect(error).toMatchObject({ status: 503, retryAfterSeconds: 7 });
  });

  it("throws also when the other side is no Okoshko service", async () => {
    const { client } = clientAnswering(502, "<html>Bad gateway</html>");
    const error: unknown = await unwrap(client.GET("/v1/business")).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ status: 502, problemName: undefined });
  });
});

function clientAnswering(status: number, body: unknown, headers: Record<string, string> = {}) {
  const asked: Request[] = [];
  const client = createBookingClient({
    baseUrl: "http://booking-api.test",
    token: "secret",
    fetch: (request) => {
      asked.push(request);
      const text = typeof body === "string" ? body : JSON.stringify(body);
      return Promise.resolve(new Response(text, { status, headers }));
    },
  });
  return { client, asked };
}
