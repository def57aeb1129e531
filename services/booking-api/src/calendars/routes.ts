import { createHash } from "node:crypto";
import { Router } from "express";
import { Problem } from "@okoshko/runtime/problem";
import { findAppointment } from "../appointments/find";
import { type Deps } from "../deps";
import { actorOf } from "../http/caller";
import { operation } from "../http/operation";
import { createFeed, deleteFeed, readFeedOf } from "./feed";
import { toICalendar } from "./icalendar";
import { toCalendarEvent } from "./visit-event";

/** Visits for calendar programs. */
export function calendarRoutes(deps: Pick<Deps, "db" | "shop" | "clock">): Router {
  const router = Router();

  operation(router, "getAppointmentCalendar", async ({ path, caller }) => {
    const row = await findAppointment(deps.db, path.appointmentId, caller, null);
    const { business } = await deps.shop.current();
    const reader = actorOf(caller, row.client) === "client" ? "client" : "master";
    const event = toCalendarEvent(row, business, reader);
    if (!event) throw new Problem("wrong-state", { detail: `It is ${row.status}; nobody has agreed on it.` });
    return asFile(toICalendar([event]), "visit.ics");
  });

  operation(router, "createCalendarFeed", async ({ path, caller }) => ({
    status: 201,
    body: await createFeed(deps, { caller, ...path }),
  }));

  operation(router, "deleteCalendarFeed", async ({ path, caller }) => {
    await deleteFeed(deps, { caller, ...path });
    return { status: 204 };
  });

  operation(router, "getCalendarFeed", async ({ path }) =>
    asFile(await readFeedOf(deps, path.feedToken.replace(/\.ics$/, "")), "visits.ics"),
  );

  return router;
}

/**
 * With an ETag, so that a program that asks every quarter of an hour is told in a few bytes that nothing has changed (Express
 * compares it with If-None-Match). `private`: what is behind a secret is no business of a shared cache.
 */
function asFile(body: string, name: string) {
  return {
    status: 200,
    body,
    headers: {
      "content-type": "text/calendar; charset=utf-8",
      "content-disposition": `inline; filename="${name}"`,
      "cache-control": "private, max-age=300",
      etag: `"${createHash("sha256").update(body).digest("base64url")}"`,
    },
  } as const;
}
