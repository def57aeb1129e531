import { problemNameOf } from "@okoshko/contracts/problems";
import { type Api, startApi } from "../../test/api";
import { buildMaster, buildService, buildShop, buildStaff } from "../../test/factories";
import { contentOf } from "../../test/operations";
import { etagOf } from "./edit";

let api: Api;
beforeAll(async () => void (api = await startApi({ poolSize: 15 })));
afterAll(() => api.stop());

interface Thing {
  path: string;
  method: "patch" | "put";
  /** Bodies that differ. */
  body(turn: number): object;
}

const day = (turn: number) => [{ from: "09:00", to: `1${turn}:30` }];
const things: Record<string, () => Promise<Thing>> = {
  business: () =>
    Promise.resolve({ path: "/v1/business", method: "patch", body: (turn) => ({ holdMinutes: turn + 10 }) }),
  service: async () => {
    const { id } = await buildService(api);
    // In another order than Postgres keeps it.
    const body = (turn: number) => ({ name: { ru: `Стрижка ${turn}`, en: "Cut" } });
    return { path: `/v1/services/${id}`, method: "patch", body };
  },
  master: async () => {
    const { id } = await buildMaster(api, []);
    return { path: `/v1/masters/${id}`, method: "patch", body: (turn) => ({ about: { en: `${turn}` } }) };
  },
  offering: async () => {
    const { master, service } = await buildShop(api);
    const path = `/v1/masters/${master.id}/services/${service.id}`;
    return { path, method: "put", body: (turn) => ({ priceMinor: 1000 + turn }) };
  },
  week: async () => {
    const { id } = await buildMaster(api, []);
    const body = (turn: number) => ({ days: [{ weekday: 1, windows: day(turn) }] });
    return { path: `/v1/masters/${id}/working-hours`, method: "put", body };
  },
  override: async () => {
    const { id } = await buildMaster(api, []);
    const path = `/v1/masters/${id}/overrides/2026-12-01`;
    await api.as("admin")("put", path, { windows: [] }).expect(200);
    return { path, method: "put", body: (turn) => ({ windows: day(turn) }) };
  },
  closure: async () => {
    await api.as("admin")("put", "/v1/closures/2026-12-02", { windows: [] }).expect(200);
    return { path: "/v1/closures/2026-12-02", method: "put", body: (turn) => ({ windows: day(turn) }) };
  },
};

describe.each(Object.entries(things))("If-Match of a %s", (_, build) => {
  const admin = () => api.as("admin");
  const show = (thing: Thing) => admin()("get", thing.path).expect(200);
  const change = (thing: Thing, turn: number, ifMatch: string) =>
    admin()(thing.method, thing.path, thing.body(turn), { "if-match": ifMatch });

  it("lets an edit through that was decided on what is there, and names the next version", async () => {
    const thing = await build();
    const { headers, body } = await show(thing);
    expect(headers["etag"]).toBe(etagOf(body));
    const changed = await change(thing, 1, headers["etag"]!).expect(200);
    expect(changed.headers["etag"]).not.toBe(headers["etag"]);
    const after = await show(thing);
    expect([after.headers["etag"], after.body]).toEqual([changed.headers["etag"], changed.body]);
    await change(thing, 2, `"other", ${after.headers["etag"]}`).expect(200);
    await change(thing, 3, "*").expect(200);
  });

  it("changes nothing when somebody else was faster", async () => {
    const thing = await build();
    const { headers } = await show(thing);
    await change(thing, 4, "*").expect(200);
    const before = await contentOf(api);
    for (const stale of [headers["etag"]!, `W/${headers["etag"]}`, '"nothing"', '""']) {
      const { body } = await change(thing, 5, stale).expect(412);
      expect(problemNameOf(body.type)).toBe("precondition-failed");
    }
    expect(await contentOf(api)).toEqual(before);
  });

  it("lets one of eight editors with the same version win", async () => {
    const thing = await build();
    const { headers } = await show(thing);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, turn) => change(thing, turn % 9, headers["etag"]!)),
    );
    const won = answers.filter(({ status }) => status === 200);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(412)]);
    expect((await show(thing)).body).toEqual(won[0]?.body);
  });

  it.each(["nothing", '"', "W/", '"a" "b"', '*, "a"', "'a'", '"a",', '"ключ"'])(
    "is refused when it is no ETag: %s",
    async (ifMatch) => {
      const thing = await build();
      const before = await contentOf(api);
      const { body } = await change(thing, 6, Buffer.from(ifMatch).toString("latin1")).expect(400);
      expect(problemNameOf(body.type)).toBe("invalid-request");
      expect(await contentOf(api)).toEqual(before);
    },
  );
});

