import { Client } from "pg";
import { type Api, startApi } from "../../test/api";
import { buildBooking, buildClient, buildShop } from "../../test/factories";
import { eventually } from "@okoshko/testkit/eventually";
import { rows } from "../database";

let api: Api;
beforeAll(async () => void (api = await startApi({ poolSize: 30 })));
afterAll(() => api.stop());

const tuesday = (time: string) => `2026-11-24T${time}:00.000Z`;
const problem = (name: string) => ({ type: `https://okoshko.dev/problems/${name}` });

/** Takes the time off in a transaction that is not committed yet, past the API: its rules are still the old ones. */
async function aboutToTake(masterId: string, from: string, to: string) {
  const client = new Client({ connectionString: api.url });
  await client.connect();
  await client.query("begin");
  await client.query(
    `insert into booking.time_off (id, master_id, during, created_at)
     values (gen_random_uuid(), $1, tstzrange($2, $3), now())`,
    [masterId, from, to],
  );
  return {
    commit: async () => {
      await client.query("commit");
      await client.end();
    },
  };
}

/** Waits until a writer waits for who takes time off. */
const someoneWaits = () =>
  eventually(async () => {
    const sql = `
      select pid from pg_locks
      where locktype = 'advisory' and classid = 7603 and not granted
        and database = (select oid from pg_database where datname = current_database())`;
    expect((await rows(api.db, sql, [], null)).length).toBeGreaterThan(0);
  });

describe("when a master takes time off in the very moment in which somebody writes into it", () => {
  it("a hold that was decided on by the old rules is refused, with other times", async () => {
    const { visit, master } = await buildShop(api);
    const { call } = await buildClient(api);
    const off = await aboutToTake(master.id, tuesday("10:00"), tuesday("12:00"));
    const hold = call("post", "/v1/holds", { ...visit, startsAt: tuesday("10:00") }).then((answer) => answer);
    await someoneWaits();
    await off.commit();
    const { status, body } = await hold;
    expect([status, body]).toMatchObject([409, problem("slot-taken")]);
    const others = body.alternatives.map(({ startsAt }: { startsAt: string }) => startsAt);
    expect(others.length).toBeGreaterThan(0);
    for (const gone of ["09:30", "10:00", "11:30"]) expect(others).not.toContain(tuesday(gone));
  });

  it("so is a move, and the visit stays where it was", async () => {
    const { visit, master } = await buildShop(api);
    const { call } = await buildClient(api);
    const booked = await buildBooking(call, visit, tuesday("14:00"));
    const off = await aboutToTake(master.id, tuesday("10:00"), tuesday("12:00"));
    const body = { startsAt: tuesday("11:00"), expectedVersion: 2 };
    const move = call("post", `/v1/appointments/${booked.id}/reschedule`, body).then((answer) => answer);
    await someoneWaits();
    await off.commit();
    const answer = await move;
    expect([answer.status, answer.body]).toMatchObject([409, problem("slot-taken")]);
    expect((await call("get", `/v1/appointments/${booked.id}`).expect(200)).body).toEqual(booked);
  });

  it("whoever is first is known to the other: each visit is refused or named, over fifty of them", async () => {
    const { visit, master } = await buildShop(api, { durationMinutes: 5 });
    await api.as("admin")("patch", "/v1/business", { slotStepMinutes: 5 }).expect(200);
    const times = Array.from({ length: 48 }, (_, turn) => Date.parse(tuesday("08:00")) + turn * 300_000);
    const people = await Promise.all(times.map(() => buildClient(api)));
    const operator = api.as("admin");
    const booking = people.map(async ({ call }, turn) => {
      const startsAt = new Date(times[turn]!).toISOString();
      const held = await call("post", "/v1/holds", { ...visit, startsAt });
      if (held.status !== 201) {
        expect(["slot-taken", "slot-not-offered"]).toContain(String(held.body.type).split("/").at(-1));
        return undefined;
      }
      await call("post", `/v1/appointments/${held.body.id}/confirm`).expect(200);
      return String(held.body.id);
    });
    const off = operator("post", `/v1/masters/${master.id}/time-off`, {
      startsAt: tuesday("08:00"),
      endsAt: tuesday("12:00"),
    }).expect(201);
    const [booked, { body }] = [await Promise.all(booking), await off];
    const ids = booked.filter((id) => id !== undefined);
    // Numbers of the log are given in the order in which the two took turns.
    const sql = `
      select subject from booking.audit
      where action = 'created' and subject = any($1::text[])
        and id > (select id from booking.audit where subject = $2 and action = 'created')`;
    const subjects = ids.map((id) => `appointment:${id}`);
    expect(await rows(api.db, sql, [subjects, `time_off:${body.id}`], null)).toEqual([]);
    expect(ids).toEqual(expect.arrayContaining(body.appointments));
    const after = await people[0]!.call("post", "/v1/holds", { ...visit, startsAt: tuesday("09:00") });
    expect([409, 422]).toContain(after.status);
  });
});
