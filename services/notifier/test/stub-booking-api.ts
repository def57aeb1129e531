import {
  createBookingClient,
  type BookingSchemas,
  type DomainEvent,
} from "@okoshko/contracts/booking-client";
import { problems, problemType, type ProblemName } from "@okoshko/contracts/problems";

const audiencePage = 20;

/** Answers as booking-api's contract says, from memory: the feed, one appointment, reachability. */
export function stubBookingApi() {
  const feed: BookingSchemas["FeedEvent"][] = [];
  const appointments = new Map<string, BookingSchemas["Appointment"]>();
  const clientLocales = new Map<string, BookingSchemas["Locale"]>();
  const briefings = new Map<string, BookingSchemas["Briefing"]>();
  const wishes = new Map<string, BookingSchemas["WishBriefing"]>();
  const unreachable: number[] = [];
  const roles = new Map<number, string[]>();
  const audience: BookingSchemas["AudienceMember"][] = [];
  const waiting = new Set<() => void>();
  let isAway = false;
  let looks = 0;
  const stub = {
    /** Lets every call fail, as when the service is down. */
    goesAway(): void {
      isAway = true;
    },
    comesBack(): void {
      isAway = false;
    },
    /** How often an appointment was looked at. */
    looks: () => looks,
    unreachable,
    appointments,
    /** What lies around visits, by their id. */
    briefings,
    /** Wishes as their masters may see them, by their id. */
    wishes,
    /** The client of that appointment has chosen a language; no event tells of it. */
    chooseLanguage: (appointmentId: string, locale: BookingSchemas["Locale"]) =>
      void clientLocales.set(appointmentId, locale),
    /** What people may do, beside being clients. */
    roles,
    /** Whom a broadcast reaches. */
    audience,
    /** A change commits: the appointment is as the event says, and the feed shows it. */
    happen(event: DomainEvent, traceparent?: string): void {
      stub.happenQuietly(event, traceparent);
      for (const wake of waiting) wake();
    },
    /** The same, but who waits for news at that moment goes on waiting. */
    happenQuietly(event: DomainEvent, traceparent?: string): void {
      stub.commit(event);
      feed.push({ cursor: `${feed.length + 1}-1`, event, ...(traceparent ? { traceparent } : {}) });
    },
    /** The appointment has changed, but the feed does not show it yet: the notifier has not been told yet. */
    commit(event: DomainEvent): void {
      if (!("appointment" in event.data)) return;
      appointments.set(event.data.appointment.id, event.data.appointment);
    },
    async fetch(request: Request): Promise<Response> {
      if (isAway) throw new TypeError("fetch failed");
      const url = new URL(request.url);
      if (url.pathname === "/v1/events") return events(url, request.signal);
      const [, person] = /^\/v1\/telegram-users\/(\d+)\/reachability$/.exec(url.pathname) ?? [];
      if (person !== undefined) {
        unreachable.push(Number(person));
        return new Response(null, { status: 204 });
      }
      const [, visit] = /^\/v1\/appointments\/([^/]+)\/briefing$/.exec(url.pathname) ?? [];
      const briefing = visit === undefined ? undefined : briefings.get(visit);
      if (briefing) return Response.json(briefing);
      const [, entry] = /^\/v1\/waitlist\/([^/]+)\/briefing$/.exec(url.pathname) ?? [];
      const wish = entry === undefined ? undefined : wishes.get(entry);
      if (wish) return Response.json(wish);
      if (url.pathname === "/v1/audience") return readers(url);
      if (url.pathname === "/v1/access") return access(request);
      if (url.pathname === "/v1/appointment-states") return states(url);
      return problem("not-found");
    },
  };

  function access(request: Request): Response {
    const person = Number(request.headers.get("okoshko-on-behalf-of")?.replace("telegram:", ""));
    const known = ["client", ...(roles.get(person) ?? [])];
    return Response.json({ roles: known, scopes: [], masterId: null, telegramUserId: person });
  }

  /** Small pages, so that a broadcast has many of them. */
  function readers(url: URL): Response {
    const from = Number(url.searchParams.get("cursor") ?? 0);
    const to = from + audiencePage;
    const nextCursor = to < audience.length ? `${to}` : null;
    return Response.json({ items: audience.slice(from, to), nextCursor, total: audience.length });
  }

  function states(url: URL): Response {
    looks += 1;
    const ids = url.searchParams.get("ids")?.split(",") ?? [];
    const items = ids.flatMap((id) => {
      const found = appointments.get(id);
      if (!found) return [];
      const { status, version, masterId, attendance, changeableUntil, startsAt } = found;
      const clientLocale = clientLocales.get(id) ?? null;
      return [{ id, status, version, masterId, attendance, changeableUntil, startsAt, clientLocale }];
    });
    return Response.json({ items });
  }

  async function events(url: URL, signal: AbortSignal): Promise<Response> {
    const after = url.searchParams.get("after");
    const limit = Number(url.searchParams.get("limit") ?? 100);
    const seen = after === null ? 0 : feed.findIndex(({ cursor }) => cursor === after) + 1;
    if (feed.length === seen) await news(Number(url.searchParams.get("waitSeconds") ?? 0), signal);
    const items = feed.slice(seen, seen + limit);
    return Response.json({ items, cursor: items.at(-1)?.cursor ?? after });
  }

  function news(waitSeconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        waiting.delete(end);
        clearTimeout(timer);
        resolve();
      };
      // As a real call would: who has given up already is not waited for.
      if (signal.aborted) return reject(new DOMException("aborted", "AbortError"));
      const timer = setTimeout(end, waitSeconds * 1_000);
      waiting.add(end);
      signal.addEventListener("abort", () => {
        end();
        reject(new DOMException("aborted", "AbortError"));
      });
    });
  }

  return {
    ...stub,
    client: createBookingClient({
      baseUrl: "http://booking-api.invalid",
      token: "a-token-of-the-notifier",
      fetch: (request) => stub.fetch(request),
    }),
  };
}

function problem(name: ProblemName): Response {
  const { status, title } = problems[name];
  return Response.json(
    { type: problemType(name), title, status },
    { status, headers: { "content-type": "application/problem+json" } },
  );
}
