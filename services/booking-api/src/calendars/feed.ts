import { createHash, randomBytes } from "node:crypto";
import { Op } from "sequelize";
import { Problem } from "@okoshko/runtime/problem";
import { AppointmentModel } from "../appointments/appointment.models";
import { everythingOfMany } from "../appointments/find";
import { rows } from "../database";
import { type Deps } from "../deps";
import { type Caller, maySee } from "../http/caller";
import { inTransaction } from "../transaction";
import { toICalendar } from "./icalendar";
import { shownStatuses, toCalendarEvent } from "./visit-event";

type FeedDeps = Pick<Deps, "db" | "shop" | "clock">;
interface FeedCommand {
  caller: Caller;
  masterId: string;
}

const dayMs = 24 * 3_600_000;
const pastDays = 30;
const comingDays = 90;

/**
 * Makes a private address for a master's calendar and ends the one before. The secret in it is 192 random bits, shown this
 * once; only its hash is kept. Throws `not-found` for an unknown master, `forbidden` for a colleague's.
 */
export async function createFeed(deps: FeedDeps, command: FeedCommand): Promise<{ path: string }> {
  await refuseStrangers(deps, command);
  const { db, clock } = deps;
  const now = clock.now();
  const secret = randomBytes(24).toString("base64url");
  const sql = `
    insert into booking.calendar_feeds (master_id, token_hash, created_at)
    values ($1, $2, $3)
    on conflict (master_id) do update set token_hash = excluded.token_hash, created_at = excluded.created_at`;
  await inTransaction(db, { caller: command.caller, now }, (tx) =>
    rows(db, sql, [command.masterId, hashOf(secret), now], tx),
  );
  return { path: `/v1/calendars/${secret}.ics` };
}

/** Ends a master's private address, if there is one. Throws `not-found` and `forbidden` like createFeed. */
export async function deleteFeed(deps: FeedDeps, command: FeedCommand): Promise<void> {
  await refuseStrangers(deps, command);
  const { db, clock } = deps;
  const sql = `delete from booking.calendar_feeds where master_id = $1`;
  await inTransaction(db, { caller: command.caller, now: clock.now() }, (tx) =>
    rows(db, sql, [command.masterId], tx),
  );
}

/** The visits behind a secret: the last 30 days and the next 90. Throws `not-found` for a secret that is none any more. */
export async function readFeedOf(deps: FeedDeps, secret: string): Promise<string> {
  const { db, shop, clock } = deps;
  const now = clock.now().getTime();
  // Looked up by its hash: how long that takes says nothing about the secret.
  const sql = `select master_id as "masterId" from booking.calendar_feeds where token_hash = $1`;
  const [feed] = await rows<{ masterId: string }>(db, sql, [hashOf(secret)], null);
  if (!feed) throw new Problem("not-found", { detail: "There is no such calendar." });
  const { business, masters } = await shop.current();
  const visits = await AppointmentModel.findAll({
    where: {
      masterId: feed.masterId,
      bookedAt: { [Op.ne]: null },
      status: { [Op.in]: shownStatuses },
      startsAt: {
        [Op.gte]: new Date(now - pastDays * dayMs),
        [Op.lt]: new Date(now + comingDays * dayMs),
      },
    },
    include: everythingOfMany,
    order: [
      ["startsAt", "asc"],
      ["id", "asc"],
    ],
  });
  const name = masters.get(feed.masterId)?.name;
  return toICalendar(
    visits.flatMap((row) => toCalendarEvent(row, business, "master") ?? []),
    name?.[masters.get(feed.masterId)?.locale ?? "ru"] ?? name?.ru ?? name?.en,
  );
}

async function refuseStrangers({ shop }: FeedDeps, { caller, masterId }: FeedCommand): Promise<void> {
  if (!(await shop.exact(null)).masters.has(masterId))
    throw new Problem("not-found", { detail: "There is no such master." });
  if (!(await maySee(caller, masterId)))
    throw new Problem("forbidden", { detail: "A master shares a calendar of their own." });
}

function hashOf(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
