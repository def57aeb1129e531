import { randomUUID } from "node:crypto";
import { createNotifierClient, type NotifierSchemas } from "@okoshko/contracts/notifier-client";
import { problem } from "./stub-booking-api";
import { fetchOrAway } from "../src/infrastructure";

type Broadcast = NotifierSchemas["Broadcast"];
type Input = NotifierSchemas["BroadcastInput"];

/** The notifier's broadcasts by its contract, as far as the bot sees them: nothing is sent to anybody. */
export class StubNotifier {
  readonly broadcasts: Broadcast[] = [];
  readonly requests: { route: string; key: string | null; person: string | null; body: unknown }[] = [];
  /** How many clients read each language. */
  readers = { ru: 12, en: 3 };
  isAway = false;
  /** The next order is carried out, and its answer gets lost. */
  losesAnswer = false;
  private readonly orders = new Map<string, { broadcast: Broadcast; body: string }>();

  readonly client = createNotifierClient({
    baseUrl: "http://notifier.test",
    token: "secret",
    fetch: fetchOrAway("notifier", (request) => this.fetch(request)),
  });

  countOf(route: string): number {
    return this.requests.filter((request) => request.route === route).length;
  }

  private async fetch(request: Request): Promise<Response> {
    if (this.isAway) throw new Error("connection refused");
    const text = await request.text();
    const body = text === "" ? undefined : (JSON.parse(text) as Input);
    const { pathname, searchParams } = new URL(request.url);
    const route = `${request.method} ${pathname.replace(/[0-9a-f-]{36}/, "{id}")}`;
    const key = request.headers.get("idempotency-key");
    this.requests.push({ route, key, person: request.headers.get("okoshko-on-behalf-of"), body });
    const { status, body: answer } = this.answer(route, pathname, body, key, searchParams);
    if (route === "POST /v1/broadcasts" && this.losesAnswer) {
      this.losesAnswer = false;
      throw new Error("socket hang up");
    }
    return new Response(JSON.stringify(answer), { status });
  }

  private answer(
    route: string,
    path: string,
    body: Input | undefined,
    key: string | null,
    query: URLSearchParams,
  ): { status: number; body?: unknown } {
    const one = this.broadcasts.find(({ id }) => path.includes(id));
    if (route === "GET /v1/broadcasts") {
      const [from, limit] = [Number(query.get("cursor") ?? 0), Number(query.get("limit"))];
      const more = this.broadcasts.length > from + limit;
      const items = this.broadcasts.slice(from, from + limit);
      return { status: 200, body: { items, nextCursor: more ? String(from + limit) : null } };
    }
    if (route === "POST /v1/broadcasts/preview" && body !== undefined)
      return { status: 200, body: this.preview(body) };
    if (route === "POST /v1/broadcasts" && body !== undefined) return this.create(body, key ?? "");
    if (one === undefined) return problem("not-found");
    if (route.endsWith("/stop") && one.state === "sending") one.state = "stopped";
    return { status: 200, body: one };
  }

  private preview({ text }: Input): NotifierSchemas["BroadcastPreview"] {
    const messages = (["ru", "en"] as const)
      .filter((locale) => this.readers[locale] > 0)
      .map((locale) => ({
        locale,
        text: text[locale] ?? text.ru ?? text.en ?? "",
        buttons: [locale === "ru" ? "Больше не присылать такое" : "No more of these"],
      }));
    return { total: this.readers.ru + this.readers.en, byLocale: this.readers, messages };
  }

  private create(input: Input, key: string): { status: number; body?: unknown } {
    const body = JSON.stringify(input);
    const before = this.orders.get(key);
    if (before !== undefined)
      return before.body === body
        ? { status: 201, body: before.broadcast }
        : problem("idempotency-key-reused");
    const broadcast = aBroadcast(input);
    this.broadcasts.unshift(broadcast);
    this.orders.set(key, { broadcast, body });
    return { status: 201, body: broadcast };
  }
}

export function aBroadcast({ text, audience }: Input): Broadcast {
  return {
    id: randomUUID(),
    state: "sending",
    text,
    audience,
    createdBy: 1001,
    createdAt: "2026-11-22T10:00:00.000Z",
    finishedAt: null,
    total: null,
    counts: { waiting: 0, sent: 0, unreachable: 0, skipped: 0, failed: 0, unknown: 0 },
  };
}
