import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { unwrap } from "@okoshko/contracts/client";
import { eventually } from "@okoshko/testkit/eventually";
import { freePort } from "@okoshko/testkit/free-port";
import { Client } from "pg";
import { runToEnd } from "../src/service-process";
import { startSystem, type System } from "../src/system";
import { prepareDatabase } from "../src/system-database";
import { type Cluster, findPostgres, runProgram, startCluster } from "../test/installed-postgres";
import { hasFailed } from "../test/story-system";
import {
  appointmentsOf,
  books,
  deliveriesOf,
  english,
  minutesBefore,
  patient,
  persons,
  russian,
  textsSentTo,
} from "../test/visitor";

const bin = findPostgres();
if (bin === undefined) {
  process.stderr.write(
    "\nSKIPPED: backup and restore. There is no Postgres with pg_dump here (Debian: apt-get install postgresql).\n\n",
  );
  it.skip("a dump restored into a new cluster loses nothing (no pg_dump)", () => undefined);
} else {
  describe("backup and restore", () => restoring(bin));
}

const services = ["bot", "notifier", "booking-api"] as const;

function restoring(bin: string): void {
  const directory = mkdtempSync(path.join(tmpdir(), "okoshko-dump-"));
  let cluster: Cluster;
  let databaseUrl: string;
  let system: System;

  const inDatabase = async <Row extends object>(url: string, sql: string): Promise<Row[]> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  /** Every row of every table, as one digest each. */
  const contents = async () => {
    const tables = await inDatabase<{ name: string }>(
      databaseUrl,
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_schema in ('booking', 'notifier') and table_type = 'BASE TABLE' order by 1`,
    );
    const digests = tables.map(async ({ name }) => {
      const sql = `select count(*)::int as rows, md5(string_agg(t::text, '|' order by t::text)) as digest from ${name} t`;
      return [
        name,
        (await inDatabase<{ rows: number; digest: string | null }>(databaseUrl, sql))[0],
      ] as const;
    });
    return Object.fromEntries(await Promise.all(digests));
  };
  const nextTransaction = async () =>
    (
      await inDatabase<{ next: number }>(
        databaseUrl,
        "select pg_snapshot_xmax(pg_current_snapshot())::text::int as next",
      )
    )[0]?.next ?? 0;
  const eventsAfter = async (after?: string) =>
    unwrap(
      system.booking.GET("/v1/events", {
        params: { query: { limit: 200, ...(after === undefined ? {} : { after }) } },
      }),
    );

  beforeAll(async () => {
    const port = await freePort();
    cluster = await startCluster(bin, port);
    // One that has worked for a while: each of these is a transaction of its own.
    await inDatabase(
      cluster.url,
      `do $$ begin for i in 1..5000 loop perform pg_current_xact_id(); commit; end loop; end $$`,
    );
    await inDatabase(cluster.url, "create database okoshko");
    databaseUrl = cluster.url.replace(/postgres$/, "okoshko");
    await prepareDatabase(databaseUrl);
    system = await startSystem({ databaseUrl });
  }, 180_000);
  afterEach(() => {
    if (hasFailed()) process.stderr.write(`\n${expect.getState().currentTestName}\n${system.logs()}\n`);
  });
  afterAll(async () => {
    await system?.stop();
    await cluster?.wipe();
    rmSync(directory, { recursive: true, force: true });
  }, 60_000);

  it("dump, wipe, restore into a new cluster: nothing is lost, the feed goes on, no message is missing or sent twice", async () => {
    const { driver } = system;
    const [theo, vera, gleb] = [persons.theo, persons.vera, persons.gleb].map((id) => driver.person(id));
    if (theo === undefined || vera === undefined || gleb === undefined) throw new Error("Nobody is there.");
    const visit = await books(system, theo, english);
    const dropped = await books(system, vera, { ...russian, day: /^пт 27 нояб/ });
    await gleb.waitFor("Вера Лугова", { anytime: true, ...patient });
    await eventually(async () => {
      const told = await Promise.all([visit, dropped].map(({ id }) => deliveriesOf(system, id)));
      for (const rows of told)
        expect(rows.find(({ kind }) => kind === "confirmation_master")?.status).toBe("sent");
    }, patient);
    const { cursor } = await eventsAfter();

    // What happened last is in the feed, and nobody has read it.
    await system.kill("notifier", "SIGTERM");
    await unwrap(
      system.booking.POST("/v1/appointments/{appointmentId}/cancel", {
        params: { path: { appointmentId: dropped.id } },
        body: {},
      }),
    );
    const before = await eventually(async () => {
      const all = await eventsAfter();
      expect((await eventsAfter(cursor ?? undefined)).items).toHaveLength(1);
      return all.items.map(({ event }) => event.id);
    }, patient);

    // As the chart's README says.
    for (const name of services) await system.kill(name, "SIGTERM");
    const dump = path.join(directory, "okoshko.dump");
    await runProgram(bin, "pg_dump", ["--format=custom", `--file=${dump}`, databaseUrl]);
    const [content, next] = [await contents(), await nextTransaction()];
    await cluster.wipe();
    await system.redis.flush();
    cluster = await startCluster(bin, Number(new URL(databaseUrl).port));
    await inDatabase(cluster.url, "create database okoshko");
    await runProgram(bin, "pg_restore", [
      "--exit-on-error",
      "--single-transaction",
      "--no-owner",
      `--dbname=${databaseUrl}`,
      dump,
    ]);
    expect(await contents()).toEqual(content);
    // Otherwise this would prove nothing.
    expect(await nextTransaction()).toBeLessThan(next - 3_000);
    const calls = await driver.callCursor();
    await system.revive();

    // What was not read then is read now, and what was read is not read again.
    await gleb.waitFor("Вера Лугова", { ...patient });
    const mine = await appointmentsOf(system, theo.id);
    expect(mine.map(({ id, status }) => ({ id, status }))).toEqual([{ id: visit.id, status: "confirmed" }]);
    const again = await books(system, vera, { ...russian, day: /^пт 27 нояб/ });
    await eventually(async () => {
      const rows = await deliveriesOf(system, again.id);
      expect(rows.find(({ kind }) => kind === "confirmation_master")?.status).toBe("sent");
    }, patient);
    const after = (await eventsAfter()).items.map(({ event }) => event.id);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after).toHaveLength(before.length + 1);
    expect((await eventsAfter(cursor ?? undefined)).items.map(({ event }) => event.id)).toEqual(
      after.slice(before.length - 1),
    );

    // What was planned before comes when it is due.
    await driver.clock.advanceTo(minutesBefore(visit.startsAt, 24 * 60));
    await theo.waitFor("See you tomorrow!", { anytime: true, ...patient });
    const toGleb = await textsSentTo(system, gleb.id, calls);
    const toTheo = await textsSentTo(system, theo.id, calls);
    expect(toGleb.filter((text) => text.includes("Вера Лугова"))).toHaveLength(2);
    expect(toTheo).toHaveLength(1);

    await system.kill("booking-api", "SIGTERM");
    const verified = await runToEnd("booking-api", "verify-audit", {
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: "info",
    });
    expect(verified.join("\n")).toContain("the audit log is whole");
  }, 240_000);
}
