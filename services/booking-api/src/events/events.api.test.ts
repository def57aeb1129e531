import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { problemNameOf } from "@okoshko/contracts/problems";
import { eventually } from "@okoshko/testkit/eventually";
import { type Api, startApi } from "../../test/api";
import { buildBooking, buildClient, buildShop, buildStaff } from "../../test/factories";
import { rows } from "../database";

let api: Api;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.stop());

const tuesday = (time: string) => `2026-11-24T${time}:00Z`;
interface Page {
  items: {
    cursor: string;
    event: {
      id: string;
      type: string;
      data: {
        appointment: { id: string; master: { locale: string } };
        previous?: { master: { locale: string } };
      };
    };
  }[];
  cursor: string | null;
}

async function feed(query = ""): Promise<Page> {
  return (await api.as("notifier")("get", `/v1/events${query}`).expect(200)).body as Page;
}

/**
 * The events after a cursor, once there are `count`. The bound of the feed is that of the whole server, so a transaction of
 * another test, in another database, may delay them for a moment.
 */
async function feedOf(count: number, query = ""): Promise<Page> {
  return eventually(async () => {
    const page = await feed(query);
    expect(page.items).toHaveLength(count);
    return page;
  });
}

/** A shop with the data of one event, and a way to write more of them through a connection of one's own. */
async function buildWriter() {
  const { visit } = await buildShop(api);
  const { call } = await buildClient(api);
  await buildBooking(call, visit, tuesday("10:00"));
  const start = await feedOf(1);
  const client = new Client({ connectionString: api.url });
  await client.connect();
  const insert = async () => {
    const id = randomUUID();
    await client.query(
      `insert into booking.events (id, type, actor, data, occurred_at)
       select $1, type, actor, data, occurred_at from booking.events limit 1`,
      [id],
    );
    return id;
  };
  return { call, visit, client, insert, start };
}

