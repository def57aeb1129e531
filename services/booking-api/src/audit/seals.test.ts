import { type Api, startApi } from "../../test/api";
import { buildClient, buildService } from "../../test/factories";
import { rows } from "../database";
import { sealAudit, verifyAudit } from "./seals";

let api: Api;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.stop());

/** What somebody with all rights can do: triggers do not see it. */
async function tamper(sql: string, bind: unknown[] = []) {
  await api.db.transaction(async (tx) => {
    await rows(api.db, `set local session_replication_role = replica`, [], tx);
    await rows(api.db, sql, bind, tx);
  });
}

const idOf = async (subject: string) => {
  const sql = `select id::text from booking.audit where subject = $1`;
  return (await rows<{ id: string }>(api.db, sql, [subject], null))[0]?.id ?? "";
};

describe("M16: the chain over the audit log", () => {
  it("grows with the log, once per entry, with several sealers at once", async () => {
    for (let round = 0; round < 3; round += 1) {
      await Promise.all([buildService(api), buildClient(api), sealAudit(api.deps), sealAudit(api.deps)]);
    }
    const head = await sealAudit(api.deps);
    const [{ count }] = (await rows<{ count: number }>(
      api.db,
      `select count(*)::int as count from booking.audit`,
      [],
      null,
    )) as [{ count: number }];
    const verified = await verifyAudit(api.db, head);
    expect(verified).toMatchObject({ sealed: count, unsealed: 0, faults: [] });
    expect(await sealAudit(api.deps)).toBeUndefined();
    await buildService(api);
    expect(await verifyAudit(api.db, verified.head)).toMatchObject({
      sealed: count,
      unsealed: 1,
      faults: [],
    });
  });

  it("leaves an entry that is not committed yet for later, and those after it", async () => {
    await buildClient(api);
    await api.db.transaction(async (tx) => {
      await rows(api.db, `update booking.clients set locale = 'ru'`, [], tx);
      await buildService(api);
      await sealAudit(api.deps);
      expect((await verifyAudit(api.db)).unsealed).toBeGreaterThan(0);
    });
    await sealAudit(api.deps);
    expect(await verifyAudit(api.db)).toMatchObject({ unsealed: 0, faults: [] });
  });

  it("names the entry that was altered, removed or put in later, and no other", async () => {
    const [first, second] = [await buildService(api), await buildService(api)];
    await buildService(api);
    await sealAudit(api.deps);
    const altered = await idOf(`service:${first.id}`);
    await tamper(`update booking.audit set actor = 'system' where id = $1`, [altered]);
    expect((await verifyAudit(api.db)).faults).toMatchObject([{ kind: "altered", auditId: altered }]);
    const removed = await idOf(`service:${second.id}`);
    await tamper(`delete from booking.audit where id = $1`, [removed]);
    expect((await verifyAudit(api.db)).faults).toMatchObject([
      { kind: "altered", auditId: altered },
      { kind: "removed", auditId: removed },
    ]);
    await tamper(
      `insert into booking.audit (txid, occurred_at, actor, channel, action, subject)
       values ('1', now(), 'system', 'api', 'created', 'service:x')`,
    );
    expect((await verifyAudit(api.db)).faults).toMatchObject([
      { kind: "altered" },
      { kind: "removed" },
      { kind: "put in later", auditId: await idOf("service:x") },
    ]);
  });

  it("shows by a head kept elsewhere that all of it was written anew", async () => {
    const { id } = await buildService(api);
    const head = await sealAudit(api.deps);
    await tamper(`update booking.audit set actor = 'system' where subject = $1`, [`service:${id}`]);
    await tamper(`delete from booking.audit_seals`);
    await sealAudit(api.deps);
    expect((await verifyAudit(api.db)).faults).toEqual([]);
    expect((await verifyAudit(api.db, head)).faults).toEqual([
      { kind: "another head", position: head?.position },
    ]);
  });
});
