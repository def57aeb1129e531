import { type Api, startApi } from "../../test/api";
import { buildBooking, buildClient, buildService, buildShop } from "../../test/factories";
import { addressOf, buildSamples, operations } from "../../test/operations";
import { rows } from "../database";
import { sweepWaitlist } from "../waitlist/sweep";
import { sealAudit } from "./seals";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());

/** Tables without business data of their own, and why nobody needs to know who changed them. */
const unaudited: Record<string, string> = {
  appointment_services: "written once, with their appointment",
  audit: "the log",
  audit_actors: "the log",
  audit_personal: "the log",
  audit_seals: "the log",
  commit_base: "where numbers of transactions begin, which nobody edits",
  events: "append-only news of what is audited where it happens",
  freed_times: "work for the sweeper",
  idempotency_keys: "answers kept for repetitions",
  migrations: "of the schema",
  rules_revision: "a counter",
  waitlist_offers: "their appointments and wishes are audited",
};

type Entry = {
  id: string;
  actor: string;
  channel: string;
  operation: string | null;
  action: string;
  subject: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

async function read(query: string): Promise<{ items: Entry[]; nextCursor: string | null }> {
  return (await api.as("admin")("get", `/v1/audit?${query}`).expect(200)).body as never;
}

describe("M16: the audit log", () => {
  it("covers every table but those on the list", async () => {
    const sql = `
      select t.table_name as name, count(g.trigger_name)::int as triggers
      from information_schema.tables t
      left join pg_trigger p on p.tgrelid = ('booking.' || quote_ident(t.table_name))::regclass
        and not p.tgisinternal and p.tgname like '%\\_audited'
      left join lateral (select p.tgname as trigger_name) g on p.tgname is not null
      where t.table_schema = 'booking' and t.table_type = 'BASE TABLE'
      group by 1
      order by 1`;
    const tables = await rows<{ name: string; triggers: number }>(api.db, sql, [], null);
    const without = tables.filter(({ triggers }) => triggers === 0).map(({ name }) => name);
    expect(without).toEqual(
      Object.keys(unaudited).filter((name) => tables.some((table) => table.name === name)),
    );
  });

  it("says who, how and what of a change, before and after, with what identifies people", async () => {
    const vera = await buildClient(api, { name: "Vera", phone: "+37120000001" });
    await vera.call("put", "/v1/clients/me", { name: "Vera L." }).expect(200);
    const me = (await vera.call("get", "/v1/clients/me").expect(200)).body as { id: string };
    const { items } = await read(`subject=client:${me.id}`);
    expect(items).toMatchObject([
      {
        actor: `telegram:${vera.telegramUserId}`,
        channel: "bot",
        operation: "putMe",
        action: "changed",
        before: { name: "Vera" },
        after: { name: "Vera L." },
      },
      { action: "created", before: null, after: { name: "Vera", phone: "+37120000001", id: me.id } },
    ]);
    const log = await rows<{ text: string }>(
      api.db,
      `select a::text as text from booking.audit a where subject = $1`,
      [`client:${me.id}`],
      null,
    );
    expect(log.map(({ text }) => text).join(" ")).not.toMatch(/Vera|37120000001/);
    expect(log.map(({ text }) => text).join(" ")).not.toContain(String(vera.telegramUserId));
  });

  it("is read by kind, thing, actor and time, newest first, in pages", async () => {
    const { visit } = await buildShop(api);
    const vera = await buildClient(api);
    const booking = await buildBooking(vera.call, visit, "2026-11-24T07:00:00Z");
    const actor = `actor=telegram:${vera.telegramUserId}`;
    const all = (await read(`${actor}&limit=100`)).items;
    expect(all.map(({ operation }) => operation)).toEqual(["confirmAppointment", "createHold", "putMe"]);
    expect((await read(`${actor}&subject=appointment`)).items).toHaveLength(2);
    expect((await read(`subject=appointment:${booking.id}`)).items).toHaveLength(2);
    expect((await read(`subject=appointment:${booking.id.slice(0, -1)}`)).items).toEqual([]);
    expect((await read(`subject=appointmen`)).items).toEqual([]);
    expect((await read("actor=telegram:1")).items).toEqual([]);
    const now = encodeURIComponent(api.clock.now().toISOString());
    const later = encodeURIComponent(new Date(api.clock.now().getTime() + 1).toISOString());
    expect((await read(`${actor}&from=${now}&to=${later}`)).items).toHaveLength(3);
    expect((await read(`${actor}&to=${now}`)).items).toEqual([]);
    expect((await read(`${actor}&from=${later}`)).items).toEqual([]);
    const first = await read(`${actor}&limit=2`);
    const second = await read(`${actor}&limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items]).toEqual(all);
    expect(second.nextCursor).toBeNull();
    await api.as("admin")("get", "/v1/audit?cursor=x").expect(400);
    await vera.call("get", "/v1/audit").expect(403);
  });

  it("can be added to and nothing else, whoever asks the database", async () => {
    await buildService(api);
    await sealAudit(api.deps);
    for (const sql of [
      "update booking.audit set actor = 'nobody'",
      "delete from booking.audit",
      "truncate booking.audit cascade",
      "update booking.audit_personal set after = '{}'",
      "truncate booking.audit_personal",
      "update booking.audit_seals set digest = ''",
      "delete from booking.audit_seals",
      "truncate booking.audit_seals",
    ]) {
      if (sql.startsWith("update booking.audit_personal")) await buildClient(api);
      await expect(rows(api.db, sql, [], null)).rejects.toThrow("append-only");
    }
  });

  it("never says `sql` of what came through the API or was done by a job, and always of what did not", async () => {
    const samples = await buildSamples(api);
    const statuses: Record<string, number> = {};
    for (const operation of operations.filter(({ method }) => method !== "get")) {
      const { role, person, body, ...address } = samples[operation.id];
      const { status } = await api.as(role, person)(operation.method, addressOf(operation, address), body);
      statuses[operation.id] = status;
    }
    await sweepWaitlist(api.deps);
    // A run that is always refused would prove nothing.
    expect(Object.values(statuses).filter((status) => status < 300).length).toBeGreaterThan(20);
    const past = `
      select distinct subject, operation from booking.audit
      where channel = 'sql' and not subject like 'business:%'`;
    expect(await rows(api.db, past, [], null)).toEqual([]);
    const { id } = await buildService(api);
    await rows(api.db, `update booking.services set price_minor = 1 where id = $1`, [id], null);
    expect((await read(`subject=service:${id}`)).items[0]).toMatchObject({
      channel: "sql",
      actor: expect.stringMatching(/^sql:/),
      after: { price_minor: 1 },
    });
  });
});