describe("the feed", () => {
  it("tells what happened in order, page by page, each event once", async () => {
    const { visit } = await buildShop(api);
    const { call } = await buildClient(api);
    const first = await buildBooking(call, visit, tuesday("10:00"));
    const second = await buildBooking(call, visit, tuesday("12:00"));
    await call("post", `/v1/appointments/${first.id}/cancel`, { reason: "Ill" }).expect(200);

    await feedOf(3);
    const seen: string[] = [];
    let cursor: string | null = null;
    for (;;) {
      const page: Page = await feed(`?limit=1${cursor === null ? "" : `&after=${cursor}`}`);
      if (page.items.length === 0) break;
      expect(page.items).toHaveLength(1);
      expect(page.cursor).toBe(page.items[0]?.cursor);
      cursor = page.cursor;
      for (const { event } of page.items) seen.push(`${event.type} ${event.data.appointment.id}`);
    }
    expect(seen).toEqual([
      `appointment.confirmed ${first.id}`,
      `appointment.confirmed ${second.id}`,
      `appointment.cancelled ${first.id}`,
    ]);
    const last = await feed(`?after=${cursor}`);
    expect(last).toEqual({ items: [], cursor });
  });

  it("names the language that a master has chosen in the bot, of the one who has the visit and of the one who had it", async () => {
    const {
      visit,
      master: { id: masterId },
    } = await buildShop(api);
    const { call } = await buildClient(api);
    const master = await buildStaff(api, "master", masterId);
    const { id, version } = await buildBooking(call, visit, tuesday("10:00"));
    await master.call("put", "/v1/clients/me", { name: "Gleb", locale: "en" }).expect(200);
    const move = { startsAt: tuesday("12:00"), expectedVersion: version };
    await call("post", `/v1/appointments/${id}/reschedule`, move).expect(200);

    const { items } = await feedOf(2);
    const languages = items.map(({ event: { data } }) => [
      data.appointment.master.locale,
      data.previous?.master.locale,
    ]);
    expect(languages).toEqual([
      ["ru", undefined],
      ["en", "en"],
    ]);
  });

  it("is empty before anything happened, with no cursor to keep", async () => {
    expect(await feed()).toEqual({ items: [], cursor: null });
  });

  it("says nothing of what was only held, refused or rolled back", async () => {
    const { visit } = await buildShop(api);
    const { call } = await buildClient(api);
    const held = await call("post", "/v1/holds", { ...visit, startsAt: tuesday("10:00") }).expect(201);
    await call("delete", `/v1/holds/${held.body.id}`).expect(204);
    await call("post", `/v1/appointments/${held.body.id}/confirm`).expect(409);
    expect((await feed()).items).toEqual([]);
  });

  it("shows no younger event before an older one whose transaction is slow, and then both in order", async () => {
    const { client, insert, start, call, visit } = await buildWriter();
    await client.query("begin");
    const slow = await insert();
    const quick = await buildBooking(call, visit, tuesday("12:00"));

    // The younger one is committed and waits behind the older one.
    expect(await rows(api.db, `select from booking.events`, [], null)).toHaveLength(2);
    expect(await feed(`?after=${start.cursor}`)).toEqual({ items: [], cursor: start.cursor });

    await client.query("commit");
    const { items } = await feedOf(2, `?after=${start.cursor}`);
    expect(items.map(({ event }) => event.id === slow || event.data.appointment.id === quick.id)).toEqual([
      true,
      true,
    ]);
    expect(items[0]?.event.id).toBe(slow);
    await client.end();
  });

  it("counts by number, not by spelling: the tenth event comes after the ninth", async () => {
    const { client, insert, start } = await buildWriter();
    await client.query("begin");
    const written: string[] = [];
    for (let nth = 0; nth < 12; nth += 1) written.push(await insert());
    await client.query("commit");
    await feedOf(12, `?after=${start.cursor}`);

    const read: string[] = [];
    for (let cursor = start.cursor; ;) {
      const page = await feed(`?limit=5&after=${cursor}`);
      if (page.items.length === 0) break;
      for (const { event } of page.items) read.push(event.id);
      cursor = page.cursor;
    }
    expect(read).toEqual(written);
    await client.end();
  });

  it("goes on behind a transaction that was rolled back", async () => {
    const { client, insert, start, call, visit } = await buildWriter();
    await client.query("begin");
    await insert();
    const quick = await buildBooking(call, visit, tuesday("12:00"));
    await client.query("rollback");

    const { items } = await feedOf(1, `?after=${start.cursor}`);
    expect(items.map(({ event }) => event.data.appointment.id)).toEqual([quick.id]);
    await client.end();
  });

  it("skips nothing and repeats nothing for a reader among writers that commit out of order", async () => {
    const { start, client: first } = await buildWriter();
    await first.end();
    const writers = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const client = new Client({ connectionString: api.url });
        await client.connect();
        return client;
      }),
    );
    const written: string[] = [];
    let writing = true;
    const write = Promise.all(
      writers.map(async (client, writer) => {
        for (let round = 0; round < 15; round += 1) {
          await client.query("begin");
          for (let nth = 0; nth <= (round + writer) % 3; nth += 1) {
            const id = randomUUID();
            await client.query(
              `insert into booking.events (id, type, actor, data, occurred_at)
               select $1, type, actor, data, occurred_at from booking.events limit 1`,
              [id],
            );
            written.push(id);
          }
          // Others overtake this one here.
          await client.query(`select pg_sleep($1)`, [((round * 7 + writer * 3) % 5) / 200]);
          await client.query("commit");
        }
        await client.end();
      }),
    ).finally(() => void (writing = false));

    const read: string[] = [];
    const cursors: string[] = [];
    let cursor = start.cursor;
    while (writing || read.length < written.length) {
      const page = await feed(`?limit=7&after=${cursor}`);
      cursor = page.cursor;
      for (const { event, cursor: at } of page.items) {
        read.push(event.id);
        cursors.push(at);
      }
    }
    await write;
    expect((await feed(`?after=${cursor}`)).items).toEqual([]);
    expect(new Set(read).size).toBe(read.length);
    expect([...read].sort()).toEqual([...written].sort());
    const places = cursors.map((at) => at.split("-").map(BigInt) as [bigint, bigint]);
    for (const [index, [txid, position]] of places.entries()) {
      const [lastTxid, lastPosition] = places[index - 1] ?? [0n, 0n];
      expect(txid > lastTxid || (txid === lastTxid && position > lastPosition)).toBe(true);
    }
  });
});

