import { Client } from "pg";
import { eventually } from "@okoshko/testkit/eventually";
import { type Api, startApi } from "../../test/api";
import { buildBooking, buildClient, buildShop } from "../../test/factories";
import { sealAudit, verifyAudit } from "../audit/seals";
import { openDatabase } from "../database";

let api: Api;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.stop());

const tuesday = (time: string) => `2026-11-24T${time}:00Z`;
interface Page {
  items: { cursor: string; event: { id: string; data: { appointment: { id: string } } } }[];
  cursor: string;
}

/** The events after a cursor, once there are `count`. */
function feedOf(count: number, after?: string): Promise<Page> {
  return eventually(async () => {
    const query = after === undefined ? "" : `?after=${after}`;
    const page = (await api.as("notifier")("get", `/v1/events${query}`).expect(200)).body as Page;
    expect(page.items).toHaveLength(count);
    return page;
  });
}

async function withClient<T>(use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: api.url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** To a cluster that counts lower, everything in a dump has numbers from the future. */
const comesFromABusierCluster = () =>
  withClient(async (client) => {
    // Without triggers, as pg_restore loads.
    await client.query("set session_replication_role = replica");
    for (const table of ["events", "audit", "audit_seals"])
      await client.query(
        `update booking.${table} set txid = ((txid::text)::bigint + 1000000000)::text::xid8`,
      );
  });

const connectsAnew = async () => {
  const db = openDatabase(api.url, { poolSize: 1 });
  await db.query("select 1");
  await db.close();
};

const base = () =>
  withClient(async (client) => {
    const { rows } = await client.query<{ base: string }>("select base::text from booking.commit_base");
    return BigInt(rows[0]?.base ?? -1);
  });

it("after a restore into a cluster that counts lower, readers miss nothing and see nothing twice", async () => {
  const { visit } = await buildShop(api);
  const { call } = await buildClient(api);
  const read = await buildBooking(call, visit, tuesday("08:00"));
  const first = await feedOf(1);
  const unread = await buildBooking(call, visit, tuesday("10:00"));
  await comesFromABusierCluster();
  const [txid = "", position] = first.cursor.split("-");
  const cursor = `${BigInt(txid) + 1_000_000_000n}-${position}`;

  await connectsAnew();
  const later = await buildBooking(call, visit, tuesday("12:00"));
  const next = await feedOf(2, cursor);
  expect(next.items.map(({ event }) => event.data.appointment.id)).toEqual([unread.id, later.id]);
  expect((await feedOf(3)).items.map(({ event }) => event.data.appointment.id)).toEqual([
    read.id,
    unread.id,
    later.id,
  ]);
  await feedOf(0, next.cursor);
});

it("a reader that is ahead of the dump, because it has seen what was lost, hears of what comes after", async () => {
  const { visit } = await buildShop(api);
  const { call } = await buildClient(api);
  await buildBooking(call, visit, tuesday("08:00"));
  await comesFromABusierCluster();
  const [txid = ""] = (await buildCursor()).split("-");
  const ahead = `${BigInt(txid) + 5_000_000n}-999`;
  await connectsAnew();
  const later = await buildBooking(call, visit, tuesday("12:00"));
  const { items } = await feedOf(1, ahead);
  expect(items[0]?.event.data.appointment.id).toBe(later.id);
});

it("the audit log goes on being sealed, and its chain is whole", async () => {
  const { visit } = await buildShop(api);
  const { call } = await buildClient(api);
  await buildBooking(call, visit, tuesday("08:00"));
  const before = await eventually(async () => {
    await sealAudit(api.deps);
    const state = await verifyAudit(api.db);
    expect(state.unsealed).toBe(0);
    return state;
  });
  await comesFromABusierCluster();
  await connectsAnew();
  await buildBooking(call, visit, tuesday("10:00"));
  await eventually(async () => {
    await sealAudit(api.deps);
    const { sealed, unsealed, faults } = await verifyAudit(api.db, before.head);
    expect({ unsealed, faults }).toEqual({ unsealed: 0, faults: [] });
    expect(sealed).toBeGreaterThan(before.sealed);
  });
});

it("many connections at once agree on one base, and in one's own cluster none is needed", async () => {
  const { visit } = await buildShop(api);
  const { call } = await buildClient(api);
  await buildBooking(call, visit, tuesday("08:00"));
  await connectsAnew();
  expect(await base()).toBe(0n);
  await comesFromABusierCluster();
  await Promise.all(Array.from({ length: 10 }, connectsAnew));
  const once = await base();
  expect(once).toBe(2n ** 40n);
  await buildBooking(call, visit, tuesday("10:00"));
  await connectsAnew();
  expect(await base()).toBe(once);
});

async function buildCursor(): Promise<string> {
  return withClient(async (client) => {
    const { rows } = await client.query<{ cursor: string }>(
      "select txid || '-' || position as cursor from booking.events order by events.txid desc limit 1",
    );
    return rows[0]?.cursor ?? "";
  });
}