it("what is not there matches nothing, not even *", async () => {
  const { id } = await buildMaster(api, []);
  const service = await buildService(api);
  const admin = api.as("admin");
  const absent: [string, object][] = [
    [`/v1/masters/${id}/overrides/2026-12-03`, { windows: [] }],
    [`/v1/masters/${id}/services/${service.id}`, {}],
    ["/v1/closures/2026-12-03", { windows: [] }],
  ];
  for (const [path, body] of absent) {
    await admin("get", path).expect(404);
    for (const ifMatch of ["*", '"x"']) await admin("put", path, body, { "if-match": ifMatch }).expect(412);
    await admin("get", path).expect(404);
    await admin("put", path, body).expect(200);
    await admin("get", path).expect(200);
  }
});

it("lists carry an ETag as well, which changes with what they show", async () => {
  const { master, service } = await buildShop(api);
  const admin = api.as("admin");
  const of = async (path: string) => (await admin("get", path).expect(200)).headers["etag"];
  const lists: [string, string, object][] = [
    [
      `/v1/masters/${master.id}/services`,
      `/v1/masters/${master.id}/services/${service.id}`,
      { priceMinor: 7 },
    ],
    [
      `/v1/masters/${master.id}/overrides?from=2026-12-01&to=2026-12-31`,
      `/v1/masters/${master.id}/overrides/2026-12-05`,
      { windows: [] },
    ],
    ["/v1/closures?from=2026-12-01&to=2026-12-31", "/v1/closures/2026-12-06", { windows: [] }],
  ];
  for (const [list, one, body] of lists) {
    const before = await of(list);
    expect(await of(list)).toBe(before);
    await admin("put", one, body).expect(200);
    expect(await of(list)).not.toBe(before);
  }
});

it("an edit is in the audit log, under the name of who made it", async () => {
  const owner = await buildStaff(api, "owner");
  const { id } = await buildService(api);
  await owner.call("patch", `/v1/services/${id}`, { priceMinor: 1 }).expect(200);
  const { body } = await owner.call("get", `/v1/services/${id}`).expect(200);
  expect(body.priceMinor).toBe(1);
  const [rows] = await api.db.query(
    `select operation, channel, before, after from booking.audit where subject = 'service:${id}' order by id desc limit 1`,
  );
  expect(rows).toEqual([
    {
      operation: "updateService",
      channel: "bot",
      before: { price_minor: 2500 },
      after: { price_minor: 1 },
    },
  ]);
});

describe("a master", () => {
  const windows = [{ from: "10:00", to: "12:00" }];

  it("keeps their own hours, and nobody else's", async () => {
    const [own, other] = [await buildMaster(api, []), await buildMaster(api, [])];
    const { call } = await buildStaff(api, "master", own.id);
    const writes = (id: string) =>
      [
        ["put", `/v1/masters/${id}/working-hours`, { days: [{ weekday: 1, windows }] }],
        ["put", `/v1/masters/${id}/overrides/2026-12-07`, { windows }],
        ["delete", `/v1/masters/${id}/overrides/2026-12-07`, undefined],
      ] as const;
    for (const [method, path, body] of writes(own.id)) {
      expect([200, 204]).toContain((await call(method, path, body)).status);
    }
    const before = await contentOf(api);
    for (const id of [other.id, "5c0d9ab5-3a49-4f5f-8a7c-4d3a7a2e5d10"]) {
      for (const [method, path, body] of writes(id)) {
        const refused = await call(method, path, body).expect(403);
        expect(problemNameOf(refused.body.type)).toBe("forbidden");
      }
    }
    expect(await contentOf(api)).toEqual(before);
  });
});

describe.each(["offering", "override", "closure"])("If-Match of a deletion of a %s", (kind) => {
  const admin = () => api.as("admin");

  it("deletes what it was decided on, and nothing that somebody has changed since", async () => {
    const thing = await things[kind]!();
    if (kind === "offering") await admin()("put", thing.path, thing.body(0)).expect(200);
    const { headers } = await admin()("get", thing.path).expect(200);
    const changed = await admin()("put", thing.path, thing.body(4)).expect(200);
    const before = await contentOf(api);
    for (const stale of [headers["etag"]!, '"nothing"']) {
      const { body } = await admin()("delete", thing.path, undefined, { "if-match": stale }).expect(412);
      expect(problemNameOf(body.type)).toBe("precondition-failed");
    }
    await admin()("delete", thing.path, undefined, { "if-match": "nonsense" }).expect(400);
    expect(await contentOf(api)).toEqual(before);
    await admin()("delete", thing.path, undefined, { "if-match": changed.headers["etag"]! }).expect(204);
    await admin()("delete", thing.path, undefined, { "if-match": "*" }).expect(412);
    // Whoever wants it gone whatever it is, has what they want.
    await admin()("delete", thing.path).expect(204);
  });
});