describe("waiting for the first event", () => {
  it("ends as soon as something happens", async () => {
    const { visit } = await buildShop(api);
    const { call } = await buildClient(api);
    const begun = performance.now();
    const waiting = feed("?waitSeconds=20");
    const booking = await buildBooking(call, visit, tuesday("10:00"));

    const { items } = await waiting;
    expect(items.map(({ event }) => event.data.appointment.id)).toEqual([booking.id]);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it("ends for all who wait, also when the nudge is lost", async () => {
    const { insert, start, client } = await buildWriter();
    const waiting = [1, 2, 3].map(() => feed(`?waitSeconds=20&after=${start.cursor}`));
    // Written past the API, so that nobody is nudged.
    const id = await insert();
    for (const { items } of await Promise.all(waiting))
      expect(items.map(({ event }) => event.id)).toEqual([id]);
    await client.end();
  });

  it("ends empty-handed after the time asked for, with the cursor that was sent", async () => {
    const begun = performance.now();
    expect(await feed("?waitSeconds=1&after=5-7")).toEqual({ items: [], cursor: "5-7" });
    expect(performance.now() - begun).toBeGreaterThanOrEqual(950);
  });

  it("ends when the caller goes away, and leaves no query running", async () => {
    const request = api.as("notifier")("get", "/v1/events?waitSeconds=30");
    const gone = new Promise<void>((resolve) => request.end(() => resolve()));
    request.abort();
    await Promise.race([gone, Promise.resolve()]);
    await eventually(async () => {
      const sql = `select from pg_stat_activity where datname = current_database() and state = 'active' and query like '%booking.events%' and pid <> pg_backend_pid()`;
      expect(await rows(api.db, sql, [], null)).toHaveLength(0);
    });
  });
});

describe("a cursor", () => {
  it.each([
    "x",
    "1",
    "-1-1",
    "1-1-1",
    "1.5-1",
    "0x1-1",
    "99999999999999999999-1",
    "18446744073709551616-1",
    "1-9223372036854775808",
    "1-99999999999999999999",
    "",
    " ",
    "1-1;select",
    "%00",
  ])("that this feed never gave is refused: %j", async (after) => {
    const { status, body } = await api.as("notifier")("get", `/v1/events?after=${encodeURIComponent(after)}`);
    expect([status, problemNameOf(body.type)]).toEqual([400, "invalid-request"]);
    expect(body.errors[0].pointer).toBe("query/after");
  });

  it("may be the largest that there can be", async () => {
    const after = "18446744073709551615-9223372036854775807";
    expect(await feed(`?after=${after}`)).toEqual({ items: [], cursor: after });
  });

  it("means the number, however it is spelled", async () => {
    const { start, client } = await buildWriter();
    const [txid = "", position = ""] = start.cursor?.split("-") ?? [];
    const spelled = `${txid.padStart(20, "0")}-${position.padStart(19, "0")}`;
    expect((await feed(`?after=${spelled}`)).items).toEqual([]);
    expect((await feed("?after=0971243797-08")).items).toEqual([]);
    await client.end();
  });

  it.each([
    "limit=0",
    "limit=501",
    "limit=x",
    "limit=1.5",
    "waitSeconds=-1",
    "waitSeconds=31",
    "waitSeconds=x",
  ])("comes with sane limits only: %s", async (query) => {
    const { status, body } = await api.as("notifier")("get", `/v1/events?${query}`);
    expect([status, problemNameOf(body.type)]).toEqual([400, "invalid-request"]);
  });
});
